package dev.steward.runner.metrics.form;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** How long something took since the start of this process, as a histogram in seconds. Thread-safe. */
public final class Durations {

    private static final double[] UP_TO = {
        0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, Double.POSITIVE_INFINITY
    };

    private final String name;
    private final String help;
    private final Map<Labels, Seen> series = new LinkedHashMap<>();

    private static final class Seen {

        private final long[] counts = new long[UP_TO.length];
        private double sum;
    }

    /** None yet. */
    public Durations(String name, String help) {
        this.name = name;
        this.help = help;
    }

    /** Counts one. */
    public synchronized void add(Duration took, String... labels) {
        double seconds = took.toNanos() / 1e9;
        Seen seen = series.computeIfAbsent(Labels.of(labels), key -> new Seen());
        int at = 0;
        while (seconds > UP_TO[at]) {
            at++;
        }
        seen.counts[at]++;
        seen.sum += seconds;
    }

    synchronized MetricSnapshot snapshot() {
        HistogramSnapshot.Builder all = HistogramSnapshot.builder().name(name).help(help);
        series.forEach((labels, seen) -> all.dataPoint(HistogramDataPointSnapshot.builder()
                .labels(labels)
                .classicHistogramBuckets(ClassicHistogramBuckets.of(UP_TO, seen.counts))
                .sum(seen.sum)
                .build()));
        return all.build();
    }
}
