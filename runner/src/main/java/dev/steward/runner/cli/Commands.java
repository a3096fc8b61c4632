package dev.steward.runner.cli;

import dev.steward.dsl.check.PlaybookCompiler;
import dev.steward.runner.app.Runner;
import dev.steward.runner.cli.print.Screen;
import dev.steward.runner.store.trouble.StoreException;
import java.io.EOFException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: one class a verb. Only the verb that was asked for is built, so that short commands start fast. */
public final class Commands {

    static {
        // no annotation here holds a closure; picocli would start all of Groovy to look for some
        System.setProperty("picocli.disable.closures", "true");
    }

    private final Screen screen;
    private final Map<String, Supplier<Object>> verbs = new LinkedHashMap<>();
    private final Map<String, Map<String, Supplier<Object>>> below = new LinkedHashMap<>();

    /**
     * The verbs that need no server.
     *
     * @param bench what they are given
     * @param states the configuration and the state directory
     * @param compiler reads playbooks; made when a verb needs it
     */
    public Commands(Bench bench, StateDesks states, Supplier<PlaybookCompiler> compiler) {
        this.screen = bench.screen();
        verbs.put("run", () -> new RunCommand(bench));
        InventoryCommand.Source inventories =
                config -> Runner.inventories(states.config(config.file()), bench.environment(), states.time());
        verbs.put("check", () -> new CheckCommand(bench, compiler, inventories));
        verbs.put("plan", () -> new PlanCommand(bench, compiler, inventories));
        verbs.put("inventory", () -> new InventoryCommand(bench, inventories));
        verbs.put("host", () -> new HostCommand(bench, inventories, states));
        verbs.put("runs", () -> new RunsCommand(bench));
        verbs.put("schedule", () -> new ScheduleCommand(bench));
        verbs.put("notices", () -> new NoticesCommand(bench));
        verbs.put("config", () -> new ConfigCommand(bench, states));
        verbs.put("doctor", () -> new DoctorCommand(bench, states, compiler));
        verbs.put("version", () -> new VersionCommand(bench));
    }

    /** A further verb. */
    public Commands with(String name, Supplier<Object> command) {
        verbs.put(name, command);
        return this;
    }

    /** A further word after a verb. */
    public Commands with(String verb, String name, Supplier<Object> command) {
        below.computeIfAbsent(verb, any -> new LinkedHashMap<>()).put(name, command);
        return this;
    }

    private CommandLine built(String verb) {
        CommandLine line = new CommandLine(verbs.get(verb).get());
        below.getOrDefault(verb, Map.of()).forEach((name, command) -> line.addSubcommand(name, command.get()));
        return line;
    }

    /** Every verb with everything below it, for what is made of the whole command line. */
    public CommandLine all() {
        return of(verbs.keySet());
    }

    private CommandLine of(Set<String> names) {
        CommandLine line = new CommandLine(new Top());
        names.forEach(name -> line.addSubcommand(name, built(name)));
        return line;
    }

    /** Carries out a command line and returns the exit code. */
    public int execute(String... words) {
        if (words.length == 1 && words[0].equals("version")) {
            // nothing to parse: picocli is not needed
            screen.out().println(VersionCommand.text());
            return Exit.OK;
        }
        CommandLine line = words.length > 0 && verbs.containsKey(words[0]) ? of(Set.of(words[0])) : all();
        line.setOut(new PrintWriter(screen.out(), true));
        line.setErr(new PrintWriter(screen.err(), true));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                screen.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        numbers(line);
        line.setExecutionExceptionHandler((exception, command, parsed) -> failed(exception));
        setExitCodes(line);
        return line.execute(words);
    }

    /** In words for people: picocli's say that a text is not a long. */
    private static void numbers(CommandLine line) {
        CommandLine.ITypeConverter<Integer> small = text -> number(text, Integer::valueOf);
        CommandLine.ITypeConverter<Long> large = text -> number(text, Long::valueOf);
        line.registerConverter(int.class, small).registerConverter(Integer.class, small);
        line.registerConverter(long.class, large).registerConverter(Long.class, large);
    }

    private static <T> T number(String text, Function<String, T> read) {
        try {
            return read.apply(text);
        } catch (NumberFormatException e) {
            throw new CommandLine.TypeConversionException("'" + text + "' is no whole number");
        }
    }

    private static void setExitCodes(CommandLine line) {
        line.getCommandSpec().exitCodeOnInvalidInput(Exit.OPTIONS);
        line.getCommandSpec().exitCodeOnExecutionException(Exit.ERROR);
        line.getSubcommands().values().forEach(Commands::setExitCodes);
    }

    private int failed(Exception exception) {
        if (exception instanceof Refusal refusal) {
            refusal.problems().forEach(screen.err()::println);
            return refusal.code();
        }
        if (exception instanceof EOFException
                || exception instanceof FileSystemException
                || exception instanceof StoreException) {
            screen.err().println("steward: " + exception.getMessage());
            return Exit.ERROR;
        }
        if (exception instanceof InterruptedException) {
            return Exit.CANCELLED;
        }
        String id = UUID.randomUUID().toString().substring(0, 8);
        LoggerFactory.getLogger(Commands.class).error("[{}] A command failed", id, exception);
        String said = exception.getMessage() == null ? exception.getClass().getSimpleName() : exception.getMessage();
        screen.err().println("steward: " + said + " (the log knows more under " + id + ")");
        return Exit.ERROR;
    }

    /** {@code steward} alone. */
    @Command(
            name = "steward",
            description = "Keeps a Proxmox estate: runs playbooks against inventories, on schedules and by hand.",
            synopsisSubcommandLabel = "COMMAND",
            version = "See: steward version",
            mixinStandardHelpOptions = true)
    private static final class Top implements Callable<Integer> {

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Override
        public Integer call() {
            spec.commandLine().usage(spec.commandLine().getErr());
            return Exit.OPTIONS;
        }
    }
}
