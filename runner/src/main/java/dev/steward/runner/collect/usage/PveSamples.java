package dev.steward.runner.collect.usage;

import dev.steward.runner.proxmox.detail.Series;
import dev.steward.runner.proxmox.detail.Series.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What PVE keeps ({@code rrddata}): each value is the mean of the step that ends at its time. */
final class PveSamples {

    static final Map<Measure, String> NODE = Map.of(
            Measure.CPU, "cpu",
            Measure.WAIT, "iowait",
            Measure.MEMORY, "memused",
            Measure.MEMORY_LIMIT, "memtotal",
            Measure.SWAP, "swapused",
            Measure.DISK, "rootused",
            Measure.DISK_LIMIT, "roottotal",
            Measure.RECEIVED, "netin",
            Measure.SENT, "netout");

    static final Map<Measure, String> GUEST = Map.of(
            Measure.CPU, "cpu",
            Measure.MEMORY, "mem",
            Measure.MEMORY_LIMIT, "maxmem",
            Measure.DISK, "disk",
            Measure.DISK_LIMIT, "maxdisk",
            Measure.READ, "diskread",
            Measure.WRITTEN, "diskwrite",
            Measure.RECEIVED, "netin",
            Measure.SENT, "netout");

    private final Series series;
    private final Map<Measure, String> names;
    private final Duration step;

    PveSamples(Series series, Map<Measure, String> names) {
        this.series = series;
        this.names = names;
        this.step = step(series);
    }

    /** How long each value holds; zero where there are none. */
    Duration step() {
        return step;
    }

    private static Duration step(Series series) {
        List<Point> all = series.of(Instant.EPOCH, "time");
        if (all.size() < 2) {
            return Duration.ZERO;
        }
        return Duration.between(all.get(0).at(), all.get(all.size() - 1).at()).dividedBy(all.size() - 1L);
    }

    List<Sample> of(Measure measure) {
        if (!names.containsKey(measure) || step.isZero()) {
            return List.of();
        }
        return series.of(Instant.EPOCH, names.get(measure)).stream()
                .filter(point -> point.value().isPresent())
                .map(point -> Sample.before(point.at(), step, point.value().getAsDouble()))
                .toList();
    }
}
