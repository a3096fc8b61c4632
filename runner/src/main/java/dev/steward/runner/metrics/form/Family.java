package dev.steward.runner.metrics.form;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The series of one name. A series told twice is the later one: a text with the same series twice is refused as a whole. */
public final class Family {

    private static final String TOTAL = "_total";

    private final Kind kind;
    private final String name;
    private final String help;
    private final Map<Labels, Double> series;
    private final List<String> always;

    /** What its values are. */
    enum Kind {
        GAUGE,
        COUNTER,
        UNTYPED
    }

    Family(Kind kind, String name, String help) {
        this(kind, name, help, new LinkedHashMap<>(), List.of());
    }

    private Family(Kind kind, String name, String help, Map<Labels, Double> series, List<String> always) {
        this.kind = kind;
        this.name = name;
        this.help = help;
        this.series = series;
        this.always = always;
    }

    /**
     * The same family, where each series that is added gets these labels first.
     *
     * @param labels name, value, name, value …
     */
    public Family with(String... labels) {
        return new Family(kind, name, help, series, List.of(labels));
    }

    /**
     * Adds a series.
     *
     * @param labels name, value, name, value …
     */
    public Family add(double value, String... labels) {
        String[] all = Stream.concat(always.stream(), Stream.of(labels)).toArray(String[]::new);
        series.put(Labels.of(all), value);
        return this;
    }

    /** Adds 1 or 0. */
    public Family add(boolean value, String... labels) {
        return add(value ? 1 : 0, labels);
    }

    /** Adds a moment, in seconds since 1970. */
    public Family add(Instant at, String... labels) {
        return add(at.toEpochMilli() / 1000.0, labels);
    }

    /** Adds a series where there is a value. */
    public Family add(OptionalDouble value, String... labels) {
        value.ifPresent(there -> add(there, labels));
        return this;
    }

    /** An empty one of the same name. */
    Family empty() {
        return new Family(kind, name, help);
    }

    /** Adds all of another. */
    void take(Family other) {
        series.putAll(other.series);
    }

    MetricSnapshot snapshot() {
        return switch (kind) {
            case GAUGE -> gauge();
            case COUNTER -> counter();
            case UNTYPED -> untyped();
        };
    }

    private MetricSnapshot gauge() {
        GaugeSnapshot.Builder all = GaugeSnapshot.builder().name(name).help(help);
        series.forEach((labels, value) -> all.dataPoint(
                GaugeDataPointSnapshot.builder().labels(labels).value(value).build()));
        return all.build();
    }

    /** The library adds the suffix itself. */
    private MetricSnapshot counter() {
        CounterSnapshot.Builder all = CounterSnapshot.builder()
                .name(name.substring(0, name.length() - TOTAL.length()))
                .help(help);
        series.forEach((labels, value) -> all.dataPoint(
                CounterDataPointSnapshot.builder().labels(labels).value(value).build()));
        return all.build();
    }

    private MetricSnapshot untyped() {
        UnknownSnapshot.Builder all = UnknownSnapshot.builder().name(name).help(help);
        series.forEach((labels, value) -> all.dataPoint(
                UnknownDataPointSnapshot.builder().labels(labels).value(value).build()));
        return all.build();
    }
}
