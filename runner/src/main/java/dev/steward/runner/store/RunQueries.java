package dev.steward.runner.store;

import dev.steward.runner.event.EventJson;
import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.event.Recap;
import dev.steward.runner.event.RunStatus;
import dev.steward.runner.store.row.Column;
import dev.steward.runner.store.row.EventRow;
import dev.steward.runner.store.row.TextSum;
import dev.steward.runner.store.trouble.Spoilt;
import dev.steward.runner.time.Time;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;

/** What pages, the API and the CLI ask. Every page is found by a key, never by counting. */
public final class RunQueries {

    private static final int MEDIAN_OF = 21;
    private static final Duration FOREVER = Duration.ofDays(1);

    private final Jdbi jdbi;
    private final EventJson json;
    private final RunRows rows;
    private final Time time;

    RunQueries(Jdbi jdbi, EventJson json, Time time) {
        this.time = time;
        this.jdbi = jdbi;
        this.json = json;
        this.rows = new RunRows(json);
    }

    /**
     * A page of the history, newest first, however far it has to look.
     *
     * @param filter which runs
     * @param before only runs with a smaller number: the last one of the page before; empty: from the newest
     * @param limit rows at most
     */
    public List<Run> page(RunFilter filter, Optional<Long> before, int limit) {
        return new RunPages(jdbi, rows, time)
                .look(filter, before, limit, FOREVER)
                .runs();
    }

    /**
     * A page of the history, newest first, that is sure to end: after {@code patience} it gives what it has.
     *
     * @param filter which runs
     * @param before only runs with a smaller number; empty: from the newest
     * @param limit rows at most
     * @param patience after it no further span of runs is looked at
     */
    public Found look(RunFilter filter, Optional<Long> before, int limit, Duration patience) {
        return new RunPages(jdbi, rows, time).look(filter, before, limit, patience);
    }

    /**
     * A page of runs.
     *
     * @param runs newest first
     * @param next the number before which the next page begins; empty: there is no more
     * @param back until when it looked before its patience ended; empty: the page is full, or there is no more
     */
    public record Found(List<Run> runs, Optional<Long> next, Optional<Instant> back) {

        public Found {
            runs = List.copyOf(runs);
        }
    }

    /** How many of the newest runs a filter takes that came after a number; counted up to {@code most}. */
    public int newer(RunFilter filter, long than, int most) {
        return new RunPages(jdbi, rows, time).newer(filter, than, most);
    }

    /** How many runs that began in a span ended how, or have not: meant for a day. Found by the index of begins. */
    public Map<RunStatus, Long> outcomes(Instant from, Instant to) {
        return jdbi.withHandle(handle -> {
            Map<RunStatus, Long> counted = new EnumMap<>(RunStatus.class);
            handle.select(
                            "select status, count(*) from run where created_at >= ? and created_at < ? group by status",
                            from,
                            to)
                    .map((row, context) -> Map.entry(RunRows.status(row.getString(1)), row.getLong(2)))
                    .forEach(one -> counted.put(one.getKey(), one.getValue()));
            return counted;
        });
    }

    /** The facts of one run. */
    public Optional<Run> run(long id) {
        return jdbi.withHandle(handle -> handle.select("select " + RunRows.COLUMNS + " from run r where r.id = ?", id)
                .map(rows)
                .findOne());
    }

    /** What explains one run. */
    public Optional<RunDetail> detail(long id) {
        return run(id).map(run -> jdbi.withHandle(handle -> {
            List<RunDetail.SourceText> sources = handle.select(
                            "select file, sha256 from run_source where run = ? order by position", id)
                    .map((row, context) -> new RunDetail.SourceText(row.getString(1), row.getString(2)))
                    .list();
            return handle.select("select recap, inventory_sha from run where id = ?", id)
                    .map((row, context) -> new RunDetail(run, recap(row.getString(1)), sources, row.getString(2)))
                    .one();
        }));
    }

    private Recap recap(String text) {
        return Spoilt.unless(() -> json.value(text, Recap.class));
    }

    /** A kept text: a playbook or an inventory snapshot. */
    public Optional<String> text(String sha256) {
        return jdbi.withHandle(handle -> handle.select("select content from kept_text where sha256 = ?", sha256)
                .map((row, context) -> Column.read(row, "content", text -> TextSum.sure(sha256, text)))
                .findOne());
    }

