package dev.steward.runner.collect.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** Gathers samples of one measure into times of one length: the mean of each, weighed by how long a sample holds in it. */
final class Bins {

    private final Instant from;
    private final long step;
    private final double[] sums;
    private final double[] weights;
    private final double[] mosts;

    /**
     * Empty bins.
     *
     * @param from where the first begins
     * @param step how long each is
     */
    Bins(Instant from, Duration step, int count) {
        this.from = from;
        this.step = step.toMillis();
        this.sums = new double[count];
        this.weights = new double[count];
        this.mosts = new double[count];
        Arrays.fill(mosts, Double.NEGATIVE_INFINITY);
    }

    void add(List<Sample> samples) {
        samples.forEach(this::add);
    }

    private void add(Sample sample) {
        long begin = Duration.between(from, sample.from()).toMillis();
        long end = Duration.between(from, sample.to()).toMillis();
        int last = (int) Math.min(sums.length - 1L, Math.floorDiv(end - 1, step));
        for (int i = (int) Math.max(0, Math.floorDiv(begin, step)); i <= last; i++) {
            double weight = Math.min(end, (i + 1) * step) - Math.max(begin, i * step);
            if (weight > 0) {
                sums[i] += weight * sample.value();
                weights[i] += weight;
                mosts[i] = Math.max(mosts[i], sample.value());
            }
        }
    }

    /** The means; where this has none, the other's. */
    Usage.Line or(Bins other) {
        List<OptionalDouble> means = new ArrayList<>();
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < sums.length; i++) {
            Bins one = weights[i] > 0 ? this : other;
            means.add(one.weights[i] > 0 ? OptionalDouble.of(one.sums[i] / one.weights[i]) : OptionalDouble.empty());
            most = Math.max(most, one.mosts[i]);
        }
        return new Usage.Line(means, most);
    }

    boolean empty() {
        for (double weight : weights) {
            if (weight > 0) {
                return false;
            }
        }
        return true;
    }
}
