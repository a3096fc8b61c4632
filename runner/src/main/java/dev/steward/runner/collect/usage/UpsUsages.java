package dev.steward.runner.collect.usage;

import dev.steward.runner.proxmox.detail.Series.Span;
import dev.steward.runner.store.ups.UpsHistory;
import dev.steward.runner.store.ups.UpsRow;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/** How UPSes stood over time, as it was noted. */
public final class UpsUsages {

    /** A reading holds since the one before; three that are missing are a gap, in which nobody looked or nobody answered. */
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private static final double WHOLE = 100;

    private final UpsHistory history;
    private final Time time;

    /** Of what was noted into this history. */
    public UpsUsages(UpsHistory history, Time time) {
        this.history = history;
        this.time = time;
    }

    /** How one UPS stood. */
    public Usage of(String ups, Span span) {
        Usage empty = Usage.empty(span, time.now());
        List<UpsRow> rows = history.since(ups, empty.from().minus(LONGEST));
        Map<Measure, Usage.Line> lines = new EnumMap<>(Measure.class);
        line(lines, empty, rows, Measure.CHARGE, row -> share(row.charge()));
        line(lines, empty, rows, Measure.LOAD, row -> share(row.load()));
        line(lines, empty, rows, Measure.RUNTIME, UpsRow::runtime);
        line(lines, empty, rows, Measure.VOLTAGE, UpsRow::volts);
        return new Usage(span, empty.from(), empty.step(), empty.count(), lines);
    }

    private static OptionalDouble share(OptionalDouble percent) {
        return percent.isPresent() ? OptionalDouble.of(percent.getAsDouble() / WHOLE) : percent;
    }

    private static void line(
            Map<Measure, Usage.Line> lines,
            Usage of,
            List<UpsRow> rows,
            Measure measure,
            Function<UpsRow, OptionalDouble> value) {
        List<Sample> samples = new ArrayList<>();
        Instant before = Instant.EPOCH;
        for (UpsRow row : rows) {
            OptionalDouble said = value.apply(row);
            Instant held = row.at().minus(LONGEST);
            if (said.isPresent()) {
                samples.add(new Sample(before.isAfter(held) ? before : row.at(), row.at(), said.getAsDouble()));
            }
            before = row.at();
        }
        Bins bins = new Bins(of.from(), of.step(), of.count());
        bins.add(samples);
        if (!bins.empty()) {
            lines.put(measure, bins.or(bins));
        }
    }
}
