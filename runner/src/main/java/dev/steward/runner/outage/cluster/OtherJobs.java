package dev.steward.runner.outage.cluster;

import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.Upid;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Ends what others do on a cluster and what would hold up or undo a shutdown: backups are aborted (vzdump then takes its lock and
 * half archive away itself), guests on their way to another node are waited for, for a bounded time.
 */
final class OtherJobs {

    /* vzdump ends cleanly on its signal; the others begin work on guests that is undone at once. */
    private static final Set<String> ENDED = Set.of("vzdump", "startall", "migrateall", "aptupdate", "download");
    private static final Set<String> AWAITED = Set.of(
            "vzdump", "qmigrate", "vzmigrate", "hamigrate", "qmrollback", "vzrollback", "qmsnapshot", "vzsnapshot");
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Acting acting;
    private final Told told;

    OtherJobs(Acting acting, Told told) {
        this.acting = acting;
        this.told = told;
    }

    private record Job(Upid upid, String id) {

        String words() {
            return upid.type() + (id.isEmpty() ? "" : " of " + id) + " on " + upid.node();
        }
    }

    /** Ends or waits; what goes on after the limit is said. */
    void preempt(View view, Duration limit) throws PveException, InterruptedException {
        long begun = acting.time().nanos();
        for (Job job : running(view)) {
            if (ENDED.contains(job.upid().type())) {
                cancel(job);
            }
        }
        List<Job> left = awaited(view);
        while (!left.isEmpty() && acting.time().nanos() - begun < limit.toNanos()) {
            acting.time().sleep(PAUSE);
            left = awaited(view);
        }
        for (Job job : left) {
            told.say("cluster " + acting.cluster() + ": " + job.words() + " still runs after " + limit.toSeconds()
                    + " s; the outage does not wait for it any longer");
        }
    }

    private void cancel(Job job) throws InterruptedException {
        try {
            acting.api()
                    .delete(
                            PvePath.of(
                                    "nodes",
                                    job.upid().node(),
                                    "tasks",
                                    job.upid().toString()),
                            Map.of());
            told.say("cluster " + acting.cluster() + ": " + job.words() + " was cancelled: the power is gone");
        } catch (PveException e) {
            told.say("cluster " + acting.cluster() + ": " + job.words() + " could not be cancelled: " + e.getMessage());
        }
    }

    private List<Job> awaited(View view) throws PveException, InterruptedException {
        return running(view).stream()
                .filter(job -> AWAITED.contains(job.upid().type()))
                .toList();
    }

    private List<Job> running(View view) throws PveException, InterruptedException {
        List<Job> all = new ArrayList<>();
        for (Node node : view.nodes().values()) {
            if (!node.online()) {
                continue;
            }
            PvePath path = PvePath.of("nodes", node.name(), "tasks");
            for (PveFields row :
                    acting.api().get(path, Map.of("source", "active")).list()) {
                boolean open = row.number("endtime").isEmpty();
                row.text("upid")
                        .flatMap(Upid::find)
                        .filter(upid -> open)
                        .ifPresent(upid -> all.add(new Job(upid, row.text("id", ""))));
            }
        }
        return all;
    }
}
