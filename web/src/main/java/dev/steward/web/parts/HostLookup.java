package dev.steward.web.parts;

import dev.steward.dsl.plan.Plan;
import dev.steward.runner.app.RunRefused;
import dev.steward.runner.inventory.PlanHosts;
import java.util.Optional;

/** Which hosts of the configured inventory a run would touch. */
@FunctionalInterface
public interface HostLookup {

    /**
     * The hosts of a plan's plays, and what of their patterns matches nothing.
     *
     * @param plan whose
     * @param limit what narrows it; empty: nothing
     * @throws RunRefused when the inventory or the limit is wrong; nothing is guessed
     */
    PlanHosts of(Plan plan, Optional<String> limit) throws RunRefused;
}
