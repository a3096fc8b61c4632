package dev.steward.runner.app.alert;

import dev.steward.runner.alert.AlertKind;
import dev.steward.runner.alert.Quiet;
import dev.steward.runner.alert.Sign;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.roll.NodeRoll;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.Store;
import dev.steward.runner.time.Time;
import dev.steward.runner.wake.Hold;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What is expected to be in trouble, for it is our own work: nodes that a rolling update, a reboot on request or a run takes down, nodes
 * in maintenance, and everything in an outage. No work explains trouble for longer than two hours.
 */
public final class OwnWork implements Quiet {

    static final Duration LONGEST = Duration.ofHours(2);

    /** Modules that take a node out of service. */
    private static final Set<String> TAKING =
            Set.of("nodeReboot", "reboot", "poweroff", "node", "nodeUpgrade", "nodeMaintenance", "evacuate");

    private final Map<String, String> nodes = new HashMap<>();
    private final Set<String> clusters = new HashSet<>();
    private final Optional<String> outage;

    /**
     * What is asked.
     *
     * @param store runs and reboots on request
     * @param atWork the runs at work in this and in other processes
     * @param rolls nodes that a rolling update has out of service, of clusters
     * @param hold why nothing ordinary begins, for a UPS is on battery
     */
    public record Sources(
            Store store,
            Supplier<List<Long>> atWork,
            java.util.function.Function<List<String>, List<NodeRoll>> rolls,
            Hold hold) {}

    private OwnWork(Optional<String> outage) {
        this.outage = outage;
    }

    /** As it is when it is first asked for: most looks find nothing that wants explaining. */
    static Quiet lazily(Sources sources, Estate estate, Maintenance maintenance, Time time) {
        return new Quiet() {
            private OwnWork own;

            @Override
            public Optional<String> why(Sign sign) {
                if (own == null) {
                    own = now(sources, estate, maintenance, time);
                }
                return own.why(sign);
            }
        };
    }

    /** As it is at one moment. */
    private static OwnWork now(Sources sources, Estate estate, Maintenance maintenance, Time time) {
        OwnWork own = new OwnWork(sources.hold().why());
        Instant oldest = time.now().minus(LONGEST);
        List<Long> atWork = sources.atWork().get();
        for (NodeRoll roll : sources.rolls().apply(List.copyOf(estate.clusters().keySet()))) {
            if (!atWork.isEmpty() || roll.began().at().isAfter(oldest)) {
                own.takes(roll.cluster(), roll.node(), "a rolling update has it");
            }
        }
        Map<String, String> hosts = new HashMap<>();
        sources.store().reboots().open().stream()
                .filter(one -> one.created().isAfter(oldest))
                .forEach(one -> hosts.put(one.host(), "it reboots on request"));
        atWork.forEach(run -> taking(sources.store(), run, oldest, hosts));
        for (Node node : estate.nodes()) {
            Optional<String> why =
                    Optional.ofNullable(hosts.getOrDefault(node.cluster() + "-" + node.name(), hosts.get(node.name())));
            why.ifPresent(work -> own.takes(node.cluster(), node.name(), work));
            if (maintenance.has(node)) {
                own.nodes.putIfAbsent(node.cluster() + "/" + node.id(), "it is in maintenance");
            }
        }
        return own;
    }

    private static void taking(Store store, long id, Instant oldest, Map<String, String> hosts) {
        Optional<Run> run = store.queries().run(id);
        boolean recent =
                run.filter(one -> one.times().created().isAfter(oldest)).isPresent();
        if (recent && store.queries().columns(id).stream().anyMatch(column -> TAKING.contains(column.module()))) {
            store.queries().hosts(id).forEach(host -> hosts.put(host, "run " + id + " works on it"));
        }
    }

    private void takes(String cluster, String node, String why) {
        nodes.put(cluster + "/node/" + node, why);
        clusters.add(cluster);
    }

    @Override
    public Optional<String> why(Sign sign) {
        if (outage.isPresent()) {
            return outage;
        }
        String place = sign.cluster() + "/" + sign.subject();
        if (nodes.containsKey(place)) {
            return Optional.of(nodes.get(place));
        }
        boolean shared = sign.kind() == AlertKind.QUORUM
                || sign.kind() == AlertKind.CLUSTER
                || sign.kind() == AlertKind.CPU
                || sign.kind() == AlertKind.MEMORY;
        return shared && clusters.contains(sign.cluster())
                ? Optional.of("own work on a node of " + sign.cluster())
                : Optional.empty();
    }
}
