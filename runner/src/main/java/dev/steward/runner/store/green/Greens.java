package dev.steward.runner.store.green;

import dev.steward.runner.event.RunEvent.RunFinished;
import dev.steward.runner.event.RunStatus;
import dev.steward.runner.store.row.Column;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/**
 * When playbooks last went well. Kept beside the runs, so that it is known after those were removed, and without looking
 * through them: what did not happen can only be seen by what should have.
 */
public final class Greens {

    private final Jdbi jdbi;

    /** What a database that holds its tables knows. */
    public Greens(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * What a schedule came to since its playbook last went well as a whole.
     *
     * @param ended runs and missed fires since; of runs that change nothing none is counted
     * @param first the oldest of them; empty where there are none
     * @param green the last green run; empty: there never was one
     */
    public record Since(int ended, Optional<Long> first, Optional<Green> green) {}

    /** All, by playbook and host. */
    public List<Green> all() {
        return jdbi.withHandle(handle -> greens(handle.select("select * from last_green order by playbook, host")));
    }

    /** When a playbook last went well as a whole. */
    public Optional<Green> whole(String playbook) {
        return jdbi.withHandle(handle ->
                greens(handle.select("select * from last_green where playbook = ? and host = ''", playbook)).stream()
                        .findFirst());
    }

    private static List<Green> greens(Query query) {
        return query.map((row, context) -> new Green(
                        row.getString("playbook"),
                        row.getString("host"),
                        row.getLong("run"),
                        Column.at(row, "ended_at")))
                .list();
    }

    /** What a schedule came to since its playbook last went well. */
    public Since since(String schedule, String playbook) {
        Optional<Green> green = whole(playbook);
        List<Long> ended = jdbi.withHandle(handle -> handle.select(
                        "select id from run where schedule_name = ? and id > ? and status not in ('queued', 'running',"
                                + " 'ok') and options not like '%\"check\":true%' order by id",
                        schedule, green.map(Green::run).orElse(0L))
                .mapTo(long.class)
                .list());
        return new Since(ended.size(), ended.stream().findFirst(), green);
    }

    /**
     * Keeps what a run's end says, in the transaction that ends it.
     *
     * @param playbook the run's
     * @param options the run's: a check proves nothing, one with a limit or tags proves its hosts only
     */
    public static void keep(
            Handle handle, long run, String playbook, Map<String, Object> options, RunFinished end, Instant at) {
        if (Boolean.TRUE.equals(options.get("check"))) {
            return;
        }
        end.recap().hosts().forEach((host, counts) -> {
            if (!counts.bad()) {
                put(handle, new Green(playbook, host, run, at));
            }
        });
        if (end.status() == RunStatus.OK && !end.recap().hosts().isEmpty() && !narrowed(options)) {
            put(handle, new Green(playbook, "", run, at));
        }
    }

    private static boolean narrowed(Map<String, Object> options) {
        return options.containsKey("limit")
                || options.get("tags") instanceof Collection<?> tags && !tags.isEmpty()
                || options.get("skipTags") instanceof Collection<?> skipped && !skipped.isEmpty();
    }

    private static void put(Handle handle, Green green) {
        int known = handle.execute(
                "update last_green set run = ?, ended_at = ? where playbook = ? and host = ?",
                green.run(),
                green.at(),
                green.playbook(),
                green.host());
        if (known == 0) {
            handle.execute(
                    "insert into last_green (playbook, host, run, ended_at) values (?, ?, ?, ?)",
                    green.playbook(),
                    green.host(),
                    green.run(),
                    green.at());
        }
    }
}
