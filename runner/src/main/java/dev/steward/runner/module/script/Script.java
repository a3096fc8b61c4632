package dev.steward.runner.module.script;

import dev.steward.runner.connection.Command;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.Output;
import dev.steward.runner.connection.Result;
import dev.steward.runner.module.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A module's POSIX {@code sh} script: a resource beside the modules, sent after the common prelude, answering in records
 * ({@link Answer}). It runs on dash and on BusyBox, and takes its parameters as {@code $1 …}; content goes through
 * standard input.
 */
public final class Script {

    private static final String FOLDER = "/dev/steward/runner/module/";

    private final String text;

    private Script(String text) {
        this.text = text;
    }

    /**
     * The script that some resources make up, one after the other.
     *
     * @param names of the resources without {@code .sh}
     * @throws UncheckedIOException when this build lacks one
     */
    public static Script named(String... names) {
        return new Script(text(names));
    }

    /** The text of {@link #named}. */
    public static String text(String... names) {
        StringBuilder text = new StringBuilder(body("prelude"));
        for (String name : names) {
            text.append(body(name));
        }
        return text.toString();
    }

    /**
     * A script's text alone, without the prelude.
     *
     * @param name of the resource without {@code .sh}
     * @throws UncheckedIOException when this build lacks it
     */
    public static String body(String name) {
        try (InputStream in = Script.class.getResourceAsStream(FOLDER + name + ".sh")) {
            if (in == null) {
                throw new IOException("no resource " + FOLDER + name + ".sh");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether this build has the resource of a name. */
    public static boolean has(String name) {
        return name.matches("[A-Za-z0-9._-]+") && Script.class.getResource(FOLDER + name + ".sh") != null;
    }

    /** The command that runs it. */
    public Command command(List<String> arguments) {
        return Command.script(text, arguments.toArray(String[]::new));
    }

    /**
     * Runs it and reads its answer; nothing of it is shown.
     *
     * @return the answer; where it did not come to its end, one that failed and says why
     */
    public Answer ask(Target target, String... arguments) throws ConnectionException, InterruptedException {
        return ask(target, command(List.of(arguments)));
    }

    /** As {@link #ask(Target, String...)}, with something to read. */
    public Answer ask(Target target, byte[] input, String... arguments)
            throws ConnectionException, InterruptedException {
        return ask(target, command(List.of(arguments)).reading(input));
    }

    private static Answer ask(Target target, Command command) throws ConnectionException, InterruptedException {
        Result result = target.watch(command, Output.NONE);
        return Answer.of(result);
    }
}
