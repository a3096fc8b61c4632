package dev.steward.runner.cli.backup;

import dev.steward.runner.app.Version;
import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.ConfigOption;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.cli.StateDesks;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.config.store.StoreConfig;
import dev.steward.runner.store.StateDir;
import dev.steward.runner.store.backup.BackupFile;
import dev.steward.runner.store.backup.BackupRefused;
import dev.steward.runner.store.backup.Bringing;
import dev.steward.runner.store.backup.Restoring;
import dev.steward.runner.store.backup.SealedParts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward restore}: what a backup holds becomes what Steward knows. */
@Command(
        mixinStandardHelpOptions = true,
        name = "restore",
        description = {
            "Looks through a backup, and makes it the history of the state directory, or of the empty PostgreSQL database that"
                    + " store in steward.yml names. No server may run there.",
            "All of it is restored or nothing; what was there before is kept beside it."
        })
public final class RestoreCommand implements Callable<Integer> {

    private final Bench bench;
    private final StateDesks states;

    @Mixin
    private ConfigOption config;

    @Parameters(paramLabel = "FILE", description = "Written by steward backup, by this or an older Steward.")
    private Path file;

    @Option(names = "--check", description = "Look through it and say what it holds. Changes nothing.")
    private boolean check;

    @Option(names = "--replace", description = "Although there is a history already; it is kept under another name.")
    private boolean replace;

    @Option(
            names = "--files",
            paramLabel = "FOLDER",
            description = "Put configuration, playbooks, inventory and power's journals there; what is there stays.")
    private Path files;

    /** The verb. */
    public RestoreCommand(Bench bench, StateDesks states) {
        this.bench = bench;
        this.states = states;
    }

    @Override
    public Integer call() throws IOException, Refusal {
        Path from = bench.folder().resolve(file).normalize();
        if (!Files.isRegularFile(from)) {
            throw new Refusal(Exit.ERROR, List.of("There is no file " + from + "."));
        }
        try (BackupFile backup = BackupFile.open(from)) {
            backup.verify();
            backup.fits();
            if (check) {
                Contents.of(backup.manifest()).told(out(), from + " can be restored", Files.size(from));
                sealed(backup, states.config(config.file()));
                return Exit.OK;
            }
            restore(backup);
            return Exit.OK;
        } catch (BackupRefused e) {
            throw new Refusal(Exit.ERROR, List.of(e.getMessage() + "."));
        }
    }

    private PrintStream out() {
        return bench.screen().out();
    }

    private void restore(BackupFile backup) throws IOException, Refusal, BackupRefused {
        LoadedConfig loaded = states.config(config.file());
        try (StateDir dir = StateDesks.alone(loaded, "restore", states.time())) {
            Optional<StoreConfig> server = NamedDatabase.configured(loaded, bench.environment());
            if (server.isPresent()) {
                bring(backup, server.get(), dir);
            } else {
                restore(backup, dir);
            }
        }
        beside(backup);
        sealed(backup, loaded);
        out().println(
                        "Runs that were at work then are lost with the next start, and say so. Schedules fire here as soon"
                                + " as a server runs: no other may run on the same history.");
    }

    private void sealed(BackupFile backup, LoadedConfig loaded) throws IOException {
        SealedWords words = new SealedWords(loaded.config(), loaded.config().stateDir());
        words.told(SealedParts.of(backup)).ifPresent(out()::println);
    }

    private void bring(BackupFile backup, StoreConfig server, StateDir dir) throws IOException, Refusal, BackupRefused {
        if (replace) {
            throw new Refusal(
                    Exit.OPTIONS,
                    List.of("--replace is for the file of a state directory; in PostgreSQL name an empty database in"
                            + " store.url."));
        }
        String there = new Bringing(server, Version.read().version())
                .bring(backup, dir.path(), states.time().now());
        out().println("Restored to " + there + ", and every table compared.");
        out().println(Contents.of(backup.manifest()).line());
    }

    private void restore(BackupFile backup, StateDir dir) throws IOException, Refusal, BackupRefused {
        Restoring restoring = new Restoring(dir.path());
        if (restoring.present().isPresent() && !replace) {
            throw new Refusal(
                    Exit.ERROR,
                    List.of(dir.path()
                            + " holds a history already. --replace restores all the same and keeps that one"
                            + " beside it; or set STEWARD_HOME to another directory."));
        }
        Optional<Path> kept = restoring.restore(backup, states.time().now());
        out().println("Restored to " + dir.path() + ".");
        out().println(Contents.of(backup.manifest()).line());
        kept.ifPresent(path -> out().println("What was there before is kept as " + path + "."));
    }

    private void beside(BackupFile backup) throws IOException, BackupRefused {
        if (backup.manifest().files().isEmpty()) {
            return;
        }
        if (files == null) {
            out().println("The files beside it were not touched; --files FOLDER puts them into a folder: "
                    + String.join(", ", tops(backup.manifest().files())) + ".");
            return;
        }
        Path folder = bench.folder().resolve(files).normalize();
        List<String> there = backup.unpack(folder);
        out().println("The files beside it are in " + folder + ": "
                + String.join(", ", tops(backup.manifest().files())) + ".");
        there.forEach(name -> out().println("  was there already and stays: " + name));
    }

    private static List<String> tops(List<String> files) {
        return files.stream()
                .map(name -> name.contains("/") ? name.substring(0, name.indexOf('/') + 1) : name)
                .distinct()
                .toList();
    }
}
