package dev.steward.runner.metrics.pve;

import dev.steward.runner.metrics.form.Family;
import dev.steward.runner.proxmox.PveFields;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node tells: its subscription, what its guests do when it boots, its replication jobs. */
final class NodeSeries {

    private static final List<String> STATUSES =
            List.of("new", "notfound", "active", "invalid", "expired", "suspended");

    private static final Logger LOG = LoggerFactory.getLogger(NodeSeries.class);

    private final Series series;
    private final String node;

    NodeSeries(Series series, String node) {
        this.series = series;
        this.node = node;
    }

    void subscription(PveFields fields) {
        String id = "node/" + node;
        series.gauge("pve_subscription_info", "The level of a node's subscription, always 1.")
                .add(1, "id", id, "level", fields.text("level", "unknown"));
        Family status = series.gauge("pve_subscription_status", "1 for the status of a node's subscription.");
        STATUSES.forEach(one -> status.add(one.equals(fields.text("status", "")), "id", id, "status", one));
        fields.text("nextduedate").ifPresent(day -> due(id, day));
    }

    private void due(String id, String day) {
        Family due =
                series.gauge("pve_subscription_next_due_timestamp_seconds", "When a subscription is to be renewed.");
        try {
            due.add(LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant(), "id", id);
        } catch (DateTimeException noDay) {
            LOG.debug("{}: the next due date is '{}'", id, day);
        }
    }

    /** Nothing for a guest whose configuration does not say. */
    void onboot(String kind, String vmid, PveFields config) {
        Family onboot = series.gauge("pve_onboot_status", "1 where a guest starts with its node.");
        config.bool("onboot").ifPresent(yes -> onboot.add(yes, "id", kind + "/" + vmid, "node", node, "type", kind));
    }

    /**
     * Replication jobs.
     *
     * @param jobs {@code /nodes/N/replication}, which tells each with how it does
     */
    void replication(List<PveFields> jobs) {
        Family info = series.gauge("pve_replication_info", "What a replication job is, always 1.");
        for (PveFields job : jobs) {
            String id = job.text("id", "");
            info.add(
                    1,
                    "id",
                    id,
                    "type",
                    job.text("type", ""),
                    "source",
                    "node/" + job.text("source", node),
                    "target",
                    "node/" + job.text("target", ""),
                    "guest",
                    job.text("vmtype", "") + "/" + job.text("guest", ""));
            figure(job, "duration", "pve_replication_duration_seconds", "How long a replication job took last.");
            figure(
                    job,
                    "last_sync",
                    "pve_replication_last_sync_timestamp_seconds",
                    "When it last went well; 0: never.");
            figure(job, "last_try", "pve_replication_last_try_timestamp_seconds", "When it was last tried.");
            figure(job, "next_sync", "pve_replication_next_sync_timestamp_seconds", "When it is due.");
            figure(job, "fail_count", "pve_replication_failed_syncs", "Failures of a replication job in a row.");
        }
    }

    private void figure(PveFields job, String key, String name, String words) {
        series.gauge(name, words).add(job.decimal(key), "id", job.text("id", ""));
    }
}
