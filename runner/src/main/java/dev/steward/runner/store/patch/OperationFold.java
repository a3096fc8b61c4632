package dev.steward.runner.store.patch;

import dev.steward.runner.event.RunEvent.HostLeft;
import dev.steward.runner.event.RunEvent.RunFinished;
import dev.steward.runner.event.RunEvent.TaskFinished;
import dev.steward.runner.event.RunStatus;
import dev.steward.runner.event.Status;
import dev.steward.runner.store.row.Column;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Operations as the events of their runs tell of them. */
final class OperationFold {

    private static final int MESSAGE = 2000;
    private static final int TAIL = 60_000;

    private OperationFold() {}

    static void started(Handle handle, PatchFold.Moment moment, String host, String step) {
        if (!takenUp(handle, moment, host, step)) {
            insert(handle, moment, host, step, Operations.USUAL_LIMIT.toSeconds());
        }
    }

    /** Its turn has come, where it is known. */
    static boolean takenUp(Handle handle, PatchFold.Moment moment, String host, String step) {
        return handle.execute(
                        "update patch_operation set status = case when status = 'pending' then 'running' else status"
                                + " end, started_at = coalesce(started_at, ?), step = ? where run = ? and host = ?",
                        moment.at(),
                        step,
                        moment.run(),
                        host)
                == 1;
    }

    /** Known before the work begins: where Steward dies during it, the guest goes back to this one and to no older one. */
    static void keeps(Handle handle, long run, String host, String snapshot) {
        handle.execute(
                "update patch_operation set snapshot_name = ? where run = ? and host = ?",
                Column.cut(snapshot, 200),
                run,
                host);
    }

    /** A guest was taken back on request; the work that it undoes says so too. */
    static void takenBack(Handle handle, PatchFold.Moment moment, TaskFinished task) {
        boolean well = task.status() == Status.OK || task.status() == Status.CHANGED;
        int known = handle.execute(
                "update patch_operation set status = ?, completed_at = ?, message = ? where run = ? and host = ? and"
                        + " mode = 'rollback'",
                (well ? OperationStatus.COMPLETED : OperationStatus.FAILED).word(),
                moment.at(),
                Column.cut(task.message(), MESSAGE),
                moment.run(),
                task.host());
        if (known == 1 && well) {
            handle.execute(
                    "update patch_operation set status = 'rolled_back' where host = ? and mode = 'apply' and"
                            + " snapshot_name = ? and run < ?",
                    task.host(),
                    String.valueOf(task.data().get("snapshot")),
                    moment.run());
        }
    }

    /** Package work of a run that nobody asked the desk for: a schedule's, or a playbook of the operator's own. */
    private static void insert(Handle handle, PatchFold.Moment moment, String host, String step, long limit) {
        handle.execute(
                "insert into patch_operation (run, host, mode, status, requested_by, reason, limit_seconds, created_at,"
                        + " started_at, step, message) values (?, ?, 'apply', 'running', '', '', ?, ?, ?, ?, '')",
                moment.run(),
                host,
                limit,
                moment.at(),
                moment.at(),
                step);
    }

    private record Known(String mode, boolean asked, Optional<Integer> before, int changed) {}

    static void finished(Handle handle, PatchFold.Moment moment, TaskFinished task, Told told, boolean check) {
        Instant begun = moment.at().minus(task.took());
        Optional<Known> known = known(handle, moment.run(), task.host());
        if (known.isEmpty()) {
            started(handle, new PatchFold.Moment(moment.run(), begun), task.host(), task.step());
        }
        Known was = known.orElse(new Known("apply", false, Optional.empty(), 0));
        String mode = was.asked() ? was.mode() : check ? "check" : "apply";
        OperationStatus status = status(task, told);
        boolean onlyChecked = was.asked() && was.mode().equals("apply") && told.check();
        boolean over = status != OperationStatus.COMPLETED || !onlyChecked;
        handle.execute(
                "update patch_operation set mode = ?, status = ?, completed_at = ?, step = ?, stage = ?, message = ?,"
                        + " pending_before = ?, pending_after = coalesce(?, pending_after), changed = ?"
                        + " where run = ? and host = ?",
                mode,
                over ? status.word() : OperationStatus.RUNNING.word(),
                over ? moment.at() : null,
                task.step(),
                told.said("stage").map(stage -> Column.cut(stage, 32)).orElse(null),
                Column.cut(told.said("skipped").map(why -> "skipped: " + why).orElse(task.message()), MESSAGE),
                was.before().or(() -> told.before(check)).orElse(null),
                told.pending().orElse(null),
                was.changed() + (check ? 0 : told.changes().size()),
                moment.run(),
                task.host());
        output(handle, moment, task.host(), told);
    }

