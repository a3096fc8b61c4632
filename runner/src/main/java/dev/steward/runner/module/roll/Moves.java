package dev.steward.runner.module.roll;

import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Migrations at work, as those that a run had begun when it died. */
final class Moves {

    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final Set<String> TYPES = Set.of("qmigrate", "vzmigrate");

    private final Acting acting;
    private final Duration limit;

    Moves(Acting acting, Duration limit) {
        this.acting = acting;
        this.limit = limit;
    }

    /** Lets them come to their end: all from these nodes, or those of one guest. */
    void await(List<String> nodes, Optional<Integer> vmid) throws PveException, ActException, InterruptedException {
        long begun = acting.time().nanos();
        List<String> moving = moving(nodes, vmid);
        while (!moving.isEmpty()) {
            if (acting.time().nanos() - begun >= limit.toNanos()) {
                throw new ActException("waited " + limit.toSeconds() + " s for " + String.join(", ", moving));
            }
            acting.time().sleep(PAUSE);
            moving = moving(nodes, vmid);
        }
    }

    private List<String> moving(List<String> nodes, Optional<Integer> vmid) throws PveException, InterruptedException {
        List<String> moving = new ArrayList<>();
        for (String node : nodes) {
            PvePath tasks = PvePath.of("nodes", node, "tasks");
            for (PveFields task :
                    acting.api().get(tasks, Map.of("source", "active")).list()) {
                String id = task.text("id", "");
                boolean runs = task.number("endtime").isEmpty() && TYPES.contains(task.text("type", ""));
                if (runs && vmid.filter(one -> !id.equals(one.toString())).isEmpty()) {
                    moving.add(task.text("type", "") + " of " + id + " from " + node);
                }
            }
        }
        return moving;
    }
}
