package dev.steward.runner.outage;

import dev.steward.runner.event.Cause;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.secret.TextMasker;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What shall be carried out.
 *
 * @param session in one word, safe as a file name; the same again when it is resumed
 * @param plan the phases
 * @param file the playbook as the operator named it
 * @param folder of the playbook
 * @param inventory its hosts
 * @param self names of the machine Steward runs on
 * @param masker of the run
 * @param cause the UPS, or the person who asked
 * @param how what else was said
 */
public record OutageOrder(
        String session,
        PhasedPlan plan,
        String file,
        Path folder,
        Inventory inventory,
        Set<String> self,
        TextMasker masker,
        Cause cause,
        How how) {

    public OutageOrder {
        self = Set.copyOf(self);
    }

    /**
     * How it is carried out.
     *
     * @param now without waiting for gates
     * @param check nothing is changed
     * @param phase only this one, from 1; empty: all
     * @param task only this one of that phase, from 1; empty: all
     */
    public record How(boolean now, boolean check, Optional<Integer> phase, Optional<Integer> task) {

        /** On an outage. */
        public static final How USUAL = new How(false, false, Optional.empty(), Optional.empty());
    }

    /** Whether a person asked, so that power on mains is no reason to stop. */
    public boolean byHand() {
        return cause.kind() != Cause.Kind.UPS;
    }
}
