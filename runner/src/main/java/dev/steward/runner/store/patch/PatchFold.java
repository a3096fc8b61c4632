package dev.steward.runner.store.patch;

import dev.steward.runner.event.EventJson;
import dev.steward.runner.event.ProtectedBy;
import dev.steward.runner.event.RunEvent.HostLeft;
import dev.steward.runner.event.RunEvent.Output;
import dev.steward.runner.event.RunEvent.RunFinished;
import dev.steward.runner.event.RunEvent.TaskFinished;
import dev.steward.runner.event.RunEvent.TaskStarted;
import dev.steward.runner.event.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Keeps what the events of a run say of packages and reboots, in the transaction that keeps the events: state of each host,
 * ledger, operations, requested reboots.
 */
public final class PatchFold {

    static final String PATCH = "patch";
    private static final String APT = "apt";
    private static final String REBOOT = "reboot";
    private static final String ROLLBACK = "rollback";

    /** What a reboot and a rollback always say. */
    private static final List<String> ANSWERS = List.of("rebooted", "handedOver", "snapshot");

    private final HostFold hosts;

    /** A fold. */
    public PatchFold(EventJson json) {
        this.hosts = new HostFold(json);
    }

    /**
     * Where and when an event happened.
     *
     * @param run its number
     * @param at when
     */
    public record Moment(long run, Instant at) {}

    /** A task begins. */
    public void started(Handle handle, Moment moment, TaskStarted task) {
        if (task.module().equals(PATCH)) {
            OperationFold.started(handle, moment, task.host(), task.step());
        } else if (task.module().equals(ROLLBACK)) {
            OperationFold.takenUp(handle, moment, task.host(), task.step());
        } else if (task.module().equals(REBOOT)) {
            RebootFold.started(handle, moment, task.host());
        }
    }

    /** A line of output. */
    public void told(Handle handle, long run, Output output) {
        ProtectedBy.snapshot(output)
                .filter(name -> module(handle, run, output.step()).equals(Optional.of(PATCH)))
                .ifPresent(name -> OperationFold.keeps(handle, run, output.host(), name));
    }

    /** A task is done. */
    public void finished(Handle handle, Moment moment, TaskFinished task) {
        Told told = new Told(task.data());
        boolean bad = bad(task);
        if (!bad && !told.packages() && ANSWERS.stream().noneMatch(task.data()::containsKey)) {
            return;
        }
        String module = module(handle, moment.run(), task.step()).orElse("");
        if (module.equals(REBOOT)) {
            RebootFold.finished(handle, moment, task, told);
        } else if (module.equals(ROLLBACK)) {
            OperationFold.takenBack(handle, moment, task);
        } else if (module.equals(PATCH) || module.equals(APT) && told.packages()) {
            boolean check = told.check() || checkRun(handle, moment.run());
            if (!check) {
                LedgerFold.keep(handle, moment, task, told);
            }
            hosts.finished(handle, moment, task, told, check);
            if (module.equals(PATCH) || told.pending().isPresent()) {
                OperationFold.finished(handle, moment, task, told, check);
            }
        }
        if (bad) {
            OperationFold.broken(handle, moment, task);
            RebootFold.broken(handle, moment, task);
        }
    }

    private static boolean bad(TaskFinished task) {
        boolean failed = task.status() == Status.FAILED || task.status() == Status.UNREACHABLE;
        return failed && !task.ignored() && !task.rescued();
    }

    /** A host leaves the run before its end. */
    public void left(Handle handle, Moment moment, HostLeft left) {
        OperationFold.left(handle, moment, left);
        RebootFold.left(handle, moment, left);
    }

    /** A run is over, or found lost. */
    public void ended(Handle handle, Moment moment, RunFinished end) {
        OperationFold.ended(handle, moment, end);
        RebootFold.ended(handle, moment, end);
    }

    private static Optional<String> module(Handle handle, long run, String step) {
        return handle.select("select module from run_step where run = ? and step = ?", run, step)
                .mapTo(String.class)
                .findOne();
    }

    private static boolean checkRun(Handle handle, long run) {
        return handle.select("select options from run where id = ?", run)
                .mapTo(String.class)
                .findOne()
                .filter(options -> options.contains("\"check\":true"))
                .isPresent();
    }
}
