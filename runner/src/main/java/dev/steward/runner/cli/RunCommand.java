package dev.steward.runner.cli;

import dev.steward.runner.control.Ask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward run}: runs a playbook and shows it. */
@Command(
        mixinStandardHelpOptions = true,
        name = "run",
        description =
                "Runs a playbook and shows it. Exit: 0 well, 1 not begun, 2 a host failed, 4 unreachable or problems, 99 cancelled.")
final class RunCommand extends DeskCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config;

    @Mixin
    private WhereOptions where;

    @Mixin
    private VarsOption vars;

    @Parameters(paramLabel = "PLAYBOOK", description = "The playbook, as playbooks/weekly-updates.groovy.")
    private Path playbook;

    @Mixin
    private How how;

    @Option(
            names = {"-k", "--ask-pass"},
            description = "Ask for the login password.")
    private boolean askPassword;

    @Option(
            names = {"-K", "--ask-become-pass"},
            description = "Ask for the sudo password.")
    private boolean askBecomePassword;

    @Option(names = "--json", description = "Print every event as a JSON line.")
    private boolean json;

    @Option(
            names = {"-v", "--verbose"},
            description = "Show all output, not only that of failures.")
    private boolean verbose;

    RunCommand(Bench bench) {
        super(bench);
    }

    @Override
    public Integer call() throws IOException, InterruptedException, Refusal {
        if (!Files.isRegularFile(playbook)) {
            throw new Refusal(
                    Exit.ERROR, List.of("No playbook at " + playbook + ". The shipped ones are in playbooks/."));
        }
        Map<String, Object> given = vars.read();
        Ask.Options options = options();
        Ask ask = new Ask.Begin(
                playbook.toAbsolutePath().normalize().toString(), where.absolute(), given, options, person());
        return follow(config, ask, json, verbose);
    }

    private Ask.Options options() throws Refusal {
        String password = askPassword ? Bench.password("Login password: ") : null;
        String becomePassword = askBecomePassword ? Bench.password("Sudo password: ") : null;
        return how.options(where, password, becomePassword);
    }

    /** How a run is narrowed and logged in, but for passwords. */
    static final class How {

        @Option(
                names = {"-t", "--tags"},
                split = ",",
                paramLabel = "TAGS",
                description = "Only tasks with one of these tags.")
        private List<String> tags;

        @Option(
                names = "--skip-tags",
                split = ",",
                paramLabel = "TAGS",
                description = "Not the tasks with one of these tags.")
        private List<String> skipTags;

        @Option(
                names = {"-C", "--check"},
                description = "Change nothing; say what would be changed.")
        private boolean check;

        @Option(
                names = {"-D", "--diff"},
                description = "Show what changes in files.")
        private boolean diff;

        @Option(
                names = {"-f", "--forks"},
                paramLabel = "N",
                description = "Hosts at once; else all, at most 25.")
        private Integer forks;

        @Option(
                names = {"-u", "--user"},
                paramLabel = "USER",
                description = "Login user where the inventory names none.")
        private String user;

        @Option(
                names = {"-b", "--become"},
                description = "Act as root (sudo) where the play says nothing.")
        private boolean become;

        @Option(names = "--private-key", paramLabel = "FILE", description = "Private key to log in with.")
        private Path key;

        @Option(
                names = "--on-battery",
                paramLabel = "REASON",
                description = "Begin even while a UPS is on battery; else it is held until the power is back.")
        private String onBattery;

        Ask.Options options(WhereOptions where, String password, String becomePassword) throws Refusal {
            return new Ask.Options(
                    where.limit(),
                    said(tags),
                    said(skipTags),
                    check,
                    diff,
                    forks,
                    user,
                    become,
                    becomePassword,
                    password,
                    key == null ? null : key.toAbsolutePath().normalize().toString(),
                    where.inventory().keys(),
                    onBattery);
        }

        private static List<String> said(List<String> words) {
            return words == null ? List.of() : words;
        }
    }
}
