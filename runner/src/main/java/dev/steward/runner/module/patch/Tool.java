package dev.steward.runner.module.patch;

import dev.steward.runner.module.script.Answer;
import dev.steward.runner.patch.Family;
import dev.steward.runner.patch.PackageChange;
import java.util.List;
import java.util.Optional;

/** Understands what one family's package manager says. */
interface Tool {

    /** What a dry run would do, in its order. */
    List<PackageChange> plan(String said);

    /** How many bytes it would load. */
    Optional<Long> loads(String said, String plan);

    /** Why it failed, in a sentence, and what to do. */
    String failure(Answer answer, long patience);

    /** The one of a family. */
    static Tool of(Family family) {
        return switch (family) {
            case DEBIAN -> new AptTool();
            default -> throw new IllegalArgumentException(family.word());
        };
    }
}
