package dev.steward.runner.connection;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something to run on a host.
 *
 * @param body argv or a script
 * @param environment added to the host's; a value is a String or a {@link dev.steward.runner.secret.Secret}; it never
 *     appears in an argv on the host
 * @param stdin what the command reads; empty means an empty input
 * @param folder the working directory; empty: the user's home
 * @param as who runs it
 * @param limits when to stop it
 */
public record Command(
        Body body, Map<String, Object> environment, byte[] stdin, Optional<String> folder, RunAs as, Limits limits) {

    public Command {
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    /** What is run. */
    public sealed interface Body {}

    /**
     * A program with its arguments, no shell meaning in any of them.
     *
     * @param words every byte sequence but NUL is allowed; a lone surrogate U+DC80 to U+DCFF stands for a byte 80 to FF
     *     that is no UTF-8
     */
    public record Argv(List<String> words) implements Body {
        public Argv {
            words = List.copyOf(words);
        }
    }

    /**
     * A POSIX {@code sh} script. It does not appear in an argv on the host.
     *
     * @param text of the script
     * @param arguments its {@code $1 …}
     */
    public record Script(String text, List<String> arguments) implements Body {
        public Script {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * When to stop a command.
     *
     * @param total from the call on, so a connection that must be opened first counts; when it passes before the host
     *     has begun the command, that is a ConnectionException of kind TIMEOUT; empty: no limit of its own
     * @param idle without output; empty: no limit
     * @param kept how many bytes of each stream the result keeps (its end is kept where there is more)
     */
    public record Limits(Optional<Duration> total, Optional<Duration> idle, int kept) {

        /** No time limit, 8 MiB of each stream kept. */
        public static final Limits NONE = new Limits(Optional.empty(), Optional.empty(), 8 << 20);

        /** A time limit. */
        public static Limits of(Duration total) {
            return new Limits(Optional.of(total), Optional.empty(), NONE.kept());
        }
    }

    /** A program with its arguments, as the login user, without limits. */
    public static Command argv(String... words) {
        return new Command(new Argv(List.of(words)), Map.of(), new byte[0], Optional.empty(), RunAs.LOGIN, Limits.NONE);
    }

    /** A script, as the login user, without limits. */
    public static Command script(String text, String... arguments) {
        return new Command(
                new Script(text, List.of(arguments)),
                Map.of(),
                new byte[0],
                Optional.empty(),
                RunAs.LOGIN,
                Limits.NONE);
    }

    /** The same with other limits. */
    public Command within(Limits other) {
        return new Command(body, environment, stdin, folder, as, other);
    }

    /** The same by another user. */
    public Command as(RunAs other) {
        return new Command(body, environment, stdin, folder, other, limits);
    }

    /** The same with further environment; the new values win. */
    public Command with(Map<String, Object> more) {
        Map<String, Object> all = new LinkedHashMap<>(environment);
        all.putAll(more);
        return new Command(body, all, stdin, folder, as, limits);
    }

    /** The same with an input. */
    public Command reading(byte[] input) {
        return new Command(body, environment, input, folder, as, limits);
    }

    /** The same in another working directory. */
    public Command in(String path) {
        return new Command(body, environment, stdin, Optional.of(path), as, limits);
    }
}
