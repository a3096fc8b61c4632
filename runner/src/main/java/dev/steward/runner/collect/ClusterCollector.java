package dev.steward.runner.collect;

import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.estate.Changes;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.EstateChange;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.runner.store.estate.EstateRecord;
import dev.steward.runner.store.estate.RecordKey.Origin;
import dev.steward.runner.store.estate.RecordKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects one cluster: of each node itself, then its containers, then its VMs; after the first node the cluster. A guest
 * that cannot be read is told and the others go on; a node that cannot be read ends its own part. Nothing is written.
 */
final class ClusterCollector {

    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

    private final String name;
    private final GuestReader reader;
    private final CollectorParts parts;
    private final GuestOs os;
    private final Trouble trouble = new Trouble(LOG);
    private boolean met;

    ClusterCollector(String name, CollectorParts parts) {
        this.name = name;
        this.reader = new GuestReader(parts.estates().api(name));
        this.parts = parts;
        this.os = new GuestOs(reader, parts);
    }

    /** One pass; what goes wrong is told, never thrown. */
    void collect() throws InterruptedException {
        Estate.Seen seen = parts.estates().now(name);
        if (seen.view().isEmpty() || seen.problem().isPresent()) {
            trouble.is("cluster " + name, seen.problem().orElse("it was not seen yet"));
            return;
        }
        trouble.over("cluster " + name);
        View view = seen.view().get();
        List<EstateRecord> before = parts.records().open(Origin.COLLECTED, name);
        if (!met) {
            meet(view, before);
        }
        new Pass(reader, parts, trouble, seen, before).collect();
        closeGone(view, before);
        List<EstateRecord> after = parts.records().open(Origin.COLLECTED, name);
        parts.changes().accept(Differences.versions(name, before, after));
        os.read(view, after);
        parts.told().accept(parts.records().open(Origin.COLLECTED, name));
    }

    private void meet(View view, List<EstateRecord> before) {
        LOG.info("Proxmox VE detected, starting collector: {}", name);
        if (view.cluster().clustered()) {
            LOG.info("Node is part of cluster: {}", view.cluster().ownName());
        }
        if (!before.isEmpty()) {
            List<EstateChange> meanwhile = Changes.between(Before.of(before, view), view);
            parts.changes().acceptNew(meanwhile, Before.last(before));
        }
        met = true;
    }

    private void closeGone(View view, List<EstateRecord> before) {
        Instant now = parts.time().now();
        for (EstateRecord record : before) {
            boolean there =
                    switch (record.key().kind()) {
                        case CLUSTER -> view.cluster().clustered();
                        case NODE -> view.nodes().containsKey(record.node());
                        default -> view.guests().containsKey(record.key().subject());
                    };
            if (!there) {
                parts.records().close(record.id(), "no longer in the cluster", now);
            }
        }
    }

    /** Between two passes: what each node measures. */
    void sample() throws InterruptedException {
        for (EstateRecord record : parts.records().open(Origin.COLLECTED, name)) {
            if (record.key().kind() == RecordKind.NODE
                    && Integer.valueOf(1).equals(record.readings().get("online"))) {
                sample(record);
            }
        }
    }

    private void sample(EstateRecord node) throws InterruptedException {
        try {
            PveFields status = reader.node(node.node());
            Map<String, Object> readings = NodeDocuments.again(node.readings(), status);
            parts.records().sample(node.key(), readings, parts.time().now());
        } catch (PveException e) {
            // the next pass says so where it lasts
            LOG.debug("node {} of {} was not measured: {}", node.node(), name, e.getMessage());
        }
    }
}
