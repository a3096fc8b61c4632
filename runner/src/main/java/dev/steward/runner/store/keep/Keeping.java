package dev.steward.runner.store.keep;

import dev.steward.runner.store.resume.ResumedRuns;
import dev.steward.runner.store.row.Clash;
import dev.steward.runner.store.row.EventKey;
import dev.steward.runner.time.Time;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;

/** What of the history is kept. Old runs are removed in small transactions, so that nobody waits for it. */
public final class Keeping {

    /** A page that asks how many runs would go waits for no more of them than this. */
    private static final int LOOK = 10_000;

    private static final int EVENTS_AT_ONCE = 20_000;
    private static final List<String> PARTS = List.of("run_host", "run_step", "run_task", "upid");

    private final Jdbi jdbi;
    private final Time time;

    /** Of a database. */
    public Keeping(Jdbi jdbi, Time time) {
        this.jdbi = jdbi;
        this.time = time;
    }

    /** Removes what the rules no longer keep. */
    public Swept prune(KeepRules rules) {
        new Measuring(jdbi).all();
        Swept swept = new Sweep(jdbi, time.now(), this::remove).go(rules, Integer.MAX_VALUE);
        if (swept.runs() > 0) {
            inTransaction(handle -> handle.execute("delete from kept_text where not exists (select 1 from run"
                    + " where inventory_sha = kept_text.sha256) and not exists (select 1 from run_source s"
                    + " where s.sha256 = kept_text.sha256)"));
        }
        return swept;
    }

    /** What {@link #prune} would remove now, of many runs only the first 10,000. */
    public Swept look(KeepRules rules) {
        Set<Long> seen = new HashSet<>();
        return new Sweep(jdbi, time.now(), row -> seen.add(row.run())).go(rules, LOOK);
    }

    /** What is there. */
    public Kept kept(KeepRules rules) {
        Map<String, Sizes.Sum> sums = jdbi.withHandle(Sizes::all);
        return Kept.of(rules, sums, new Measuring(jdbi).over());
    }

    /** Removes a run; false: it is gone already, or somebody goes on with it since it was found. */
    boolean remove(PastRuns.Row row) {
        // first of all, for its events go in several transactions: broken off in between, it must not look whole
        if (!inTransaction(handle -> ResumedRuns.release(handle, row.run()))) {
            return false;
        }
        int removed;
        do {
            removed = inTransaction(handle -> someEvents(handle, row.run()));
        } while (removed == EVENTS_AT_ONCE);
        inTransaction(handle -> {
            PARTS.forEach(part -> handle.execute("delete from " + part + " where run = ?", row.run()));
            Sizes.removed(handle, row.run());
            return handle.execute("delete from run where id = ?", row.run());
        });
        return true;
    }

    /** Runs of other servers end meanwhile, and add to the same sums in another order. */
    private <T> T inTransaction(HandleCallback<T, RuntimeException> work) {
        return Clash.again(() -> jdbi.inTransaction(work));
    }

    private static int someEvents(Handle handle, long run) {
        List<Long> ids = handle.select(
                        "select id from run_event where id > ? and id <= ? order by id fetch first " + EVENTS_AT_ONCE
                                + " rows only",
                        EventKey.of(run, 0),
                        EventKey.last(run))
                .mapTo(long.class)
                .list();
        if (!ids.isEmpty()) {
            handle.execute("delete from run_event where id >= ? and id <= ?", ids.get(0), ids.get(ids.size() - 1));
        }
        return ids.size();
    }
}
