package dev.steward.runner.store;

import dev.steward.runner.config.RetentionConfig;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Removes old runs in small transactions, so that nobody waits for it. A run that has not ended stays. */
final class Pruning {

    private static final int AT_ONCE = 20;
    private static final int EVENTS_AT_ONCE = 20_000;
    private static final String ENDED = " and status not in ('queued', 'running')";
    private static final List<String> PARTS = List.of("run_source", "run_host", "run_step", "run_task", "upid");

    private final Jdbi jdbi;
    private final Time time;

    Pruning(Jdbi jdbi, Time time) {
        this.jdbi = jdbi;
        this.time = time;
    }

    /** Removes what the rules no longer keep; how many runs. */
    int prune(RetentionConfig keep) {
        Instant oldest = time.now().minus(Duration.ofDays(keep.days()));
        long lowest = newest(keep.runs());
        int removed = 0;
        List<Long> runs = old(oldest, lowest);
        while (!runs.isEmpty()) {
            runs.forEach(this::remove);
            removed += runs.size();
            runs = old(oldest, lowest);
        }
        if (removed > 0) {
            jdbi.useTransaction(handle -> handle.execute("delete from kept_text where not exists (select 1 from run"
                    + " where inventory_sha = kept_text.sha256) and not exists (select 1 from run_source s"
                    + " where s.sha256 = kept_text.sha256)"));
        }
        return removed;
    }

    /** The smallest number among the newest runs to keep. */
    private long newest(int runs) {
        return jdbi.withHandle(handle -> handle.select(
                        "select id from run order by id desc offset ? rows fetch first 1 rows only", runs - 1)
                .mapTo(long.class)
                .findOne()
                .orElse(0L));
    }

    /** How many runs the rules no longer keep. */
    long count(RetentionConfig keep) {
        Instant oldest = time.now().minus(Duration.ofDays(keep.days()));
        long lowest = newest(keep.runs());
        return jdbi.withHandle(handle -> handle.select(
                        "select count(*) from run where (created_at < ? or id < ?)" + ENDED, oldest, lowest)
                .mapTo(long.class)
                .one());
    }

    private List<Long> old(Instant oldest, long lowest) {
        List<Long> low = some("id < ?", "id", lowest);
        return low.isEmpty() ? some("created_at < ?", "created_at, id", oldest) : low;
    }

    /* Each by its own index: asked for both at once, the database would read the whole history every hour. */
    private List<Long> some(String past, String order, Object than) {
        return jdbi.withHandle(handle -> handle.select(
                        "select id from run where " + past + ENDED + " order by " + order + " fetch first " + AT_ONCE
                                + " rows only",
                        than)
                .mapTo(long.class)
                .list());
    }

    private void remove(long run) {
        int removed;
        do {
            removed = jdbi.inTransaction(handle -> someEvents(handle, run));
        } while (removed == EVENTS_AT_ONCE);
        jdbi.useTransaction(handle -> {
            PARTS.forEach(part -> handle.execute("delete from " + part + " where run = ?", run));
            handle.execute("delete from run where id = ?", run);
        });
    }

    private static int someEvents(Handle handle, long run) {
        List<Long> ids = handle.select(
                        "select id from run_event where id > ? and id <= ? order by id fetch first " + EVENTS_AT_ONCE
                                + " rows only",
                        Projection.key(run, 0),
                        Projection.key(run, 0xFFFF_FFFFL))
                .mapTo(long.class)
                .list();
        if (!ids.isEmpty()) {
            handle.execute("delete from run_event where id >= ? and id <= ?", ids.get(0), ids.get(ids.size() - 1));
        }
        return ids.size();
    }
}
