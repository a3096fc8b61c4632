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
import dev.steward.runner.store.backup.BackupRefused;
import dev.steward.runner.store.backup.Moving;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code steward store}: where the history lies. */
@Command(
        mixinStandardHelpOptions = true,
        name = "store",
        description = "The history lies in a file of the state directory, or in the PostgreSQL database that 'store' in"
                + " steward.yml names.")
public final class StoreCommand {

    private final Bench bench;
    private final StateDesks states;

    /** The verb. */
    public StoreCommand(Bench bench, StateDesks states) {
        this.bench = bench;
        this.states = states;
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "move",
            description = {
                "Brings the history of the state directory into the PostgreSQL database that steward.yml names. No server may run.",
                "The file is only read and stays. The database must be empty; all of it is there afterwards, or nothing."
                        + " Every row is compared. What breaks off is done again from the beginning.",
                "Exit: 0 done; 1 nothing was changed."
            })
    int move(@Mixin ConfigOption config) throws IOException, Refusal {
        LoadedConfig loaded = states.config(config.file());
        StoreConfig to = NamedDatabase.configured(loaded, bench.environment())
                .orElseThrow(() -> new Refusal(
                        Exit.ERROR,
                        List.of("steward.yml names no database. Add it first: store: {url:"
                                + " 'postgresql://steward@db.example.com/steward', password: \"secret('store')\"}")));
        try (StateDir dir = StateDesks.alone(loaded, "store move", states.time())) {
            Moving moving = new Moving(dir.path(), Version.read().version());
            Path file = moving.present()
                    .orElseThrow(() -> new Refusal(
                            Exit.ERROR,
                            List.of(dir.path()
                                    + " holds no history that could be brought over. A server begins a new one"
                                    + " in the database.")));
            told(moving.move(to, states.time().now()), file, new SealedWords(loaded.config(), dir.path()));
            return Exit.OK;
        } catch (BackupRefused e) {
            throw new Refusal(Exit.ERROR, List.of(e.getMessage() + "."));
        }
    }

    private void told(Moving.Moved moved, Path file, SealedWords sealed) {
        PrintStream out = bench.screen().out();
        out.println("The history of " + file + " is in " + moved.database() + " now.");
        out.println(Contents.of(moved.manifest()).history() + ".");
        out.println("Every table was compared afterwards: as many rows, and the same sum over all of them.");
        out.println(file + " is as it was; keep it until you have looked around. With 'store' in steward.yml the next"
                + " start uses the database; without it, the file.");
        sealed.told(moved.sealed()).ifPresent(out::println);
    }
}
