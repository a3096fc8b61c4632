package dev.steward.runner.app.rehearsal;

import dev.steward.runner.app.power.History;
import dev.steward.runner.app.power.PlanSource;
import dev.steward.runner.config.power.PowerConfig;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.outage.OutageParts.PhaseEngine;
import dev.steward.runner.outage.PhasedPlan;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a rehearsal is made of.
 *
 * @param config the section {@code power}
 * @param plans the plan in effect
 * @param inventory the hosts now
 * @param stages the engine on the clock of a rehearsal
 * @param needs how long each phase likely takes, by index
 * @param history where it becomes a run
 * @param self the machine Steward runs on among hosts
 * @param kept secrets that are masked
 * @param time the clock of the wall
 */
public record RehearsalParts(
        PowerConfig config,
        PlanSource plans,
        Supplier<Inventory> inventory,
        Function<Time, PhaseEngine> stages,
        BiFunction<PhasedPlan, Inventory, List<Duration>> needs,
        History history,
        Function<Collection<Host>, Set<String>> self,
        List<Secret> kept,
        Time time) {}
