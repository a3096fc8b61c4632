package dev.steward.runner.metrics.pve;

import dev.steward.runner.metrics.pve.Asking.Coming;
import dev.steward.runner.metrics.pve.Asking.Part;
import dev.steward.runner.proxmox.PveAnswer;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One scrape of one cluster. Everything is asked side by side; what cannot be read is missing, and the rest is told, as is
 * that it is missing.
 */
final class Scrape {

    private static final PvePath CEPH = PvePath.of("cluster", "ceph", "status");

    private final Asking asking;
    private final Wanted wanted;
    private final Series series;
    private final PoolSeries pools;
    private final List<NodeAnswers> nodes = new ArrayList<>();
    private final Map<String, Coming> cluster = new LinkedHashMap<>();

    Scrape(Asking asking, Wanted wanted, Series series, PoolSeries pools) {
        this.asking = asking;
        this.wanted = wanted;
        this.series = series;
        this.pools = pools;
    }

    /** Asks and tells; false where the cluster does not say who its members are. */
    boolean tell() throws InterruptedException {
        Coming statusComing = ask("status", PvePath.of("cluster", "status"));
        Coming resourcesComing = ask("resources", PvePath.of("cluster", "resources"));
        if (wanted.cluster()) {
            askCluster();
        }
        Optional<List<PveFields>> status = statusComing.get().map(PveAnswer::list);
        Optional<List<PveFields>> resources = resourcesComing.get().map(PveAnswer::list);
        if (wanted.node()) {
            askNodes(status.orElse(List.of()), resources.orElse(List.of()));
        }
        if (wanted.cluster()) {
            tellCluster(status.orElse(List.of()), resources);
        }
        for (NodeAnswers node : nodes) {
            node.tell(series, pools);
        }
        return status.isPresent();
    }

    private Coming ask(String collector, PvePath path) {
        return asking.ask(new Part("", collector), path);
    }

    private void askCluster() {
        cluster.put("version", ask("version", PvePath.of("version")));
        cluster.put("backup", ask("backup_info", PvePath.of("cluster", "backup-info", "not-backed-up")));
        cluster.put("qdevice", ask("qdevice", PvePath.of("cluster", "config", "qdevice")));
        cluster.put("ceph", asking.ask(new Part("", "ceph"), CEPH, PveException::noCeph));
    }

    private void tellCluster(List<PveFields> status, Optional<List<PveFields>> resources) throws InterruptedException {
        ClusterSeries told = new ClusterSeries(series);
        told.status(status);
        resources.ifPresent(all -> new ResourceSeries(series).tell(all));
        cluster.get("version").get().ifPresent(answer -> told.version(answer.fields()));
        Optional<PveAnswer> backup = cluster.get("backup").get();
        if (!status.isEmpty()) {
            backup.ifPresent(answer -> told.notBackedUp(ClusterSeries.id(status), answer.list()));
        }
        cluster.get("qdevice").get().ifPresent(answer -> told.qdevice(status, answer.fields()));
        Optional<PveAnswer> ceph = cluster.get("ceph").get();
        if (ceph.isPresent()) {
            pools.ceph(ceph.get().fields());
            cephPools(status);
        }
    }

    private void cephPools(List<PveFields> status) throws InterruptedException {
        Optional<String> node = members(status).stream()
                .filter(member -> member.flag("online"))
                .flatMap(member -> member.text("name").stream())
                .findFirst();
        if (node.isPresent()) {
            asking.ask(new Part("", "ceph"), PvePath.of("nodes", node.get(), "ceph", "pool"), PveException::noCeph)
                    .get()
                    .ifPresent(answer -> pools.pools(answer.list()));
        }
    }

    private static List<PveFields> members(List<PveFields> status) {
        return status.stream()
                .filter(entry -> entry.text("type", "").equals("node"))
                .toList();
    }

    /* A node that the cluster does not see is not asked: it would only cost the time of the others. */
    private void askNodes(List<PveFields> status, List<PveFields> resources) {
        for (PveFields member : meant(members(status))) {
            String name = member.text("name", "");
            if (member.flag("online") && !name.isEmpty()) {
                nodes.add(NodeAnswers.ask(asking, name, guests(resources, name)));
            }
        }
    }

    /** All of them; or the one that is meant, which is the one that answers where it is known by another name. */
    private List<PveFields> meant(List<PveFields> members) {
        if (wanted.host().isEmpty()) {
            return members;
        }
        String host = wanted.host().get();
        List<PveFields> named = members.stream()
                .filter(member -> member.text("name", "").equalsIgnoreCase(host)
                        || member.text("ip", "").equals(host))
                .toList();
        return named.isEmpty()
                ? members.stream().filter(member -> member.flag("local")).toList()
                : named;
    }

    private static List<PveFields> guests(List<PveFields> resources, String node) {
        return resources.stream()
                .filter(resource -> resource.text("type", "").equals("lxc")
                        || resource.text("type", "").equals("qemu"))
                .filter(resource -> resource.text("node", "").equals(node))
                .toList();
    }
}
