package dev.steward.runner.outage;

import dev.steward.runner.engine.Control;
import dev.steward.runner.engine.RunOrder;
import dev.steward.runner.engine.RunSummary;
import dev.steward.runner.event.EventLog;
import dev.steward.runner.outage.journal.Journal;
import dev.steward.runner.power.PowerFeed;
import dev.steward.runner.time.Time;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What an outage is carried out with.
 *
 * @param engine carries out plays
 * @param feed tells how the power stands
 * @param journal keeps every step
 * @param house what is done for the clusters around the phases
 * @param allowance how long phases and steps may take besides what the plan says
 * @param recovers whether what was stopped comes back by itself
 * @param ownGoes whether a phase asked for the end of the machine Steward runs on
 * @param time the clock
 * @param boot the boot id of this machine
 */
public record OutageParts(
        PhaseEngine engine,
        PowerFeed feed,
        Journal journal,
        House house,
        Allowance allowance,
        boolean recovers,
        BooleanSupplier ownGoes,
        Time time,
        Supplier<String> boot) {

    /** Carries out plays; an {@link dev.steward.runner.engine.Engine}. */
    @FunctionalInterface
    public interface PhaseEngine {

        /** As {@link dev.steward.runner.engine.Engine#run}. */
        RunSummary run(RunOrder order, EventLog log, Control control);
    }
}