    /** Whether a run has ended; an unknown one has. */
    public boolean ended(long id) {
        return jdbi.withHandle(handle -> handle.select("select status from run where id = ?", id)
                .mapTo(String.class)
                .findOne()
                .map(word -> RunRows.status(word).ended())
                .orElse(true));
    }

    /**
     * Every event of a run so far, in order; read page by page.
     *
     * @return the number of the last one; 0: there is none
     */
    public long eachEvent(long run, Consumer<NumberedEvent> reader) {
        long last = 0;
        Iterator<NumberedEvent> all = new EventPage(jdbi, json, run, Optional.empty(), Optional.empty()).walk(0);
        while (all.hasNext()) {
            NumberedEvent event = all.next();
            reader.accept(event);
            last = event.number();
        }
        return last;
    }

    /**
     * Every event of a run so far as its log tells them, without what tasks return and change in files; in order, perhaps of
     * one host, of one step, or of both. It is read as far as it is gone through, and what was gone through is not kept.
     */
    public Iterable<NumberedEvent> eachTold(long run, Optional<String> host, Optional<String> step) {
        return () -> new EventPage(jdbi, json, new EventPage.Wanted(run, host, step, true)).walk(0);
    }

    /**
     * A piece of a run's events, whole, where it must stay small: it ends also after so many characters, with what was read
     * by then. It may say that there is more where nothing follows; an empty one is the last for now.
     *
     * @param characters of what is kept; somewhat more are read
     */
    public Piece some(long run, long after, int limit, long characters, Optional<String> host, Optional<String> step) {
        return new EventPage(jdbi, json, run, host, step).some(after, limit, characters);
    }

    /**
     * A piece of a run's log that a person reads at once, without what tasks return and change in files. An event may hold
     * hundreds of lines, so both are bounded.
     *
     * @param after only events with a greater number
     * @param events at most
     * @param lines with the event that reaches it the piece ends
     * @param host only events about it; empty: all
     */
    public Piece piece(long run, long after, int events, int lines, Optional<String> host) {
        return new EventPage(jdbi, json, new EventPage.Wanted(run, host, Optional.empty(), true))
                .read(after, events, lines);
    }

    /**
     * After which event a piece begins that ends with a certain one.
     *
     * @param last its last event
     * @param events of it at most
     * @param lines of it at most, where it has more than one event
     */
    public long back(long run, long last, int events, int lines, Optional<String> host) {
        return new EventPage(jdbi, json, new EventPage.Wanted(run, host, Optional.empty(), true))
                .back(last, events, lines);
    }

    /**
     * A piece of a log.
     *
     * @param events in order
     * @param more whether others follow, as far as is known now
     */
    public record Piece(List<NumberedEvent> events, boolean more) {

        public Piece {
            events = List.copyOf(events);
        }
    }

    /** The events of one run, page by page. */
    public List<NumberedEvent> events(long run, long after, int limit) {
        return events(run, after, limit, Optional.empty(), Optional.empty());
    }

    /**
     * A page of a run's events in order, perhaps of one host, of one step, or of both. A page shorter than its limit is
     * the last one for now.
     *
     * @param after only events with a greater number
     * @param limit events at most
     * @param host only events about it; empty: all
     * @param step only events of it; empty: all
     */
    public List<NumberedEvent> events(long run, long after, int limit, Optional<String> host, Optional<String> step) {
        return new EventPage(jdbi, json, run, host, step)
                .read(after, limit, Integer.MAX_VALUE)
                .events();
    }

    /** Hosts x tasks of a run, also while it runs. */
    public Matrix matrix(long run) {
        return new Matrix(hosts(run), columns(run), jdbi.withHandle(handle -> handle.select(
                        "select * from run_task where run = ? order by host, step", run)
                .map((row, context) -> cell(row))
                .list()));
    }

    /** The hosts of a run by name: those of the plays that have begun. */
    public List<String> hosts(long run) {
        return jdbi.withHandle(handle -> handle.select("select host from run_host where run = ? order by host", run)
                .mapTo(String.class)
                .list());
    }

    /** The tasks of a run in order: those of the plays that have begun. */
    public List<Matrix.Column> columns(long run) {
        return jdbi.withHandle(handle -> handle.select(
                        "select step, play, name, module from run_step where run = ? order by position", run)
                .map((row, context) ->
                        new Matrix.Column(row.getString(1), row.getString(2), row.getString(3), row.getString(4)))
                .list());
    }

