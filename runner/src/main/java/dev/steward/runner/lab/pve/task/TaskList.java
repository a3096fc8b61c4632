package dev.steward.runner.lab.pve.task;

import dev.steward.runner.lab.pve.access.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tasks of one cluster, and the failures that were ordered for some to come. */
public final class TaskList {

    private record Ordered(String type, String id, String text) {}

    /**
     * Where and when a worker began.
     *
     * @param ticks since the node's boot, a hundred a second
     */
    public record Birth(String node, int pid, long ticks, Instant at) {}

    private final Map<String, PveTask> tasks = new LinkedHashMap<>();
    private final List<Ordered> ordered = new ArrayList<>();
    private final Map<String, Job> jobs = new LinkedHashMap<>();

    /** A new task. */
    public PveTask start(Birth birth, String type, String id, Caller caller) {
        PveTask task = new PveTask(birth, type, id, caller);
        tasks.put(task.upid(), task);
        return task;
    }

    /** The next task of a type about an id shall end with a text; an empty id stands for any. */
    public void order(String type, String id, String text) {
        ordered.add(new Ordered(type, id, text));
    }

    /** The failure ordered for a task, taken off the list. */
    Optional<String> ordered(PveTask task) {
        for (Iterator<Ordered> each = ordered.iterator(); each.hasNext(); ) {
            Ordered one = each.next();
            if (one.type().equals(task.type())
                    && (one.id().isEmpty() || one.id().equals(task.id()))) {
                each.remove();
                return Optional.of(one.text());
            }
        }
        return Optional.empty();
    }

    void runs(Job job) {
        jobs.put(job.task().upid(), job);
    }

    void ended(Job job) {
        jobs.remove(job.task().upid());
    }

    /** The work behind a task that runs. */
    public Optional<Job> job(String upid) {
        return Optional.ofNullable(jobs.get(upid));
    }

    /** A task by its UPID. */
    public Optional<PveTask> get(String upid) {
        return Optional.ofNullable(tasks.get(upid));
    }

    /** All of them, the latest last. */
    public List<PveTask> all() {
        return List.copyOf(tasks.values());
    }

    /** The node lost its power: what ran there is gone without a last line. */
    public void lost(String node, Instant now) {
        for (Job job : List.copyOf(jobs.values())) {
            if (job.task().node().equals(node)) {
                job.vanish(now);
            }
        }
    }
}
