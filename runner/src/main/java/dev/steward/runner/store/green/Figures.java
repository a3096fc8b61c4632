package dev.steward.runner.store.green;

import dev.steward.runner.store.row.Column;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Counts of runs, fires and notices, for who watches over this product. */
public final class Figures {

    private final Jdbi jdbi;

    /** Those of a database that holds their tables. */
    public Figures(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * A count of one kind.
     *
     * @param of what is counted, as a schedule's name
     * @param word what became of it
     * @param count how many
     */
    public record Figure(String of, String word, long count) {}

    /**
     * The last run of a playbook that ended, checks left out.
     *
     * @param playbook its name
     * @param outcome as ok, failed
     * @param ended when
     * @param took from its first step; empty: it never began
     */
    public record Last(String playbook, String outcome, Instant ended, Optional<Duration> took) {}

    /** Runs that have not ended, by status; both are there. */
    public Map<String, Long> open() {
        Map<String, Long> all = new TreeMap<>(Map.of("queued", 0L, "running", 0L));
        figures("select '' as thing, status as word, count(*) as n from run where status in ('queued', 'running')"
                        + " group by status")
                .forEach(figure -> all.put(figure.word(), figure.count()));
        return all;
    }

    /** What became of the fires of schedules. */
    public List<Figure> fires() {
        return figures("select schedule_name as thing, result as word, count(*) as n from schedule_fire"
                + " where result <> 'pending' group by schedule_name, result order by schedule_name, result");
    }

    /** Notices by channel and how their delivery stands. */
    public List<Figure> notices() {
        return figures("select channel as thing, state as word, count(*) as n from notice_delivery"
                + " group by channel, state order by channel, state");
    }

    private List<Figure> figures(String sql) {
        return jdbi.withHandle(handle -> handle.select(sql)
                .map((row, context) -> new Figure(row.getString("thing"), row.getString("word"), row.getLong("n")))
                .list());
    }

    /**
     * The last run of each playbook. Which ones there are is known from what was tallied: a question over all runs would take
     * longer than a scrape may in a long history.
     */
    public List<Last> last() {
        return jdbi.withHandle(handle -> {
            Map<String, Newest> all = new TreeMap<>();
            handle.select("select playbook, outcome from run_tally where host = ''")
                    .map((row, context) -> newest(handle, row.getString(1), row.getString(2)))
                    .forEach(found -> found.ifPresent(
                            one -> all.merge(one.last().playbook(), one, (a, b) -> a.id() > b.id() ? a : b)));
            return all.values().stream().map(Newest::last).toList();
        });
    }

    private record Newest(long id, Last last) {}

    /* Ordered as the index is: the first row that is no check ends it. */
    private static Optional<Newest> newest(Handle handle, String playbook, String outcome) {
        return handle.select(
                        "select id, started_at, finished_at from run where playbook = ? and status = ?"
                                + " and finished_at is not null and options not like '%\"check\":true%'"
                                + " order by playbook desc, status desc, id desc fetch first 1 rows only",
                        playbook, outcome)
                .map((row, context) -> {
                    Instant ended = Column.at(row, "finished_at");
                    Optional<Duration> took =
                            Column.instant(row, "started_at").map(began -> Duration.between(began, ended));
                    return new Newest(row.getLong("id"), new Last(playbook, outcome, ended, took));
                })
                .findOne();
    }
}
