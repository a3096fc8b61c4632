package dev.steward.runner.store;

import dev.steward.runner.event.EventJson;
import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.event.RunEvent.Output;
import dev.steward.runner.store.row.EventRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Output of one task on one host, many events in one row: {@code [[number - first, microseconds, "stream", "text"], …]}.
 * A row for each line would cost ten times the time and space. The packs of a batch may interleave.
 */
final class OutputPack {

    /** About what stands around the part of one event: brackets, commas, its number and its time. */
    static final int FRAME = 24;

    private final NumberedEvent first;
    private final StringBuilder payload = new StringBuilder("[");
    private long last;

    OutputPack(NumberedEvent first) {
        this.first = first;
    }

    /** The part of an event's payload that the row does not say already, as JSON without its brackets. */
    static String part(EventJson json, Output output) {
        String list = json.text(List.of(output.stream(), output.text()));
        return list.substring(1, list.length() - 1);
    }

    /** Whether one more part, with what stands around it and the row's sum, keeps the row's text in the row. */
    boolean takes(String part) {
        return payload.length() == 1 || payload.length() + part.length() + 48 < EventRow.INLINE;
    }

    void add(NumberedEvent event, String part) {
        if (payload.length() > 1) {
            payload.append(',');
        }
        last = event.number();
        payload.append('[')
                .append(last - first.number())
                .append(',')
                .append(ChronoUnit.MICROS.between(Instant.EPOCH, event.at()))
                .append(',')
                .append(part)
                .append(']');
    }

    NumberedEvent first() {
        return first;
    }

    long last() {
        return last;
    }

    String payload() {
        return payload + "]";
    }

    /** The events of a row with a greater number than {@code after}. */
    static List<NumberedEvent> read(EventJson json, Row row, long after) {
        List<NumberedEvent> events = new ArrayList<>();
        for (Object one : json.value(row.payload(), List.class)) {
            List<?> parts = (List<?>) one;
            long number = row.first() + (Long) parts.get(0);
            if (number > after) {
                Instant at = Instant.EPOCH.plus((Long) parts.get(1), ChronoUnit.MICROS);
                Output output = new Output(row.step(), row.host(), (String) parts.get(2), (String) parts.get(3));
                events.add(new NumberedEvent(row.run(), number, at, output));
            }
        }
        return events;
    }

    /** What a row says beside its pack. */
    record Row(long run, long first, String host, String step, String payload) {}
}
