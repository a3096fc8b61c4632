package dev.steward.runner.metrics.pve;

import dev.steward.runner.metrics.pve.Asking.Coming;
import dev.steward.runner.metrics.pve.Asking.Part;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one node was asked, and tells once it answers.
 *
 * @param node its name
 * @param asked by the last word of the path
 * @param configs of its guests, by id as PVE writes it
 */
record NodeAnswers(String node, Map<String, Coming> asked, Map<String, Coming> configs) {

    /** Asks a node. */
    static NodeAnswers ask(Asking asking, String node, List<PveFields> guests) {
        Map<String, Coming> asked = new LinkedHashMap<>();
        PvePath base = PvePath.of("nodes", node);
        List.of("subscription", "replication")
                .forEach(word -> asked.put(word, asking.ask(new Part(node, word), base.and(word))));
        List.of("zfs", "lvm", "lvmthin")
                .forEach(word -> asked.put(
                        word, asking.ask(new Part(node, word), base.and("disks", word), NodeAnswers::notThere)));
        Map<String, Coming> configs = new LinkedHashMap<>();
        Part config = new Part(node, "config");
        for (PveFields guest : guests) {
            String kind = guest.text("type", "");
            String vmid = guest.text("vmid", "");
            if (!vmid.isEmpty()) {
                configs.put(kind + "/" + vmid, asking.ask(config, base.and(kind, vmid, "config"), NodeAnswers::moved));
            }
        }
        return new NodeAnswers(node, asked, configs);
    }

    private static boolean notThere(PveException e) {
        return e.kind() == PveException.Kind.NOT_IMPLEMENTED;
    }

    /* Between the list and the question it may have gone, or gone elsewhere. */
    private static boolean moved(PveException e) {
        return e.kind() == PveException.Kind.MISSING;
    }

    void tell(Series series, PoolSeries pools) throws InterruptedException {
        NodeSeries told = new NodeSeries(series, node);
        asked.get("subscription").get().ifPresent(answer -> told.subscription(answer.fields()));
        for (Map.Entry<String, Coming> guest : configs.entrySet()) {
            String[] id = guest.getKey().split("/");
            guest.getValue().get().ifPresent(answer -> told.onboot(id[0], id[1], answer.fields()));
        }
        asked.get("replication").get().ifPresent(answer -> told.replication(answer.list()));
        asked.get("zfs").get().ifPresent(answer -> pools.zfs(node, answer.list()));
        asked.get("lvm").get().ifPresent(answer -> pools.lvm(node, answer.fields()));
        asked.get("lvmthin").get().ifPresent(answer -> pools.thin(node, answer.list()));
    }
}
