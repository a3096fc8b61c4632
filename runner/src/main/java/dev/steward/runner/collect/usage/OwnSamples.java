package dev.steward.runner.collect.usage;

import dev.steward.runner.store.estate.Noted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What was collected by ourselves. A reading holds since the one before it, unless too much time lies between: nobody looked then.
 * Traffic of guests is counted since their start, so that it is the difference of two readings.
 */
final class OwnSamples {

    /** Three passes of a collector that nobody configured. */
    private static final Duration LEAST = Duration.ofMinutes(15);

    private static final int USUAL = 90;

    private static final Map<Measure, String> COUNTERS = Map.of(
            Measure.READ, "diskread",
            Measure.WRITTEN, "diskwrite",
            Measure.RECEIVED, "netin",
            Measure.SENT, "netout");

    private final List<Noted> all;
    private final boolean guest;
    private final Duration longest;

    /**
     * Samples of readings.
     *
     * @param all the oldest first
     */
    OwnSamples(List<Noted> all, boolean guest) {
        this.all = all;
        this.guest = guest;
        this.longest = longest(all);
    }

    private static Duration longest(List<Noted> all) {
        List<Duration> gaps = new ArrayList<>();
        for (int i = 1; i < all.size(); i++) {
            gaps.add(Duration.between(all.get(i - 1).at(), all.get(i).at()));
        }
        gaps.sort(null);
        Duration usual = gaps.isEmpty() ? Duration.ZERO : gaps.get((gaps.size() - 1) * USUAL / 100);
        Duration three = usual.multipliedBy(3);
        return three.compareTo(LEAST) < 0 ? LEAST : three;
    }

    List<Sample> of(Measure measure) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 1; i < all.size(); i++) {
            Noted before = all.get(i - 1);
            Noted now = all.get(i);
            Duration gap = Duration.between(before.at(), now.at());
            if (!gap.isZero() && gap.compareTo(longest) <= 0) {
                value(measure, before, now, gap)
                        .ifPresent(value -> samples.add(new Sample(before.at(), now.at(), value)));
            }
        }
        return samples;
    }

    private OptionalDouble value(Measure measure, Noted before, Noted now, Duration gap) {
        if (!guest) {
            return ofNode(measure, now.readings());
        }
        if (!"running".equals(now.readings().get("status"))) {
            return OptionalDouble.empty();
        }
        return COUNTERS.containsKey(measure)
                ? rate(COUNTERS.get(measure), before, now, gap)
                : ofGuest(measure, now.readings());
    }

    /* A counter that fell began anew. */
    private static OptionalDouble rate(String name, Noted before, Noted now, Duration gap) {
        OptionalDouble earlier = number(before.readings().get(name));
        OptionalDouble later = number(now.readings().get(name));
        if (earlier.isEmpty() || later.isEmpty() || later.getAsDouble() < earlier.getAsDouble()) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of((later.getAsDouble() - earlier.getAsDouble()) * 1000 / gap.toMillis());
    }

    private static OptionalDouble ofGuest(Measure measure, Map<String, Object> readings) {
        return switch (measure) {
            case CPU -> number(readings.get("cpu_usage"));
            case MEMORY -> number(readings.get("memory_used"));
            case MEMORY_LIMIT -> number(readings.get("maxmem"));
            case DISK -> number(readings.get("rootfs_used"));
            case DISK_LIMIT -> number(readings.get("maxdisk"));
            default -> OptionalDouble.empty();
        };
    }

    private static OptionalDouble ofNode(Measure measure, Map<String, Object> readings) {
        return switch (measure) {
            case CPU -> number(readings.get("cpu"));
            case WAIT -> number(readings.get("wait"));
            case MEMORY -> inside(readings, "memory", "used");
            case MEMORY_LIMIT -> inside(readings, "memory", "total");
            case SWAP -> inside(readings, "swap", "used");
            case DISK -> inside(readings, "rootfs", "used");
            case DISK_LIMIT -> inside(readings, "rootfs", "total");
            case RECEIVED -> number(readings.get("netin"));
            case SENT -> number(readings.get("netout"));
            default -> OptionalDouble.empty();
        };
    }

    private static OptionalDouble inside(Map<String, Object> readings, String what, String field) {
        return readings.get(what) instanceof Map<?, ?> fields ? number(fields.get(field)) : OptionalDouble.empty();
    }

    private static OptionalDouble number(Object said) {
        return said instanceof Number number ? OptionalDouble.of(number.doubleValue()) : OptionalDouble.empty();
    }
}
