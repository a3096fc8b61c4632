package dev.steward.runner.outage.cluster;

import dev.steward.dsl.plan.Block;
import dev.steward.dsl.plan.Phase;
import dev.steward.dsl.plan.Play;
import dev.steward.dsl.plan.PowerPlan;
import dev.steward.dsl.plan.Step;
import dev.steward.dsl.plan.Task;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.outage.self.OwnPlace;
import dev.steward.runner.proxmox.estate.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Works out what the phases of a power plan do to clusters: which nodes go off when, and where quorum is lost. */
public final class PlanEffects {

    private static final Set<String> DOWN = Set.of("shutdown", "stopped", "hibernated", "suspended");

    private final Inventory inventory;
    private final Map<String, View> views;
    private final OwnPlace own;
    private final Quorum quorum;

    /** Whether a cluster keeps its quorum. */
    @FunctionalInterface
    public interface Quorum {

        /**
         * Without some of its nodes.
         *
         * @return empty: it cannot be known now
         */
        Optional<Boolean> holds(String cluster, Set<String> without);
    }

    /**
     * For clusters as they are.
     *
     * @param views of the clusters, by our names
     */
    public PlanEffects(Inventory inventory, Map<String, View> views, OwnPlace own, Quorum quorum) {
        this.inventory = inventory;
        this.views = Map.copyOf(views);
        this.own = own;
        this.quorum = quorum;
    }

    /** Of each phase, in their order. */
    public List<PhaseEffect> of(PowerPlan plan) {
        Map<String, Set<String>> gone = new TreeMap<>();
        List<PhaseEffect> effects = new ArrayList<>();
        for (Phase phase : plan.phases()) {
            Seen seen = new Seen();
            phase.plays().forEach(play -> play(play, seen));
            seen.nodes.forEach((cluster, nodes) ->
                    gone.computeIfAbsent(cluster, any -> new TreeSet<>()).addAll(nodes));
            effects.add(effect(phase, seen, gone));
        }
        return effects;
    }

    /** What is found in one phase. */
    private static final class Seen {

        private final Set<String> clusters = new TreeSet<>();
        private final Map<String, Set<String>> nodes = new LinkedHashMap<>();
        private boolean consented = true;
    }

    private PhaseEffect effect(Phase phase, Seen seen, Map<String, Set<String>> gone) {
        Set<String> breaks = new TreeSet<>();
        List<String> notes = new ArrayList<>();
        boolean ownNode = false;
        for (Map.Entry<String, Set<String>> off : seen.nodes.entrySet()) {
            String cluster = off.getKey();
            ownNode |= off.getValue().stream().anyMatch(node -> own.goesWith(cluster, node));
            Set<String> staying = staying(cluster, gone.get(cluster));
            boolean lost = !staying.isEmpty()
                    && !quorum.holds(cluster, gone.get(cluster)).orElse(true);
            if (lost) {
                breaks.add(cluster);
                notes.add(note(cluster, staying, seen.consented));
            }
        }
        return new PhaseEffect(phase.name(), seen.clusters, seen.nodes, ownNode, breaks, seen.consented, notes);
    }

    private static String note(String cluster, Set<String> staying, boolean consented) {
        String who = String.join(", ", staying);
        return "cluster " + cluster + " loses its quorum here while " + who
                + (staying.size() == 1 ? " stays on: " : " stay on: ")
                + (consented
                        ? "it is told to expect the votes that are left"
                        : "its guests run on, but none can be started or changed there; add a QDevice, or allow it by"
                                + " allowQuorumLoss: true");
    }

    private Set<String> staying(String cluster, Set<String> gone) {
        Set<String> staying = new TreeSet<>();
        View view = views.get(cluster);
        if (view != null && view.cluster().clustered()) {
            view.nodes().values().stream()
                    .filter(node -> node.online() && !gone.contains(node.name()))
                    .forEach(node -> staying.add(node.name()));
        }
        return staying;
    }

    private void play(Play play, Seen seen) {
        List<Host> hosts;
        try {
            hosts = inventory.namesOf(play.hosts()).stream()
                    .flatMap(name -> inventory.host(name).stream())
                    .toList();
        } catch (InventoryException e) {
            return; // the check of the plan says so
        }
        steps(play.tasks(), hosts, seen);
    }

    private void steps(List<Step> steps, List<Host> hosts, Seen seen) {
        for (Step step : steps) {
            if (step instanceof Task task) {
                hosts.forEach(host -> task(task, host, seen));
            } else if (step instanceof Block block) {
                steps(block.steps(), hosts, seen);
                steps(block.always(), hosts, seen);
            }
        }
    }

    private void task(Task task, Host host, Seen seen) {
        Map<String, Object> arguments = task.call().arguments();
        String state = String.valueOf(arguments.get("state"));
        Optional<String> cluster = cluster(arguments, host);
        switch (task.call().module()) {
            case "guest" -> cluster.filter(name -> DOWN.contains(state)).ifPresent(seen.clusters::add);
            case "stopAll" -> cluster.ifPresent(seen.clusters::add);
            case "poweroff" ->
                cluster.flatMap(name -> node(name, Optional.empty(), host))
                        .ifPresent(node -> off(cluster.get(), node, true, seen));
            case "node" ->
                cluster.filter(name -> state.equals("shutdown"))
                        .flatMap(name -> node(name, text(arguments.get("node")), host))
                        .ifPresent(node ->
                                off(cluster.get(), node, Boolean.TRUE.equals(arguments.get("allowQuorumLoss")), seen));
            default -> {
                // acts on no cluster
            }
        }
    }

    private static void off(String cluster, String node, boolean consented, Seen seen) {
        seen.clusters.add(cluster);
        seen.nodes.computeIfAbsent(cluster, any -> new TreeSet<>()).add(node);
        seen.consented &= consented;
    }

    private Optional<String> cluster(Map<String, Object> arguments, Host host) {
        return text(arguments.get("cluster"))
                .or(() -> text(host.vars().get("proxmox_cluster")))
                .or(() -> views.size() == 1 ? views.keySet().stream().findFirst() : Optional.empty());
    }

    private Optional<String> node(String cluster, Optional<String> named, Host host) {
        boolean guest = text(host.vars().get("proxmox_vmid")).isPresent();
        View view = views.get(cluster);
        return named.or(() -> guest ? Optional.empty() : text(host.vars().get("proxmox_node")))
                .or(() -> guest ? Optional.empty() : Optional.of(host.name()))
                .filter(node -> view == null || view.nodes().containsKey(node));
    }

    private static Optional<String> text(Object value) {
        return Optional.ofNullable(value).map(String::valueOf).filter(text -> !text.isBlank());
    }
}
