package dev.steward.runner.cli.estate;

import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.detail.ClusterFacts;
import dev.steward.runner.proxmox.detail.EstateRows;
import dev.steward.runner.proxmox.detail.Replication;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.Storage;
import dev.steward.runner.proxmox.estate.View;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A cluster's status whole: its nodes with their votes, its storages, its replication. */
final class ClusterText {

    private final Function<String, PveApi> apis;

    /** With the ways to clusters, by name. */
    ClusterText(Function<String, PveApi> apis) {
        this.apis = apis;
    }

    private record Whole(Estate.Seen seen, View view, ClusterFacts facts) {}

    private Optional<Whole> whole(Estate.Seen seen) throws InterruptedException {
        if (seen.view().isEmpty()) {
            return Optional.empty();
        }
        View view = seen.view().get();
        // of a cluster that does not answer now nothing more can be read
        ClusterFacts facts =
                seen.problem().isEmpty() ? ClusterFacts.read(apis.apply(seen.name()), view) : ClusterFacts.NONE;
        return Optional.of(new Whole(seen, view, facts));
    }

    /** As data. */
    Map<String, Object> data(Estate estate, Estate.Seen seen) throws InterruptedException {
        ClusterFacts facts = whole(seen).map(Whole::facts).orElse(ClusterFacts.NONE);
        return EstateRows.whole(estate, seen, facts);
    }

    /** For people. */
    void print(PrintStream out, Estate.Seen seen) throws InterruptedException {
        Optional<Whole> found = whole(seen);
        if (found.isEmpty()) {
            return;
        }
        Whole whole = found.get();
        out.println();
        out.println(seen.name() + votes(whole));
        nodes(out, whole);
        storages(out, whole.view());
        replication(out, whole.facts());
        whole.facts().problems().forEach(problem -> out.println("not read: " + problem));
    }

    private static String votes(Whole whole) {
        ClusterFacts facts = whole.facts();
        return facts.votes().isEmpty()
                ? ""
                : ": " + facts.present(whole.view()) + " of " + facts.expected() + " votes, " + facts.needed()
                        + " needed for quorum";
    }

    private static void nodes(PrintStream out, Whole whole) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("  NODE", "STATUS", "VOTES", "VERSION", "ADDRESS"));
        for (Node node : whole.view().nodes().values()) {
            lines.add(List.of(
                    "  " + node.name(),
                    node.status(),
                    Optional.ofNullable(whole.facts().votes().get(node.name()))
                            .map(Object::toString)
                            .orElse("-"),
                    whole.facts().versions().getOrDefault(node.name(), "-")
                            + (whole.facts().differ() ? " DIFFERS" : ""),
                    node.address().orElse("")));
        }
        EstateText.print(out, lines);
    }

    private static void storages(PrintStream out, View view) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("  STORAGE", "NODE", "TYPE", "USED", "OF"));
        for (Storage storage : view.storages().values()) {
            lines.add(List.of(
                    "  " + storage.name(),
                    storage.node() + (storage.shared() ? " (shared)" : ""),
                    storage.type(),
                    !storage.available()
                            ? "not available"
                            : storage.size() == 0 ? "-" : 100 * storage.used() / storage.size() + "%",
                    String.format(Locale.ROOT, "%.1f GiB", storage.size() / (double) (1 << 30))));
        }
        EstateText.print(out, lines);
    }

    private static void replication(PrintStream out, ClusterFacts facts) {
        if (facts.replication().isEmpty()) {
            out.println("  no replication");
            return;
        }
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("  REPLICATION", "FROM", "TO", "STATUS", "LAST", "NEXT"));
        for (Replication job : facts.replication()) {
            lines.add(List.of(
                    "  " + job.id(),
                    job.source(),
                    job.target(),
                    job.word() + job.error().map(error -> ": " + error).orElse(""),
                    job.last().map(Object::toString).orElse("never"),
                    job.next().map(Object::toString).orElse("-")));
        }
        EstateText.print(out, lines);
    }
}