    private static void output(Handle handle, PatchFold.Moment moment, String host, Told told) {
        handle.execute(
                "update patch_operation set exit_code = ?, stdout = ?, stderr = ?, downtime_millis = coalesce(?,"
                        + " downtime_millis), snapshot_name = coalesce(?, snapshot_name), backup = coalesce(?, backup)"
                        + " where run = ? and host = ?",
                told.number("exitCode").orElse(null),
                told.said("stdout").map(OperationFold::tail).orElse(null),
                told.said("stderr").map(OperationFold::tail).orElse(null),
                told.millis("downtime").orElse(null),
                told.said("snapshot").map(name -> Column.cut(name, 200)).orElse(null),
                told.said("backup").map(name -> Column.cut(name, 1000)).orElse(null),
                moment.run(),
                host);
    }

    private static Optional<Known> known(Handle handle, long run, String host) {
        return handle.select(
                        "select mode, requested_by, pending_before, changed from patch_operation where run = ? and"
                                + " host = ?",
                        run,
                        host)
                .map((row, context) -> new Known(
                        row.getString("mode"),
                        !row.getString("requested_by").isEmpty(),
                        PatchRows.number(row, "pending_before"),
                        row.getInt("changed")))
                .findOne();
    }

    private static OperationStatus status(TaskFinished task, Told told) {
        if (told.flag("rolledBack")) {
            return OperationStatus.ROLLED_BACK;
        }
        if (task.status() == Status.SKIPPED
                || told.said("stage").filter("skipped"::equals).isPresent()) {
            return OperationStatus.SKIPPED;
        }
        if (task.status() == Status.FAILED || task.status() == Status.UNREACHABLE) {
            return told.flag("timedOut") ? OperationStatus.TIMEOUT : OperationStatus.FAILED;
        }
        return OperationStatus.COMPLETED;
    }

    private static String tail(String text) {
        return text.length() <= TAIL ? text : "…" + text.substring(text.length() - TAIL + 1);
    }

    /** Another task of the run failed on the host, so that it leaves the play: what is open there does not end well. */
    static void broken(Handle handle, PatchFold.Moment moment, TaskFinished task) {
        end(handle, moment, task.host(), OperationStatus.PENDING, OperationStatus.FAILED, task.message());
        end(handle, moment, task.host(), OperationStatus.RUNNING, OperationStatus.FAILED, task.message());
    }

    static void left(Handle handle, PatchFold.Moment moment, HostLeft left) {
        end(handle, moment, left.host(), OperationStatus.PENDING, OperationStatus.SKIPPED, "skipped: " + left.reason());
        end(handle, moment, left.host(), OperationStatus.RUNNING, OperationStatus.FAILED, left.reason());
    }

    private static void end(
            Handle handle,
            PatchFold.Moment moment,
            String host,
            OperationStatus from,
            OperationStatus to,
            String message) {
        handle.execute(
                "update patch_operation set status = ?, completed_at = ?, message = ? where run = ? and host = ?"
                        + " and status = ?",
                to.word(),
                moment.at(),
                Column.cut(message, MESSAGE),
                moment.run(),
                host,
                from.word());
    }

    static void ended(Handle handle, PatchFold.Moment moment, RunFinished end) {
        boolean lost = end.status() == RunStatus.LOST;
        String why = end.message().isEmpty() ? "" : ": " + end.message();
        all(
                handle,
                moment,
                OperationStatus.PENDING,
                lost ? OperationStatus.LOST : OperationStatus.SKIPPED,
                "skipped: the run ended before it came here" + why);
        boolean well = end.status() == RunStatus.OK;
        all(
                handle,
                moment,
                OperationStatus.RUNNING,
                lost ? OperationStatus.LOST : well ? OperationStatus.COMPLETED : OperationStatus.FAILED,
                well ? "the run ended" : "the run ended before this was done" + why);
    }

    private static void all(
            Handle handle, PatchFold.Moment moment, OperationStatus from, OperationStatus to, String message) {
        String said = to == OperationStatus.LOST ? message.replaceFirst("^skipped: ", "") : message;
        handle.execute(
                "update patch_operation set status = ?, completed_at = ?, message = ? where run = ? and status = ?",
                to.word(),
                moment.at(),
                Column.cut(said, MESSAGE),
                moment.run(),
                from.word());
    }
}
