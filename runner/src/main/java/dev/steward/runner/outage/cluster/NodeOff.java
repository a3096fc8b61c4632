package dev.steward.runner.outage.cluster;

import dev.steward.runner.outage.aswas.Mark;
import dev.steward.runner.outage.aswas.Mark.What;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.Deed;
import dev.steward.runner.proxmox.act.HouseRules.Off;
import dev.steward.runner.proxmox.act.cluster.InOrder;
import dev.steward.runner.proxmox.act.power.NodePower;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Load;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.View;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One node on its way off. Before the first node of a phase goes, the guests of all nodes that go in it are brought down (a node
 * that shuts itself down waits for its guests without limit), and Ceph is told not to move data. The order goes over the API, and
 * where that does not answer over the node's shell. Whatever quorum says, the node goes: it would fall anyway.
 */
final class NodeOff {

    private static final Duration TO_LOOK = Duration.ofSeconds(25);
    private static final Duration TO_ORDER = Duration.ofSeconds(30);

    /** Where the cluster did not answer when it was looked at, and the way over the shell needs its time. */
    private static final Duration TO_TRY = Duration.ofSeconds(10);

    private static final Duration FLAGS = Duration.ofSeconds(30);

    /** What is left of the time for the node itself when its guests took theirs. */
    private static final Duration FOR_THE_NODE = Duration.ofSeconds(60);

    private final Acting acting;
    private final PowerClusters.Parts parts;
    private final Leaving leaving;
    private final Set<String> phase;
    private final long begun;

    NodeOff(Acting acting, PowerClusters.Parts parts, Leaving leaving, Set<String> phase) {
        this.acting = acting;
        this.parts = parts;
        this.leaving = leaving;
        this.phase = phase;
        this.begun = acting.time().nanos();
    }

    Deed off(Off how) throws PveException, ActException, InterruptedException {
        String word = how.node().orElse(how.host());
        leaving.arrive(word);
        try {
            return seenTo(how);
        } finally {
            leaving.leave(word);
        }
    }

    private Deed seenTo(Off how) throws PveException, ActException, InterruptedException {
        Optional<View> now = look(how.limit());
        Optional<View> view = now.or(() -> PowerClusters.lastSeen(parts, acting.cluster()));
        Node node = node(how, view);
        String name = "node " + node.name();
        boolean own = parts.own().goesWith(acting.cluster(), node.name());
        if (now.isPresent() && !node.online() && !own) {
            return Deed.ok(name + " is off already, or lost: nobody waits for it");
        }
        if (how.check()) {
            return Deed.changed(would(name, view, node, own));
        }
        if (now.isPresent()) {
            Set<String> those = new HashSet<>(phase);
            those.add(node.name());
            leaving.empty(those, nodes -> emptied(nodes, how.limit()));
            othersFirst(node, own);
        }
        if (own) {
            leaving.order(node.name());
            // after the boot nobody else tells that what ran there went down by this outage
            parts.diary().note(new Mark(acting.cluster(), What.NODE_OFF, node.name()));
            return Deed.changed("the shutdown of " + name + " is left for the end: Steward itself goes with it")
                    .with("own", node);
        }
        String by = order(node.name(), now.isPresent() ? TO_ORDER : TO_TRY);
        leaving.order(node.name());
        parts.diary().note(new Mark(acting.cluster(), What.NODE_OFF, node.name()));
        new NodePower(acting).awaitOff(node.name(), left(how.limit()));
        String survivors = new Survivors(acting, parts, leaving.ordered()).after(node.name(), how.quorumMayBreak());
        return Deed.changed(name + " was shut down" + by + survivors);
    }

    private Duration left(Duration limit) {
        Duration left = limit.minusNanos(acting.time().nanos() - begun);
        return left.compareTo(FOR_THE_NODE) < 0 ? FOR_THE_NODE : left;
    }

