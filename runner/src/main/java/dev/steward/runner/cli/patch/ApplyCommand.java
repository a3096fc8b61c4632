package dev.steward.runner.cli.patch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.ConfigOption;
import dev.steward.runner.cli.DeskCommand;
import dev.steward.runner.control.Ask;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward patch apply}: updates hosts and guests, each as a transaction. */
@Command(
        mixinStandardHelpOptions = true,
        name = "apply",
        description = "Updates hosts and guests: protects, updates, looks whether all is well, keeps or takes back.")
final class ApplyCommand extends DeskCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config;

    @Mixin
    private WorkOptions work;

    @Parameters(arity = "1..*", paramLabel = "TARGET", description = WorkOptions.TARGETS)
    private List<String> targets;

    @Option(
            names = "--exclude",
            paramLabel = "PACKAGE",
            description = "Leave it as it is; a pattern as 'php*'; repeatable.")
    private List<String> exclude;

    @Option(names = "--security-only", description = "Only what mends weaknesses.")
    private boolean securityOnly;

    @Option(names = "--protect", paramLabel = "HOW", description = "auto, snapshot, backup or none.")
    private String protect;

    @Option(names = "--backup-to", paramLabel = "STORAGE", description = "Where a backup goes.")
    private String backupTo;

    @Option(names = "--keep", paramLabel = "TIME", description = "How long a snapshot is kept, as 3.days.")
    private String keep;

    @Option(names = "--rollback", description = "Take a guest back that fails.")
    private boolean rollback;

    @Option(names = "--stopped", paramLabel = "WHAT", description = "A guest that is off: skip or start.")
    private String stopped;

    @Option(names = "--verify-port", paramLabel = "PORT", description = "Somebody must listen there; repeatable.")
    private List<Integer> ports;

    @Option(names = "--verify-url", paramLabel = "URL", description = "It must answer from within; repeatable.")
    private List<String> urls;

    @Option(names = "--verify-command", paramLabel = "COMMAND", description = "It must succeed there; repeatable.")
    private List<String> commands;

    @Option(names = "--auto-reboot", description = "Reboot where a reboot is required and the host is not exempt.")
    private boolean autoReboot;

    @Option(names = "--unchecked", description = "Also where no fresh check tells what would be done.")
    private boolean unchecked;

    ApplyCommand(Bench bench) {
        super(bench);
    }

    @Override
    public Integer call() throws Exception {
        Said said = new Said()
                .with("mode", "apply")
                .with("targets", targets)
                .with("exclude", exclude)
                .with("securityOnly", securityOnly)
                .with("protect", protect)
                .with("backupTo", backupTo)
                .with("keep", keep)
                .with("rollback", rollback)
                .with("stopped", stopped)
                .with("verifyPorts", ports)
                .with("verifyUrls", urls)
                .with("verifyCommands", commands)
                .with("autoReboot", autoReboot)
                .with("unchecked", unchecked);
        Ask ask = work.to(said).ask("begin", person());
        return work.waits() ? follow(config, ask, work.json()) : show(config, ask, work.json(), this::begun);
    }

    private void begun(JsonNode begun) {
        WorkOptions.begun(begun).forEach(out()::println);
    }
}
