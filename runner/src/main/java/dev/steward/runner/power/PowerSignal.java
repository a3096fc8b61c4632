package dev.steward.runner.power;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The power of the house at one moment, as decided on polled status and monotonic time; gates and {@code ups} of a power playbook
 * read it. Several UPSes are one signal: the worst of those that count.
 *
 * @param confirmed whether an outage is on that lasted long enough to count
 * @param onBattery whether any UPS that counts is on battery now, confirmed or not
 * @param outage the number of this outage, from 1 in each process; 0: none
 * @param onBatteryFor since the outage's first second on battery; flapping does not reset it before power was stable
 * @param onlineFor since when every UPS is on mains without a break; zero while one is not
 * @param charge the lowest charge in per cent
 * @param runtime the lowest runtime left; while nobody answers what was last said less what has passed, with a margin
 * @param load the highest load in per cent
 * @param lowBattery LB together with OB, held long enough
 * @param forced another primary has set FSD
 * @param emergency the configured emergency charge is reached, or LB or FSD: every gate opens
 * @param blind whether the outage goes on unseen, since no UPS answers
 * @param starving hosts whose remaining feeds are fewer than they need, by name; all hosts where no feeds are configured
 * @param upses by configured name
 * @param reasons why it is decided so, as sentences for people, the latest last
 */
public record PowerSignal(
        boolean confirmed,
        boolean onBattery,
        long outage,
        Duration onBatteryFor,
        Duration onlineFor,
        Optional<Double> charge,
        Optional<Duration> runtime,
        Optional<Double> load,
        boolean lowBattery,
        boolean forced,
        boolean emergency,
        boolean blind,
        Optional<Set<String>> starving,
        Map<String, UpsReading> upses,
        List<String> reasons) {

    /** Nothing is known yet. */
    public static final PowerSignal NOTHING = new PowerSignal(
            false,
            false,
            0,
            Duration.ZERO,
            Duration.ZERO,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            false,
            false,
            false,
            Optional.empty(),
            Map.of(),
            List.of());

    public PowerSignal {
        starving = starving.map(Set::copyOf);
        upses = Map.copyOf(upses);
        reasons = List.copyOf(reasons);
    }
}
