package dev.steward.runner.store;

import dev.steward.runner.event.EventJson;
import dev.steward.runner.event.LinesOnce;
import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.store.RunQueries.Piece;
import dev.steward.runner.store.row.EventRow;
import dev.steward.runner.store.trouble.Spoilt;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.ResultIterator;

/**
 * Reads rows of events in the order of their first number and unpacks output. Packs of one batch interleave, so an event
 * is final once the rows read reach beyond its number; a pack that holds numbers after {@code after} begins at most
 * {@link EventWriter#SPAN} before.
 */
final class EventPage {

    private static final long MOST = 0xFFFF_FFFFL;
    private static final int FIRST_ROWS = 4;
    private static final int MOST_ROWS = 1024;
    private static final int FIRST_REACH = 8;

    /** Characters of rows that are read at once, roughly: memory does not grow with what hosts print. */
    private static final int ROOM = 1 << 20;

    /** The same where lines are bounded, and a few rows may hold enough of them. */
    private static final int SMALL_ROOM = 1 << 17;

    private final Jdbi jdbi;
    private final EventJson json;
    private final long run;
    private final Optional<String> host;
    private final Optional<String> step;
    private final boolean told;

    EventPage(Jdbi jdbi, EventJson json, long run, Optional<String> host, Optional<String> step) {
        this(jdbi, json, new Wanted(run, host, step, false));
    }

    EventPage(Jdbi jdbi, EventJson json, Wanted wanted) {
        this.jdbi = jdbi;
        this.json = json;
        this.run = wanted.run();
        this.host = wanted.host();
        this.step = wanted.step();
        this.told = wanted.told();
    }

    /**
     * Which events.
     *
     * @param host only events about it; empty: all
     * @param step only events of it; empty: all
     * @param told as a log tells them, {@link EventJson#readTold}
     */
    record Wanted(long run, Optional<String> host, Optional<String> step, boolean told) {}

    /** One row: its first number, its characters and its events. */
    private record Row(long first, int size, List<NumberedEvent> events) {}

    /** Events after one, in order, until there are so many of them, or so many lines. */
    Piece read(long after, int events, int lines) {
        List<NumberedEvent> found = new ArrayList<>();
        Walk walk = new Walk(after, MOST, lines == Integer.MAX_VALUE ? ROOM : SMALL_ROOM);
        long told = 0;
        while (walk.hasNext()) {
            if (found.size() == events || told >= lines) {
                return new Piece(found, true);
            }
            NumberedEvent next = walk.next();
            told += lines(next);
            found.add(next);
        }
        return new Piece(found, false);
    }

    /** Events after one, in order, until there are so many of them, or so many characters were read. */
    Piece some(long after, int events, long characters) {
        List<NumberedEvent> found = new ArrayList<>();
        Walk walk = new Walk(after, MOST, SMALL_ROOM);
        while (found.size() < events && (walk.characters < characters || !walk.sure.isEmpty()) && walk.hasNext()) {
            found.add(walk.next());
        }
        return new Piece(found, walk.more || !walk.sure.isEmpty());
    }

    /** Every event after one, in order. */
    Iterator<NumberedEvent> walk(long after) {
        return new Walk(after, MOST, ROOM);
    }

    /** After which number a piece begins that ends with a certain event. */
    long back(long last, int events, int lines) {
        long reach = FIRST_REACH;
        Optional<Long> begin = Optional.empty();
        long from = last;
        while (begin.isEmpty() && from > 0) {
            from = Math.max(0, last - reach);
            begin = begin(between(from, last), events, lines);
            reach *= 4;
        }
        return begin.orElse(0L);
    }

    private List<NumberedEvent> between(long after, long last) {
        List<NumberedEvent> found = new ArrayList<>();
        Walk walk = new Walk(after, last, SMALL_ROOM);
        while (walk.hasNext()) {
            NumberedEvent event = walk.next();
            if (event.number() > last) {
                return found;
            }
            found.add(event);
        }
        return found;
    }

    /** Empty: there is room for what stands before them. */
    private static Optional<Long> begin(List<NumberedEvent> found, int events, int lines) {
        long told = 0;
        for (int i = found.size() - 1; i >= 0; i--) {
            int some = found.size() - i;
            told += lines(found.get(i));
            if (some > 1 && told > lines) {
                return Optional.of(found.get(i).number());
            }
            if (some == events) {
                return Optional.of(found.get(i).number() - 1);
            }
        }
        return Optional.empty();
    }

    /** How many lines an event has where it is shown; those of a message are few. */
    private static long lines(NumberedEvent event) {
        return event.event() instanceof RunEvent.Output said
                ? 1 + said.text().chars().filter(c -> c == '\n').count()
                : 1;
    }

