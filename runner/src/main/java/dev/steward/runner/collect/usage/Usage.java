package dev.steward.runner.collect.usage;

import dev.steward.runner.proxmox.detail.Series.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a node or guest used, or how a UPS stood, in steps of one length.
 *
 * @param span how far back
 * @param from where the first step begins
 * @param step how long each is
 * @param count how many there are
 * @param lines what was measured at all
 */
public record Usage(Span span, Instant from, Duration step, int count, Map<Measure, Line> lines) {

    public Usage {
        lines = Map.copyOf(lines);
    }

    /**
     * One measure.
     *
     * @param means of each step; empty: nothing was measured, as while it was off
     * @param most the greatest single value, which may be more than each mean
     */
    public record Line(List<OptionalDouble> means, double most) {

        public Line {
            means = List.copyOf(means);
        }

        /** The means for JSON: null where nothing was measured. */
        public List<Double> values() {
            return means.stream()
                    .map(mean -> mean.isPresent() ? (Double) mean.getAsDouble() : null)
                    .toList();
        }

        /** The last mean there is; empty: nothing was measured. */
        public OptionalDouble last() {
            return means.stream()
                    .filter(OptionalDouble::isPresent)
                    .reduce((earlier, later) -> later)
                    .orElse(OptionalDouble.empty());
        }

        /** The mean of all. */
        public OptionalDouble mean() {
            return means.stream()
                    .filter(OptionalDouble::isPresent)
                    .mapToDouble(OptionalDouble::getAsDouble)
                    .average();
        }
    }

    /** One without lines, that ends with the step that goes on: what is shown does not move with each second. */
    static Usage empty(Span span, Instant now) {
        Duration step = step(span);
        long each = step.toSeconds();
        long last = -Math.floorDiv(-now.getEpochSecond(), each) * each;
        Instant from = Instant.ofEpochSecond(last).minus(span.length());
        return new Usage(span, from, step, (int) span.length().dividedBy(step), Map.of());
    }

    /** How long a step of a span is: about as many of them as a chart has room for. */
    static Duration step(Span span) {
        return switch (span) {
            case HOUR -> Duration.ofMinutes(1);
            case DAY -> Duration.ofMinutes(5);
            case WEEK -> Duration.ofMinutes(30);
            case MONTH -> Duration.ofHours(2);
        };
    }

    /** The ends of the steps. */
    public List<Instant> times() {
        List<Instant> times = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            times.add(from.plus(step.multipliedBy(i)));
        }
        return times;
    }
}
