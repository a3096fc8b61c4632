package dev.steward.web.main;

import dev.steward.dsl.check.PlaybookCompiler;
import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.Commands;
import dev.steward.runner.cli.StateDesks;
import dev.steward.runner.cli.account.UserCommand;
import dev.steward.runner.cli.alert.AlertsCommand;
import dev.steward.runner.cli.approve.ApprovalsCommand;
import dev.steward.runner.cli.backup.BackupCommand;
import dev.steward.runner.cli.backup.RestoreCommand;
import dev.steward.runner.cli.backup.StoreCommand;
import dev.steward.runner.cli.complete.CompletionCommand;
import dev.steward.runner.cli.complete.ManualCommand;
import dev.steward.runner.cli.convert.ConvertCommand;
import dev.steward.runner.cli.convert.FromCommand;
import dev.steward.runner.cli.convert.SemaphoreCommand;
import dev.steward.runner.cli.estate.DriftCommand;
import dev.steward.runner.cli.estate.HostKeyCommand;
import dev.steward.runner.cli.estate.ProxmoxVerbs;
import dev.steward.runner.cli.estate.TokenCommand;
import dev.steward.runner.cli.evidence.TestReportCommand;
import dev.steward.runner.cli.git.GitCommand;
import dev.steward.runner.cli.image.ImagesCommand;
import dev.steward.runner.cli.patch.PatchVerbs;
import dev.steward.runner.cli.power.ImportCommand;
import dev.steward.runner.cli.power.PowerCommand;
import dev.steward.runner.cli.power.PowerTestCommand;
import dev.steward.runner.cli.power.PreflightCommand;
import dev.steward.runner.cli.power.ReportCommand;
import dev.steward.runner.cli.power.UpsConfigCommand;
import dev.steward.runner.cli.print.Screen;
import dev.steward.runner.cli.resume.ResumeCommand;
import dev.steward.runner.cli.server.ServersCommand;
import dev.steward.runner.cli.upgrade.UpgradeCheckCommand;
import dev.steward.runner.cli.vault.VaultCommand;
import dev.steward.runner.module.catalog.Modules;
import dev.steward.runner.time.SystemTime;
import dev.steward.runner.time.Time;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The command line with the verbs that need the web. */
final class Program {

    private final Map<String, String> environment;
    private final Time time = new SystemTime();
    private final Path folder = Path.of("").toAbsolutePath();

    Program(Map<String, String> environment) {
        this.environment = environment;
    }

    int execute(String[] words) {
        log();
        return commands(String.join(" ", words)).execute(words);
    }

    /** Every verb; what stands on the command line is for who waits for the state directory. */
    Commands commands(String what) {
        Screen screen = Screen.standard();
        StateDesks desks = new StateDesks(environment, folder, time, what, screen.err()::println);
        Bench bench = new Bench(screen, desks, environment, folder, person());
        Supplier<PlaybookCompiler> compiler = () -> new PlaybookCompiler(new Modules());
        Commands commands = new Commands(bench, desks, compiler);
        return ProxmoxVerbs.in(
                        PatchVerbs.in(commands, bench).with("alerts", () -> new AlertsCommand(bench)),
                        bench,
                        desks,
                        time)
                .with("inventory", "drift", () -> new DriftCommand(bench, desks, time))
                .with("host", "key", () -> new HostKeyCommand(bench, desks, time))
                .with("power", () -> new PowerCommand(bench))
                .with("power", "test", () -> new PowerTestCommand(bench, desks, compiler))
                .with("power", "preflight", () -> new PreflightCommand(bench, desks, compiler))
                .with("power", "report", () -> new ReportCommand(bench))
                .with("power", "import", () -> new ImportCommand(bench, compiler))
                .with("approvals", () -> new ApprovalsCommand(bench))
                .with("resume", () -> new ResumeCommand(bench))
                .with("report", () -> new TestReportCommand(bench))
                .with("images", () -> new ImagesCommand(bench, desks))
                .with("ups-config", () -> new UpsConfigCommand(bench, desks, compiler))
                .with("token", () -> new TokenCommand(bench))
                .with("user", () -> new UserCommand(bench, System.in))
                .with("convert", () -> new ConvertCommand(bench, compiler, Modules::new))
                .with("import", FromCommand::new)
                .with("import", "semaphore", () -> new SemaphoreCommand(bench, compiler, Modules::new))
                .with("vault", () -> new VaultCommand(bench, desks, System.in))
                .with("git", () -> new GitCommand(bench))
                .with("backup", () -> new BackupCommand(bench, desks))
                .with("restore", () -> new RestoreCommand(bench, desks))
                .with("servers", () -> new ServersCommand(bench))
                .with("store", () -> new StoreCommand(bench, desks))
                .with("completion", () -> new CompletionCommand(bench, commands::all))
                .with("reference", () -> new ReferenceCommand(bench.screen()))
                .with("manual", () -> new ManualCommand(bench, commands::all))
                .with("upgrade-check", () -> new UpgradeCheckCommand(bench, desks))
                .with("demo", () -> new DemoCommand(bench.screen(), environment, time))
                .with("serve", () -> new ServeCommand(bench.screen(), desks, environment, time));
    }

    /** The log goes beside the state; where there is no state directory yet, beside the temporary files of this user. */
    private void log() {
        Path home = Path.of(Optional.ofNullable(environment.get("STEWARD_HOME")).orElse(".steward"));
        Path file = Files.isDirectory(home)
                ? home.resolve("steward.log")
                : Path.of(System.getProperty("java.io.tmpdir"), "steward-" + person() + ".log");
        if (System.getProperty(LogFile.FILE) == null) {
            System.setProperty(LogFile.FILE, file.toAbsolutePath().toString());
        }
    }

    private String person() {
        return Optional.ofNullable(environment.get("SUDO_USER"))
                .or(() -> Optional.ofNullable(environment.get("USER")))
                .orElse(System.getProperty("user.name"));
    }
}
