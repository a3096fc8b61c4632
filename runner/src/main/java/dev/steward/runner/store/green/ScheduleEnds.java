package dev.steward.runner.store.green;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** What the fires of a schedule came to last. */
public final class ScheduleEnds {

    /** When a run was due; one that somebody began was due then. */
    private static final String DUE = "coalesce(scheduled_at, created_at)";

    private final Jdbi jdbi;

    /** What a database that holds its tables knows. */
    public ScheduleEnds(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The last run of a schedule that ended, whichever way; a fire that was missed or held is none. */
    public Optional<Long> ran(String schedule) {
        return first(
                "select id from run where schedule_name = ? and status not in ('queued', 'running', 'missed', 'held')"
                        + " order by " + DUE + " desc, id desc fetch first 1 rows only",
                schedule);
    }

    /** The last fire that was missed and is later than every one that ran; the number of its row. */
    public Optional<Long> missed(String schedule) {
        return first(
                "select id from run where schedule_name = ? and status = 'missed' and " + DUE
                        + " > coalesce((select max("
                        + DUE + ") from run where schedule_name = ? and status not in ('queued', 'running', 'missed',"
                        + " 'held')), timestamp with time zone '1970-01-01 00:00:00+00') order by " + DUE
                        + " desc, id desc fetch first 1 rows only",
                schedule,
                schedule);
    }

    private Optional<Long> first(String sql, Object... values) {
        List<Long> found = jdbi.withHandle(
                handle -> handle.select(sql, values).mapTo(long.class).list());
        return found.stream().findFirst();
    }
}
