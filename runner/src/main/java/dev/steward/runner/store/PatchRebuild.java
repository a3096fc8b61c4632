package dev.steward.runner.store;

import dev.steward.runner.event.EventJson;
import dev.steward.runner.store.patch.Patches;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Tells again, from kept events, what they say of packages: once for runs from before there was a ledger, and on demand. */
final class PatchRebuild {

    private static final String DONE = "patch.ledger";

    private final Jdbi jdbi;
    private final EventJson json;
    private final RunQueries queries;
    private final Settings settings;

    PatchRebuild(Jdbi jdbi, EventJson json, RunQueries queries, Settings settings) {
        this.jdbi = jdbi;
        this.json = json;
        this.queries = queries;
        this.settings = settings;
    }

    private record Told(long run, long event) {}

    void once() {
        if (settings.get(DONE).orElse("").isEmpty()) {
            settings.change(DONE, done -> {
                if (done.isEmpty()) {
                    again();
                }
                return "1";
            });
        }
    }

    /** In one transaction: whoever reads meanwhile sees what was there before. */
    int again() {
        Projection projection = new Projection(json);
        List<Told> tasks = jdbi.withHandle(handle -> handle.select(
                        "select t.run, t.event_number from run_task t join run_step s on s.run = t.run and s.step ="
                                + " t.step where s.module in ('apt', 'patch', 'reboot') and t.status <>"
                                + " 'running' order by t.run, t.event_number")
                .map((row, context) -> new Told(row.getLong(1), row.getLong(2)))
                .list());
        jdbi.useTransaction(handle -> {
            Patches.clear(handle);
            tasks.forEach(task ->
                    queries.event(task.run(), task.event()).ifPresent(event -> projection.again(handle, event)));
        });
        return tasks.size();
    }
}
