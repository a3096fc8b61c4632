package dev.steward.runner.module.patch;

import dev.steward.runner.module.script.Answer;
import dev.steward.runner.patch.Family;
import dev.steward.runner.patch.OsRelease;
import java.util.List;
import java.util.Optional;

/**
 * Which family's tool a host is patched by, and how that was found.
 *
 * @param family the family; empty: nobody knows
 * @param os what the host says it is
 * @param said what an operator should read, as a contradiction; one line each
 */
record Choice(Optional<Family> family, OsRelease os, List<String> said) {

    static OsRelease os(Answer look) {
        return new OsRelease(
                look.text("os.id"),
                List.of(look.text("os.like").strip().split("\\s+")),
                look.text("os.version"),
                look.text("os.name"));
    }

    /**
     * Chooses.
     *
     * @param wish the operator's own word; wins
     * @param os what the host says; comes next
     * @param ostype what the guest's configuration says; empty where there is none
     */
    static Choice of(Optional<Family> wish, OsRelease os, Optional<String> ostype) {
        Optional<Family> own = Family.of(os);
        Optional<Family> configured = ostype.flatMap(Family::ofType);
        boolean differ = own.isPresent() && configured.isPresent() && !own.equals(configured);
        List<String> said = differ && wish.isEmpty()
                ? List.of("the guest's configuration says ostype " + ostype.get() + ", but the system in it says it is "
                        + os.words() + "; taken as " + own.get().word())
                : List.of();
        // a system that names itself is believed, even where nobody knows it
        Optional<Family> found = os.id().isEmpty() ? configured : own;
        return new Choice(wish.or(() -> found), os, said);
    }

    /** Why nothing can be done. */
    String refusal() {
        return "no family of package tools is known for "
                + (os.id().isEmpty()
                        ? "a system without os-release"
                        : "ID=" + os.id() + (os.words().equals(os.id()) ? "" : " (" + os.words() + ")"))
                + "; set family (or the variable patch_family of the host) to one of " + Family.words();
    }
}
