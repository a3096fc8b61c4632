package dev.steward.runner.outage.budget;

import java.time.Duration;
import java.util.List;

/** How long steps took in earlier outages and rehearsals. */
@FunctionalInterface
public interface Records {

    /** Nothing was ever recorded. */
    Records NONE = (module, task, host) -> List.of();

    /**
     * Of a step on a host; empty: it was never timed.
     *
     * @param module it calls
     * @param task its name
     * @param host the host's name
     */
    List<Duration> of(String module, String task, String host);

    /** The smallest duration that a share of those recorded does not exceed (nearest rank). */
    static Duration percentile(List<Duration> all, int percent) {
        List<Duration> sorted = all.stream().sorted().toList();
        int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
        return sorted.get(Math.max(0, rank - 1));
    }
}
