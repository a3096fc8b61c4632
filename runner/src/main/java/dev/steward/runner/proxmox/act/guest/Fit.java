package dev.steward.runner.proxmox.act.guest;

import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which node a guest fits on best: the one with the most memory left, once it is there. */
final class Fit {

    private final View view;
    private final Guest guest;
    private final boolean running;

    Fit(View view, Guest guest, boolean running) {
        this.view = view;
        this.guest = guest;
        this.running = running;
    }

    /**
     * The best of these, where any will do.
     *
     * @param refused reasons by node; those that are not named are asked only what is known here
     */
    Optional<Node> best(Map<String, String> refused) {
        return view.nodes().values().stream()
                .filter(node ->
                        !refused.containsKey(node.name()) && against(node).isEmpty())
                .max(Comparator.comparingLong(Fit::free).thenComparing(Node::name, Comparator.reverseOrder()));
    }

    /** Why each of the other nodes will not do. */
    Map<String, String> reasons(Map<String, String> refused) {
        Map<String, String> reasons = new LinkedHashMap<>();
        view.nodes().values().stream()
                .filter(node -> !node.name().equals(guest.node()))
                .forEach(node -> Optional.ofNullable(refused.get(node.name()))
                        .or(() -> against(node))
                        .ifPresent(reason -> reasons.put(node.name(), reason)));
        return reasons;
    }

    /** Why a node will not do; empty: nothing speaks against it. */
    Optional<String> against(Node node) {
        if (node.name().equals(guest.node())) {
            return Optional.of("it is there");
        }
        if (!node.online()) {
            return Optional.of("it is offline");
        }
        if (node.status().equals("maintenance")) {
            return Optional.of("it is under maintenance");
        }
        long need = guest.load().memoryLimit();
        return running && need > free(node)
                ? Optional.of("it has " + gib(free(node)) + " of memory left, and " + gib(need) + " are needed")
                : Optional.empty();
    }

    private static long free(Node node) {
        return node.load().memoryLimit() - node.load().memory();
    }

    private static String gib(long bytes) {
        return String.format(java.util.Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }

    /** Which of these storages a node does not have. */
    static List<String> missing(View view, String node, Set<String> storages) {
        List<String> missing = new ArrayList<>(storages);
        missing.removeIf(name -> view.storages().containsKey("storage/" + node + "/" + name));
        return missing;
    }
}
