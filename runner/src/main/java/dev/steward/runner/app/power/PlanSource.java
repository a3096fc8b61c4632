package dev.steward.runner.app.power;

import dev.steward.dsl.plan.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where the power plan in effect comes from. Thread-safe. */
public interface PlanSource {

    /** The plan in effect; empty: there is none that is valid. */
    Optional<Found> found();

    /** What keeps the present playbook from being used, one sentence each; none: nothing. */
    List<String> problems();

    /**
     * A plan.
     *
     * @param plan with its {@code power}
     * @param file the playbook
     * @param hash of its sources
     * @param kept whether it is the last valid one because the present playbook is wrong
     */
    record Found(Plan plan, Path file, String hash, boolean kept) {

        /** The hash of a plan's sources. */
        public static String hash(Plan plan) {
            return plan.sources().stream()
                    .map(source -> source.sha256())
                    .reduce((a, b) -> Integer.toHexString((a + b).hashCode()) + b.substring(8))
                    .map(all -> all.substring(0, Math.min(12, all.length())))
                    .orElse("");
        }
    }
}