    private static int more(int rows, Chunk chunk, int room) {
        if (chunk.cut()) {
            return chunk.rows().size();
        }
        return chunk.size() * 2 > room ? rows : Math.min(rows * 2, MOST_ROWS);
    }

    /** Goes forward from row to row. */
    private final class Walk implements Iterator<NumberedEvent> {

        private final long after;
        private final long last;
        private final int room;
        private final ArrayDeque<NumberedEvent> sure = new ArrayDeque<>();
        private List<NumberedEvent> held = new ArrayList<>();
        private long cursor;
        private long characters;
        private int rows = FIRST_ROWS;
        private boolean more = true;
        private boolean blind;

        /** From the event after one to the rows that begin with another. */
        Walk(long after, long last, int room) {
            this.after = after;
            this.last = last;
            this.room = room;
            Optional<Long> beginning = beginning(after);
            this.cursor = beginning.orElse(after);
            this.blind = beginning.isEmpty();
        }

        @Override
        public boolean hasNext() {
            while (sure.isEmpty() && more) {
                look();
            }
            return !sure.isEmpty();
        }

        @Override
        public NumberedEvent next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return sure.poll();
        }

        private void look() {
            Chunk chunk = rows(after, new Span(cursor, last), rows, room);
            if (blind && !chunk.rows().isEmpty()) {
                // written since it was asked where they begin: perhaps before that number
                blind = false;
                cursor = beginning(after).orElse(after);
                chunk = rows(after, new Span(cursor, last), rows, room);
            }
            chunk.rows().forEach(row -> held.addAll(row.events()));
            more = chunk.cut() || chunk.rows().size() == rows;
            characters += chunk.size();
            rows = more(rows, chunk, room);
            cursor = more ? chunk.rows().get(chunk.rows().size() - 1).first() : MOST;
            held.sort(Comparator.comparingLong(NumberedEvent::number));
            List<NumberedEvent> rest = new ArrayList<>();
            held.forEach(event -> (event.number() <= cursor ? sure : rest).add(event));
            held = rest;
        }
    }

    /** The number before the first row that holds something after {@code after}, where there is one; an index alone tells. */
    private Optional<Long> beginning(long after) {
        return jdbi.withHandle(handle -> handle.select(
                                "select min(id) from run_event where last_id > ? and last_id <= ?",
                                Projection.key(run, after),
                                Projection.key(run, Math.min(MOST, after + EventWriter.SPAN)))
                        .mapTo(Long.class)
                        .findOne())
                .map(id -> Math.min(after, (id & MOST) - 1));
    }

    /** First numbers: from the one after a number to another. */
    private record Span(long after, long to) {}

    /**
     * Rows that were read at once.
     *
     * @param cut whether it ends before the rows asked for, since these had no room
     */
    private record Chunk(List<Row> rows, boolean cut) {

        long size() {
            return rows.stream().mapToLong(Row::size).sum();
        }
    }

    private Chunk rows(long after, Span span, int rows, int room) {
        String sql = "select " + EventRow.COLUMNS + " from run_event"
                + " where id > ? and id <= ? and last_id > ?"
                + host.map(h -> " and host = ?").orElse("")
                + step.map(s -> " and step = ?").orElse("")
                + " order by id fetch first " + rows + " rows only";
        List<Object> values = new ArrayList<>(
                List.of(Projection.key(run, span.after()), Projection.key(run, span.to()), Projection.key(run, after)));
        host.ifPresent(values::add);
        step.ifPresent(values::add);
        return jdbi.withHandle(handle -> {
            try (ResultIterator<Row> all = handle.select(sql, values.toArray())
                    .map((row, context) -> row(row, after))
                    .iterator()) {
                return chunk(all, room);
            }
        });
    }

    /** Small rows may be followed by rows ten thousand times as long. */
    private static Chunk chunk(Iterator<Row> all, int room) {
        List<Row> some = new ArrayList<>();
        long size = 0;
        while (size < room && all.hasNext()) {
            some.add(all.next());
            size += some.get(some.size() - 1).size();
        }
        return new Chunk(some, all.hasNext());
    }

    private Row row(ResultSet rows, long after) throws SQLException {
        EventRow row = EventRow.read(rows);
        return Spoilt.unless(() -> row(row, after));
    }

    private Row row(EventRow row, long after) {
        String payload = row.payload();
        long first = row.id() & MOST;
        if (row.kind().equals("output")) {
            var pack = new OutputPack.Row(run, first, row.host(), row.step(), payload);
            return new Row(first, payload.length(), OutputPack.read(json, pack, after));
        }
        RunEvent event = told ? json.readTold(row.kind(), payload) : LinesOnce.read(json.read(row.kind(), payload));
        return new Row(first, payload.length(), List.of(new NumberedEvent(run, first, row.at(), event)));
    }
}
