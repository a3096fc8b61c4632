package dev.steward.runner.store;

import dev.steward.runner.event.EventJson;
import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.store.row.Column;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Reads rows of events in the order of their first number and unpacks output. Packs of one batch interleave, so an event
 * is final once the rows read reach beyond its number; a pack that holds numbers after {@code after} begins at most
 * {@link EventWriter#SPAN} before.
 */
final class EventPage {

    private static final long MOST = 0xFFFF_FFFFL;
    private static final int FIRST_ROWS = 4;

    private final Jdbi jdbi;
    private final EventJson json;
    private final long run;
    private final Optional<String> host;
    private final Optional<String> step;

    EventPage(Jdbi jdbi, EventJson json, long run, Optional<String> host, Optional<String> step) {
        this.jdbi = jdbi;
        this.json = json;
        this.run = run;
        this.host = host;
        this.step = step;
    }

    /** One row: its first number and its events. */
    private record Row(long first, List<NumberedEvent> events) {}

    List<NumberedEvent> read(long after, int limit) {
        List<NumberedEvent> found = new ArrayList<>();
        long cursor = Math.max(0, after - EventWriter.SPAN);
        int rows = FIRST_ROWS;
        boolean more = true;
        while (more) {
            List<Row> chunk = rows(after, cursor, rows);
            chunk.forEach(row -> found.addAll(row.events()));
            more = chunk.size() == rows;
            if (more) {
                long bound = chunk.get(chunk.size() - 1).first();
                more = found.stream().filter(event -> event.number() <= bound).count() < limit;
                cursor = bound;
                rows = Math.min(rows * 2, 1024);
            }
        }
        found.sort(Comparator.comparingLong(NumberedEvent::number));
        return List.copyOf(found.subList(0, Math.min(limit, found.size())));
    }

    private List<Row> rows(long after, long cursor, int rows) {
        String sql = "select id, happened_at, kind, host, step, payload, payload_rest from run_event"
                + " where id > ? and id <= ? and last_id > ?"
                + host.map(h -> " and host = ?").orElse("")
                + step.map(s -> " and step = ?").orElse("")
                + " order by id fetch first " + rows + " rows only";
        return jdbi.withHandle(handle -> {
            var query = handle.createQuery(sql)
                    .bind(0, Projection.key(run, cursor))
                    .bind(1, Projection.key(run, MOST))
                    .bind(2, Projection.key(run, after));
            int next = 3;
            if (host.isPresent()) {
                query.bind(next++, host.get());
            }
            if (step.isPresent()) {
                query.bind(next, step.get());
            }
            return query.map((row, context) -> row(row, after)).list();
        });
    }

    private Row row(ResultSet row, long after) throws SQLException {
        String rest = row.getString("payload_rest");
        String payload = rest == null ? row.getString("payload") : row.getString("payload") + rest;
        long first = row.getLong("id") & MOST;
        String kind = row.getString("kind");
        if (kind.equals("output")) {
            var pack = new OutputPack.Row(run, first, row.getString("host"), row.getString("step"), payload);
            return new Row(first, OutputPack.read(json, pack, after));
        }
        var at = Column.at(row, "happened_at");
        return new Row(first, List.of(new NumberedEvent(run, first, at, json.read(kind, payload))));
    }
}
