package dev.steward.runner.cli.estate;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.app.Runner;
import dev.steward.runner.app.estate.Clusters;
import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.ConfigOption;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.InventoryOptions;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.cli.StateDesks;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.inventory.drift.Difference;
import dev.steward.runner.inventory.drift.Drift;
import dev.steward.runner.inventory.drift.DriftRows;
import dev.steward.runner.time.Time;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code steward inventory drift}: where the files of the inventory and the clusters disagree. */
@Command(
        mixinStandardHelpOptions = true,
        name = "drift",
        description = {
            "Shows where the inventory's files and the Proxmox clusters disagree: hosts that are gone, guests that no file lists,"
                    + " other ids, names, addresses and nodes, two hosts of one guest.",
            "Exit code: 0 they agree, 2 they do not, 4 a cluster could not be compared with."
        })
public final class DriftCommand implements Callable<Integer> {

    private final Bench bench;
    private final StateDesks states;
    private final Time time;

    @Mixin
    private ConfigOption config;

    @Mixin
    private InventoryOptions inventory;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Option(
            names = "--all",
            description = "Guests count too that no file lists and that come from the cluster alone (plugin: proxmox).")
    private boolean all;

    /**
     * The verb.
     *
     * @param bench where it prints
     * @param states the configuration
     * @param time the clock
     */
    public DriftCommand(Bench bench, StateDesks states, Time time) {
        this.bench = bench;
        this.states = states;
        this.time = time;
    }

    @Override
    public Integer call() throws Refusal, InterruptedException {
        LoadedConfig loaded = states.config(config.file());
        try (Clusters clusters = Clusters.of(loaded, bench.environment(), time)) {
            if (clusters.names().isEmpty()) {
                throw new Refusal(
                        Exit.ERROR,
                        List.of("No Proxmox cluster is configured, so there is nothing to compare with. Name one in"
                                + " steward.yml below 'proxmox:', with endpoints and a token."));
            }
            Drift drift = Runner.inventories(loaded, bench.environment(), time)
                    .drift(inventory.sources(), bench.folder(), inventory.vault(), clusters.now());
            return shown(all ? drift.strict() : drift);
        } catch (InventoryException e) {
            throw new Refusal(
                    Exit.UNREACHABLE_OR_PROBLEMS,
                    e.problems().stream().map(Object::toString).toList());
        } catch (IllegalArgumentException e) {
            throw new Refusal(Exit.ERROR, List.of(e.getMessage()));
        }
    }

    private int shown(Drift drift) {
        PrintStream out = bench.screen().out();
        if (json) {
            out.println(new ObjectMapper().valueToTree(DriftRows.of(drift)).toPrettyString());
        } else {
            text(drift, out);
        }
        drift.clusters().forEach(side -> side.problem().ifPresent(problem -> bench.screen()
                .err()
                .println("cluster " + side.name() + " does not answer"
                        + (side.usable() ? ", this is how it was " + side.age().toSeconds() + " s ago" : "")
                        + ": " + problem)));
        if (!drift.complete()) {
            return Exit.UNREACHABLE_OR_PROBLEMS;
        }
        return drift.count() == 0 ? Exit.OK : Exit.FAILED;
    }

    private static void text(Drift drift, PrintStream out) {
        drift.differences().stream()
                .filter(Difference::counts)
                .forEach(one -> out.println(
                        one.text() + one.file().map(file -> "  [" + file + "]").orElse("")));
        String names = drift.clusters().stream().map(Drift.Side::name).collect(Collectors.joining(", "));
        out.println(drift.words() + " between the files and " + names);
        long rest = drift.differences().size() - drift.count();
        if (rest > 0) {
            out.println(rest + (rest == 1 ? " guest or node comes" : " guests and nodes come")
                    + " from the cluster alone; --all shows them");
        }
    }
}
