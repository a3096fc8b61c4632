package dev.steward.runner.store.patch;

import dev.steward.runner.event.RunEvent.TaskFinished;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Packages that a task really changed, as lines of the ledger. */
final class LedgerFold {

    private LedgerFold() {}

    static void keep(Handle handle, PatchFold.Moment moment, TaskFinished task, Told told) {
        List<Told.Change> changes = told.changes();
        if (changes.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("insert into patch_ledger (host, package, version_from, version_to,"
                + " action, security, run, step, happened_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        for (Told.Change change : changes) {
            batch.add(
                    task.host(),
                    change.name(),
                    change.from(),
                    change.to(),
                    change.action(),
                    change.security(),
                    moment.run(),
                    task.step(),
                    moment.at());
        }
        batch.execute();
    }
}
