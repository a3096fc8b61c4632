package dev.steward.runner.store.green;

import dev.steward.runner.store.row.Column;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

    /** The last run of each playbook. */
    public List<Last> last() {
        return jdbi.withHandle(handle -> handle.select("select playbook, status, started_at, finished_at from run"
                        + " where id in (select max(id) from run where status in ('ok', 'failed', 'cancelled', 'lost')"
                        + " and finished_at is not null and options not like '%\"check\":true%' group by playbook)"
                        + " order by playbook")
                .map((row, context) -> {
                    Instant ended = Column.at(row, "finished_at");
                    return new Last(
                            row.getString("playbook"),
                            row.getString("status"),
                            ended,
                            Column.instant(row, "started_at").map(began -> Duration.between(began, ended)));
                })
                .list());
    }
}
