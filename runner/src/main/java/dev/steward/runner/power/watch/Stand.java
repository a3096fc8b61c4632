package dev.steward.runner.power.watch;

import java.time.Duration;
import java.util.Optional;

/**
 * What one UPS is worth at a moment.
 *
 * @param lost whether it counts as a feed that is gone or runs down
 * @param gone whether nothing more is to be expected of it: LB that held, FSD, or a battery that must be empty by now
 * @param low LB that held, or the same while nobody sees it
 * @param forced FSD that is obeyed
 * @param mains whether it is known to be on mains
 * @param silent whether it does not answer
 * @param atOnce whether an outage of it counts without waiting, for another reason than LB and FSD
 * @param until the last moment it counts as lost, in monotonic nanoseconds
 * @param charge in per cent, of two answers that agree where it is lost
 * @param runtime the same; while it is silent what must be left
 * @param load in per cent
 * @param why it is lost, as a sentence; empty where it is not
 */
record Stand(
        boolean lost,
        boolean gone,
        boolean low,
        boolean forced,
        boolean mains,
        boolean silent,
        boolean atOnce,
        long until,
        Optional<Double> charge,
        Optional<Duration> runtime,
        Optional<Double> load,
        String why) {}
