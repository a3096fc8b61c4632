package dev.steward.runner.outage.budget;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How long the battery lasts at another load, by the ratio of loads. Batteries give more than that at a lower load, so the estimate
 * errs to the short side.
 *
 * @param runtime at the present load
 * @param load the present one in per cent of the nominal power
 * @param nominal power of the UPS in watts
 */
public record LoadEstimate(Duration runtime, double load, double nominal) {

    /** Below this load the ratio means nothing. */
    private static final double FLOOR = 1;

    /**
     * After something went off.
     *
     * @param what went off, in words
     * @param load in per cent from then on
     * @param runtime of a battery that is as full as now
     */
    public record After(String what, double load, Duration runtime) {}

    /** At another load in per cent. */
    public Duration at(double other) {
        return Duration.ofMillis(Math.round(runtime.toMillis() * load / Math.max(FLOOR, other)));
    }

    /** The present load in watts. */
    public double watts() {
        return load / 100 * nominal;
    }

    /**
     * As machines go off one after the other.
     *
     * @param off what goes off, with its watts, in order; one whose watts are not known ends the list, for nothing after it can be told
     */
    public List<After> each(Map<String, OptionalDouble> off) {
        List<After> all = new ArrayList<>();
        double watts = watts();
        for (Map.Entry<String, OptionalDouble> one : off.entrySet()) {
            if (one.getValue().isEmpty()) {
                return all;
            }
            watts = Math.max(0, watts - one.getValue().getAsDouble());
            double then = watts / nominal * 100;
            all.add(new After(one.getKey(), then, at(then)));
        }
        return all;
    }
}