    private Optional<View> look(Duration limit) throws InterruptedException {
        Duration most = limit.dividedBy(4).compareTo(TO_LOOK) < 0 ? limit.dividedBy(4) : TO_LOOK;
        try {
            return Optional.of(acting.within(most).clearView());
        } catch (PveException e) {
            parts.told().say("cluster " + acting.cluster() + " does not answer: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Node node(Off how, Optional<View> view) throws ActException {
        String name = how.node().orElse(how.host());
        Node known = view.map(all -> all.nodes().get(name)).orElse(null);
        if (known == null && view.isPresent()) {
            throw new ActException("cluster " + acting.cluster() + " has no node '" + name + "'; it has "
                    + String.join(", ", view.get().nodes().keySet()));
        }
        return known != null ? known : unseen(name);
    }

    /* Steward was started while the cluster was away: the name is all there is. */
    private Node unseen(String name) {
        return new Node(
                acting.cluster(),
                name,
                OptionalInt.empty(),
                Optional.empty(),
                true,
                Optional.empty(),
                "",
                new Load(0, 0, 0, 0, 0, 0, Duration.ZERO));
    }

    private static String would(String name, Optional<View> view, Node node, boolean own) {
        long running = view.map(all -> all.guestsOf(node.name()).stream()
                        .filter(Guest::running)
                        .count())
                .orElse(0L);
        return name + " would be shut down, with " + running + " running guests"
                + (own ? ", last of all: Steward itself goes with it" : "");
    }

    private void emptied(Set<String> nodes, Duration limit) throws InterruptedException {
        // a node that is not told falls with the battery: whatever its guests do, there is time left to tell it
        Duration third = limit.dividedBy(3);
        Duration guests = limit.minus(FOR_THE_NODE);
        Duration most = guests.compareTo(third) < 0 ? third : guests;
        for (String node : nodes) {
            try {
                InOrder.Scope scope = new InOrder.Scope(
                        node, guest -> guest.running() && !parts.own().is(guest), true, Optional.empty());
                Deed deed = new InOrder(acting, Optional.of(most)).stop(scope, Optional.empty(), true, false);
                if (deed.changed()) {
                    parts.told().say("before node " + node + " goes: " + deed.message());
                }
            } catch (PveException | ActException e) {
                // the node brings down itself what is left
                parts.told().say("guests of node " + node + " could not be brought down first: " + e.getMessage());
            }
        }
        quiet();
    }

    private void quiet() throws InterruptedException {
        try {
            List<String> set = new CephQuiet(acting.within(FLAGS), FLAGS).set(parts.diary());
            if (!set.isEmpty()) {
                parts.told().say("Ceph of cluster " + acting.cluster() + ": set " + String.join(", ", set));
            }
        } catch (PveException | ActException e) {
            parts.told().say("Ceph of cluster " + acting.cluster() + " could not be quieted: " + e.getMessage());
        }
    }

    /* Ceph's monitors and the own node go after the others of their phase, for as long as those take to be told. */
    private void othersFirst(Node node, boolean own) throws InterruptedException {
        if (phase.size() < 2) {
            return;
        }
        Set<String> monitors = new CephQuiet(acting.within(FLAGS), FLAGS).monitors();
        if (!own && !monitors.contains(node.name())) {
            return;
        }
        Set<String> first = new HashSet<>(phase);
        first.remove(node.name());
        if (!own) {
            first.removeAll(monitors);
        }
        first.removeIf(other -> parts.own().goesWith(acting.cluster(), other));
        leaving.after(first);
    }

    private String order(String node, Duration limit) throws PveException, ActException, InterruptedException {
        try {
            NodePower power = new NodePower(acting.within(limit));
            if (!power.goesDown(node)) {
                power.order(node, "shutdown");
            }
            return "";
        } catch (PveException e) {
            try {
                parts.shell().run(acting.cluster(), node, List.of("shutdown", "-h", "now"), TO_ORDER);
                return " over its shell, since the API did not take the order (" + e.reason() + ")";
            } catch (IOException other) {
                throw new ActException(
                        "node " + node + " takes no order: " + e.getMessage() + "; and " + other.getMessage());
            }
        }
    }
}
