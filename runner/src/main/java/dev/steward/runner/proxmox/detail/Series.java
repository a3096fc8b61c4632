package dev.steward.runner.proxmox.detail;

import dev.steward.runner.proxmox.PveFields;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Measurements over time ({@code rrddata}). PVE 8 and 9 keep other steps and names, and send rows without values for times
 * before the thing existed or while it was off.
 *
 * @param rows by time
 */
public record Series(List<PveFields> rows) {

    public Series {
        rows = List.copyOf(rows);
    }

    /** How far back. */
    public enum Span {
        HOUR(Duration.ofHours(1)),
        DAY(Duration.ofDays(1)),
        WEEK(Duration.ofDays(7)),
        MONTH(Duration.ofDays(30));

        private final Duration length;

        Span(Duration length) {
            this.length = length;
        }

        /** How long it is. */
        public Duration length() {
            return length;
        }

        /** As PVE and our pages call it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A value at a time; empty: nothing was measured. */
    public record Point(Instant at, OptionalDouble value) {}

    /**
     * One measurement of what is asked for; PVE 8 answers a longer time than that.
     *
     * @param names of the field, the newer first; the first that a row has counts
     * @param from points before it are left out
     */
    public List<Point> of(Instant from, String... names) {
        List<Point> points = new ArrayList<>();
        for (PveFields row : rows) {
            Instant at = Instant.ofEpochSecond(row.number("time").orElse(0));
            if (!at.isBefore(from)) {
                points.add(new Point(at, value(row, names)));
            }
        }
        return points;
    }

    private static OptionalDouble value(PveFields row, String... names) {
        for (String name : names) {
            OptionalDouble value = row.decimal(name);
            if (value.isPresent()) {
                return value;
            }
        }
        return OptionalDouble.empty();
    }
}
