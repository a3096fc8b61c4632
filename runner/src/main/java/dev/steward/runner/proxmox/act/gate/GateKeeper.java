package dev.steward.runner.proxmox.act.gate;

import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveException.Kind;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.estate.HaService;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Looks at the gates of one cluster, and waits for them. */
public final class GateKeeper {

    private static final Duration BETWEEN = Duration.ofSeconds(5);
    private static final PvePath CEPH = PvePath.of("cluster", "ceph", "status");

    /* ha-manager(8): these are at rest; everything else is on its way somewhere, or needs a person. */
    private static final Set<String> SETTLED = Set.of("started", "stopped", "ignored", "disabled");

    private final Acting acting;
    private final Gates gates;

    /** The gates of a cluster. */
    public GateKeeper(Acting acting, Gates gates) {
        this.acting = acting;
        this.gates = gates;
    }

    /**
     * Waits until all is as it must be.
     *
     * @param limit how long; zero: one look
     * @param told hears what is missing, when that changes
     * @return what is missing at the end; none: all is well
     * @throws ActException when a node is named that the cluster does not have
     */
    public List<String> await(Duration limit, Consumer<String> told)
            throws PveException, ActException, InterruptedException {
        long start = acting.time().nanos();
        List<String> missing = look(limit);
        List<String> before = List.of();
        while (!missing.isEmpty() && acting.time().nanos() - start + BETWEEN.toNanos() <= limit.toNanos()) {
            if (!missing.equals(before)) {
                told.accept("waits: " + String.join("; ", missing));
            }
            before = missing;
            acting.time().sleep(BETWEEN);
            missing = look(limit);
        }
        return missing;
    }

    /* Who waits for a cluster to come back waits also while it does not answer. */
    private List<String> look(Duration limit) throws PveException, ActException, InterruptedException {
        try {
            return missing();
        } catch (PveException e) {
            boolean away = e.kind() == Kind.UNREACHABLE || e.kind() == Kind.TIMEOUT;
            if (limit.isZero() || !away) {
                throw e;
            }
            return List.of(e.getMessage());
        }
    }

    private List<String> missing() throws PveException, ActException, InterruptedException {
        View view = acting.view();
        List<String> missing = new ArrayList<>();
        if (gates.quorate() && !view.cluster().quorate()) {
            missing.add("the cluster has no quorum");
        }
        online(view, missing);
        survives(view, missing);
        if (gates.haSettled()) {
            view.ha().forEach(line -> ha(line, missing));
        }
        if (gates.ceph().isPresent()) {
            ceph(gates.ceph().get(), missing);
        }
        if (!gates.idle().isEmpty()) {
            idle(view, missing);
        }
        return missing;
    }

    private void online(View view, List<String> missing) throws ActException {
        boolean all = gates.online().contains(Gates.ALL);
        for (String name : gates.online()) {
            if (!name.equals(Gates.ALL)) {
                known(view, name);
            }
        }
        for (Node node : view.nodes().values()) {
            if ((all || gates.online().contains(node.name())) && !node.online()) {
                missing.add("node " + node.name() + " is offline");
            }
        }
    }

    private static void known(View view, String name) throws ActException {
        if (!view.nodes().containsKey(name)) {
            throw new ActException("cluster " + view.cluster().name() + " has no node '" + name + "'; there are "
                    + String.join(", ", view.nodes().keySet()));
        }
    }

    private void survives(View view, List<String> missing) throws PveException, ActException, InterruptedException {
        if (gates.survives().isEmpty() || !view.cluster().clustered()) {
            return;
        }
        for (String name : gates.survives()) {
            known(view, name);
        }
        Votes votes = Votes.of(acting, view, gates.survives());
        if (!votes.quorate()) {
            missing.add("without " + String.join(", ", gates.survives()) + " the cluster would have " + votes
                    + " and no quorum");
        }
    }

    private static void ha(HaService line, List<String> missing) {
        if (line.type().equals("service") && !SETTLED.contains(line.state().orElse(""))) {
            missing.add("HA has " + line.id().replaceFirst("^service:", "") + " in state "
                    + line.state().orElse("unknown")
                    + line.node().map(node -> " on " + node).orElse(""));
        } else if (line.status().contains("old timestamp")) {
            missing.add("HA hears nothing of " + line.status());
        }
    }

    private void ceph(Gates.CephHealth wanted, List<String> missing) throws PveException, InterruptedException {
        PveFields health = acting.api().get(CEPH, Map.of()).fields().inside("health");
        if (health.text("status", "").equals("HEALTH_OK")) {
            return;
        }
        PveFields checks = health.inside("checks");
        List<String> names = checks.names();
        for (String name : names) {
            String words = checks.inside(name).inside("summary").text("message", "");
            if (!ignored(wanted, name, words)) {
                missing.add("Ceph warns of " + name + ": " + words);
            }
        }
        if (names.isEmpty()) {
            missing.add("Ceph says " + health.text("status", "nothing of its health"));
        }
    }

    /* The flags that are set stand in the words of one check: "noout,norebalance flag(s) set". */
    private static boolean ignored(Gates.CephHealth wanted, String name, String words) {
        if (wanted.ignore().contains(name)) {
            return true;
        }
        String flags = words.replace(" flag(s) set", "");
        return name.equals("OSDMAP_FLAGS")
                && !flags.equals(words)
                && Arrays.stream(flags.split(",")).map(String::strip).allMatch(wanted.ignore()::contains);
    }

    /** By the nodes' own lists: the cluster's hears of a new UPID only seconds later. */
    private void idle(View view, List<String> missing) throws PveException, InterruptedException {
        for (Node node : view.nodes().values()) {
            if (!node.online()) {
                continue;
            }
            PvePath path = PvePath.of("nodes", node.name(), "tasks");
            for (PveFields task :
                    acting.api().get(path, Map.of("source", "active")).list()) {
                String type = task.text("type", "");
                boolean runs = task.number("endtime").isEmpty() && gates.idle().contains(type);
                if (runs) {
                    missing.add(type + (task.text("id", "").isEmpty() ? "" : " of " + task.text("id", "")) + " runs on "
                            + node.name());
                }
            }
        }
    }
}
