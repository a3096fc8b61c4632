package dev.steward.runner.app.ask;

import dev.steward.runner.app.patch.PatchRefused;
import dev.steward.runner.app.patch.PatchRefused.Kind;
import dev.steward.runner.app.patch.RollLook;
import dev.steward.runner.app.roll.RollDesk;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.estate.Estates;
import dev.steward.runner.roll.BlastRadius;
import dev.steward.runner.roll.NodeRoll;
import dev.steward.runner.roll.Policy;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunQueries;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Looks at rolling updates for people, with refusals in their words. */
public final class RollLooks implements RollLook {

    private final Supplier<RollDesk> desk;
    private final Supplier<Estates> estates;
    private final RunQueries runs;
    private final Supplier<List<Long>> atWork;

    /**
     * A look.
     *
     * @param desk of rolling updates
     * @param estates the clusters as they are known
     * @param runs what happened
     * @param atWork the runs at work in this and in other processes
     */
    public RollLooks(Supplier<RollDesk> desk, Supplier<Estates> estates, RunQueries runs, Supplier<List<Long>> atWork) {
        this.desk = desk;
        this.estates = estates;
        this.runs = runs;
        this.atWork = atWork;
    }

    @Override
    public Map<String, List<String>> clusters() {
        Map<String, List<String>> all = new TreeMap<>();
        estates.get()
                .known()
                .clusters()
                .forEach((name, seen) -> all.put(
                        name,
                        seen.view()
                                .map(view -> List.copyOf(view.nodes().keySet()))
                                .orElse(List.of())));
        return all;
    }

    @Override
    public List<NodeRoll> open() {
        return desk.get().open();
    }

    @Override
    public BlastRadius radius(String cluster, List<String> nodes) throws PatchRefused {
        try {
            return desk.get().radius(cluster, nodes, Policy.USUAL);
        } catch (ActException e) {
            throw new PatchRefused(Kind.UNKNOWN, e.getMessage());
        } catch (PveException e) {
            throw new PatchRefused(Kind.REFUSED, "Cluster " + cluster + " does not tell: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PatchRefused(Kind.BUSY, "The look at cluster " + cluster + " was broken off; ask again.");
        }
    }

    @Override
    public NodeRoll abandon(String cluster, String node, String reason, String by) throws PatchRefused {
        if (reason.isBlank()) {
            throw new PatchRefused(
                    Kind.WRONG, "Say why the roll is abandoned: --reason 'the mainboard is being changed'.");
        }
        NodeRoll roll = desk.get().open(cluster).stream()
                .filter(one -> one.node().equals(node))
                .findFirst()
                .orElseThrow(() -> new PatchRefused(
                        Kind.UNKNOWN,
                        "No roll of node " + node + " of cluster " + cluster + " is open; 'steward rolls"
                                + " list' shows them."));
        for (long run : atWork.get()) {
            if (playbook(run).equals(playbook(begunBy(roll)))) {
                throw new PatchRefused(
                        Kind.BUSY,
                        "Run " + run + " is at work on rolling updates; end it first: steward runs cancel " + run);
            }
        }
        return desk.get().abandon(roll, by + ": " + reason);
    }

    private Optional<String> playbook(long run) {
        return runs.run(run).map(Run::playbook);
    }

    /** Tickets are IDENTITY-RUN-STEP-HOST. */
    private static long begunBy(NodeRoll roll) {
        String[] words = roll.began().ticket().split("-");
        return words.length > 1 && words[1].matches("\\d{1,18}") ? Long.parseLong(words[1]) : 0;
    }
}
