package dev.steward.runner.store.patch;

import dev.steward.runner.event.RunEvent.HostLeft;
import dev.steward.runner.event.RunEvent.RunFinished;
import dev.steward.runner.event.RunEvent.TaskFinished;
import dev.steward.runner.event.RunStatus;
import dev.steward.runner.event.Status;
import dev.steward.runner.store.row.Column;
import org.jdbi.v3.core.Handle;

/** Requested reboots as the events of their runs tell of them: nothing but another boot that answered completes one. */
final class RebootFold {

    private RebootFold() {}

    static void started(Handle handle, PatchFold.Moment moment, String host) {
        RebootAsk.keep(handle, moment, host);
        handle.execute(
                "update reboot_request set status = 'rebooting', acked_at = ? where run = ? and host = ? and status ="
                        + " 'sent'",
                moment.at(),
                moment.run(),
                host);
    }

    static void finished(Handle handle, PatchFold.Moment moment, TaskFinished task, Told told) {
        if (told.flag("handedOver")) {
            handle.execute(
                    "update reboot_request set status = 'handed_over', message = ? where run = ? and host = ? and status"
                            + " in ('sent', 'rebooting')",
                    Column.cut(task.message(), 2000),
                    moment.run(),
                    task.host());
            return;
        }
        boolean back = told.flag("rebooted");
        end(handle, moment, task.host(), status(task, told), task.message());
        told.millis("downtime").ifPresent(millis -> {
            handle.execute(
                    "update reboot_request set downtime_millis = ? where run = ? and host = ?",
                    millis,
                    moment.run(),
                    task.host());
            handle.execute(
                    "update patch_operation set downtime_millis = ? where run = ? and host = ?",
                    millis,
                    moment.run(),
                    task.host());
        });
        if (back) {
            handle.execute(
                    "update patch_host set reboot_required = false, reboot_reasons = '[]' where host = ?", task.host());
        }
    }

    private static RebootStatus status(TaskFinished task, Told told) {
        if (told.flag("rebooted")) {
            return RebootStatus.COMPLETED;
        }
        if (task.status() == Status.SKIPPED) {
            return RebootStatus.SKIPPED;
        }
        return told.flag("timedOut") ? RebootStatus.TIMEOUT : RebootStatus.FAILED;
    }

    static void broken(Handle handle, PatchFold.Moment moment, TaskFinished task) {
        end(handle, moment, task.host(), RebootStatus.FAILED, task.message());
    }

    static void left(Handle handle, PatchFold.Moment moment, HostLeft left) {
        end(handle, moment, left.host(), RebootStatus.FAILED, left.reason());
    }

    private static void end(Handle handle, PatchFold.Moment moment, String host, RebootStatus status, String message) {
        handle.execute(
                "update reboot_request set status = ?, finished_at = ?, message = ? where run = ? and host = ? and"
                        + " status in ('sent', 'rebooting')",
                status.word(),
                moment.at(),
                Column.cut(message, 2000),
                moment.run(),
                host);
    }

    static void ended(Handle handle, PatchFold.Moment moment, RunFinished end) {
        String why = end.message().isEmpty() ? "no task of the run rebooted it" : end.message();
        handle.execute(
                "update reboot_request set status = ?, finished_at = ?, message = ? where run = ? and status in"
                        + " ('sent', 'rebooting')",
                (end.status() == RunStatus.LOST ? RebootStatus.LOST : RebootStatus.FAILED).word(),
                moment.at(),
                Column.cut(why, 2000),
                moment.run());
    }
}
