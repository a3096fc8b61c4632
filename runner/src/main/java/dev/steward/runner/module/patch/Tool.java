package dev.steward.runner.module.patch;

import dev.steward.runner.module.script.Answer;
import dev.steward.runner.patch.Family;
import dev.steward.runner.patch.PackageChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Understands what one family's package manager says. */
interface Tool {

    /**
     * What of a host helps to understand a dry run.
     *
     * @param installed versions by name
     * @param advisories what the tool says of pending security updates
     * @param advised whether its sources tell of such at all
     */
    record Known(Map<String, String> installed, String advisories, boolean advised) {}

    /** What a dry run would do, in its order. */
    List<PackageChange> plan(String said, Known known);

    /** How many bytes it would load; empty: it does not say. */
    Optional<Long> loads(String said, String plan);

    /** Why it failed, in a sentence, and what to do. */
    String failure(Answer answer, long patience);

    /** The one of a family. */
    static Tool of(Family family) {
        return switch (family) {
            case DEBIAN -> new AptTool();
            case RHEL -> new DnfTool();
            case ALPINE -> new ApkTool();
            case ARCH -> new PacmanTool();
            case SUSE -> new ZypperTool();
        };
    }
}
