package dev.steward.dsl.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What shall happen when the mains fails: phases behind gates, and the way back. A playbook that has one is a power playbook; it
 * is carried out on an outage or by {@code steward power}, never as an ordinary run.
 *
 * @param upses which configured UPSes it is about, by their configured names; empty: all
 * @param confirm how long the mains must be gone before the outage counts
 * @param stableFor how long power must be back before anything is undone
 * @param restartCharge the charge in per cent from which machines that were switched off are woken; empty: any
 * @param emergency opens every gate at once; empty: only LB, FSD and the configured emergency charge do
 * @param phases in written order
 * @param wayBack how what was switched off comes on again; empty: nobody said, which {@code doctor} fails
 * @param stopBefore what depends on what, beyond the order of phases
 * @param at where {@code onBattery} stands
 */
public record PowerPlan(
        List<String> upses,
        Duration confirm,
        Duration stableFor,
        Optional<Integer> restartCharge,
        Optional<Condition> emergency,
        List<Phase> phases,
        Optional<WayBack> wayBack,
        List<StopBefore> stopBefore,
        SourceRef at) {

    /** A shorter dip starts nothing, where the playbook does not say. */
    public static final Duration CONFIRM = Duration.ofSeconds(30);

    /** Power that is back for so long is trusted, where the playbook does not say. */
    public static final Duration STABLE_FOR = Duration.ofSeconds(60);

    public PowerPlan {
        upses = List.copyOf(upses);
        phases = List.copyOf(phases);
        stopBefore = List.copyOf(stopBefore);
    }

    /**
     * How machines that were switched off come on again.
     *
     * @param upsReturn whether the UPS is told to cut its outlets and to give power again with the mains ({@code shutdown.return})
     * @param wake hosts that are woken over the network by whoever stays up
     * @param note what is set by hand, as "BIOS: power on after AC loss"; empty: nothing
     * @param at where it stands
     */
    public record WayBack(boolean upsReturn, List<String> wake, Optional<String> note, SourceRef at) {

        public WayBack {
            wake = List.copyOf(wake);
        }
    }

    /**
     * Hosts that are stopped before others they need.
     *
     * @param consumers host pattern
     * @param providers host pattern
     * @param at where it stands
     */
    public record StopBefore(String consumers, String providers, SourceRef at) {}
}