    /** How many tasks of each host stand how. */
    public List<Matrix.Count> counts(long run) {
        return jdbi.withHandle(handle -> handle.select(
                        "select host, status, ignored, count(*) from run_task where run = ?"
                                + " group by host, status, ignored",
                        run)
                .map((row, context) ->
                        new Matrix.Count(row.getString(1), row.getString(2), row.getBoolean(3), row.getInt(4)))
                .list());
    }

    /** The cells of some hosts and some tasks; none where either is empty. */
    public List<Matrix.Cell> cells(long run, Collection<String> hosts, Collection<String> steps) {
        if (hosts.isEmpty() || steps.isEmpty()) {
            return List.of();
        }
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from run_task where run = :run and step in (<steps>) and host in (<hosts>)")
                .bind("run", run)
                .bindList("steps", List.copyOf(steps))
                .bindList("hosts", List.copyOf(hosts))
                .map((row, context) -> cell(row))
                .list());
    }

    /** The cells that stand so, by host and task. */
    public List<Matrix.Cell> cells(long run, String... statuses) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from run_task where run = :run and status in (<statuses>) order by host, step")
                .bind("run", run)
                .bindList("statuses", List.of(statuses))
                .map((row, context) -> cell(row))
                .list());
    }

    private static Matrix.Cell cell(ResultSet row) throws SQLException {
        return new Matrix.Cell(
                row.getString("step"),
                row.getString("host"),
                row.getString("status"),
                row.getBoolean("ignored"),
                Column.instant(row, "started_at"),
                Optional.ofNullable(row.getObject("took_millis", Long.class)).map(Duration::ofMillis),
                row.getString("message"),
                row.getLong("event_number"));
    }

    /** A task of one host that went well: the event that tells of it. */
    public record Done(String host, long run, long event) {}

    /**
     * Where the tasks of a module went well, the newest first.
     *
     * @param module its name
     * @param runs in how many of the last runs
     */
    public List<Done> done(String module, int runs) {
        return jdbi.withHandle(handle -> handle.select(
                        "select t.host, t.run, t.event_number from run_task t"
                                + " join run_step s on s.run = t.run and s.step = t.step"
                                + " where t.run > (select coalesce(max(id), 0) from run) - ? and s.module = ?"
                                + " and t.status in ('ok', 'changed') order by t.run desc, t.event_number desc",
                        runs,
                        module)
                .map((row, context) -> new Done(row.getString(1), row.getLong(2), row.getLong(3)))
                .list());
    }

    /** One event; empty: it is no longer kept. */
    public Optional<NumberedEvent> event(long run, long number) {
        return events(run, number - 1, 1).stream()
                .filter(event -> event.number() == number)
                .findFirst();
    }

    /** When a task was last heard of on a host, to the accuracy of one written batch; empty: never. */
    public Optional<Instant> lastHeard(long run, String host, String step) {
        return jdbi.withHandle(handle -> handle.select(
                        "select " + EventRow.COLUMNS
                                + " from run_event where id > ? and id < ? and host = ? and step = ?"
                                + " order by id desc fetch first 1 rows only",
                        Projection.key(run, 0),
                        Projection.key(run + 1, 0),
                        host,
                        step)
                .map((row, context) -> EventRow.read(row).at())
                .findOne());
    }

    /**
     * The last run of a playbook that went well and was no check: a check proves nothing of what would be changed.
     *
     * @param playbook its name
     * @param before only runs with a smaller number; empty: any
     */
    public Optional<Run> lastGreen(String playbook, Optional<Long> before) {
        return greens(playbook, before.orElse(Long.MAX_VALUE), 1).stream().findFirst();
    }

    /** The median duration of a playbook's last 21 green runs that were no checks; empty where there was none. */
    public Optional<Duration> medianDuration(String playbook) {
        List<Duration> all = greens(playbook, Long.MAX_VALUE, MEDIAN_OF).stream()
                .flatMap(run -> run.times().took().stream())
                .sorted()
                .toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() / 2));
    }

    /** Ordered as the index is: a database that sees no further than that reads no more than it gives. */
    private List<Run> greens(String playbook, long before, int limit) {
        String sql = "select " + RunRows.COLUMNS + " from run r where r.playbook = ? and r.status = ? and r.id < ?"
                + " and r.options not like '%\"check\":true%' order by r.playbook desc, r.status desc, r.id desc fetch first "
                + limit + " rows only";
        return jdbi.withHandle(handle -> handle.select(sql, playbook, RunStatus.OK.word(), before)
                .map(rows)
                .list());
    }
}
