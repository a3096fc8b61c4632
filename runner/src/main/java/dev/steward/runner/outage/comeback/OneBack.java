package dev.steward.runner.outage.comeback;

import dev.steward.runner.outage.aswas.AsWas.ClusterWas;
import dev.steward.runner.outage.aswas.Mark.What;
import dev.steward.runner.outage.aswas.Ours;
import dev.steward.runner.outage.cluster.CephQuiet;
import dev.steward.runner.outage.cluster.NodeShell;
import dev.steward.runner.outage.cluster.Told;
import dev.steward.runner.outage.comeback.Comeback.ClusterBack;
import dev.steward.runner.outage.comeback.Comeback.Gate;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** One cluster on its way back. Used once, by one thread. */
final class OneBack {

    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration CHANGE = Duration.ofMinutes(2);

    private final Acting acting;
    private final NodeShell shell;
    private final ComingBack.Limits limits;
    private final Told told;
    private final List<Gate> gates = new ArrayList<>();

    OneBack(Acting acting, NodeShell shell, ComingBack.Limits limits, Told told) {
        this.acting = acting;
        this.shell = shell;
        this.limits = limits;
        this.told = told;
    }

    ClusterBack bring(ClusterWas was, ByOutage by) throws InterruptedException {
        Ours ours = by.ours();
        GuestsBack guests = new GuestsBack(acting, limits, told, was, by);
        try {
            if (!await("quorum", limits.quorum(), OneBack::quorum)) {
                return guests.without(gates, "the cluster has no quorum");
            }
            await("nodes", limits.nodes(), view -> nodes(view, was));
            new VotesBack(acting, shell).back(ours).ifPresent(this::gate);
            await("storage", limits.storage(), view -> storages(view, was));
            new HaBack(acting, limits.ha()).back(was, ours).ifPresent(this::gate);
            ceph(ours);
            guests.start();
        } catch (PveException | ActException e) {
            gate(new Gate("cluster", false, e.getMessage()));
        }
        return guests.compared(gates);
    }

    private void gate(Gate gate) {
        gates.add(gate);
        told.say("cluster " + acting.cluster() + ", " + gate.name() + ": " + gate.words());
    }

    private static List<String> quorum(View view) {
        return view.cluster().clustered() && !view.cluster().quorate() ? List.of("no quorum") : List.of();
    }

    private static List<String> nodes(View view, ClusterWas was) {
        return was.online().stream()
                .filter(name -> {
                    Node node = view.nodes().get(name);
                    return node == null || !node.online();
                })
                .map(name -> name + " is offline")
                .toList();
    }

    private static List<String> storages(View view, ClusterWas was) {
        return view.storages().values().stream()
                .filter(one -> was.storages().contains(one.id()) && !one.available())
                .filter(one -> view.nodes().containsKey(one.node())
                        && view.nodes().get(one.node()).online())
                .map(one -> one.name() + " on " + one.node() + " cannot be used")
                .toList();
    }

    /** Waits until nothing is missing any more; a cluster that does not answer is on its way. */
    private boolean await(String name, Duration limit, Function<View, List<String>> missing)
            throws PveException, InterruptedException {
        long begun = acting.time().nanos();
        List<String> before = List.of();
        while (true) {
            List<String> now = look(missing);
            if (now.isEmpty()) {
                gate(new Gate(name, true, "as it should be"));
                return true;
            }
            if (acting.time().nanos() - begun >= limit.toNanos()) {
                gate(new Gate(name, false, String.join(", ", now) + " after " + limit.toSeconds() + " s"));
                return false;
            }
            if (!now.equals(before)) {
                told.say("cluster " + acting.cluster() + " waits for " + name + ": " + String.join(", ", now));
            }
            before = now;
            acting.time().sleep(PAUSE);
        }
    }

    private List<String> look(Function<View, List<String>> missing) throws PveException, InterruptedException {
        try {
            return missing.apply(acting.clearView());
        } catch (PveException e) {
            return switch (e.kind()) {
                case NOT_SIGNED_IN, FORBIDDEN, TLS, CLOSED -> throw e;
                default -> List.of("it does not answer (" + e.reason() + ")");
            };
        }
    }

    private void ceph(Ours ours) throws PveException, ActException, InterruptedException {
        Set<String> set = ours.of(acting.cluster(), What.FLAG_SET);
        if (set.isEmpty()) {
            return;
        }
        List<String> wrong = new CephQuiet(acting, CHANGE).unset(set, limits.ceph());
        gate(
                wrong.isEmpty()
                        ? new Gate("Ceph", true, "healthy; " + String.join(", ", set) + " unset")
                        : new Gate(
                                "Ceph",
                                false,
                                String.join("; ", wrong) + "; the flags " + String.join(", ", set)
                                        + " stay set: unset them when it is well (ceph osd unset FLAG)"));
    }
}
