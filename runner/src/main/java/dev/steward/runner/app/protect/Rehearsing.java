package dev.steward.runner.app.protect;

import dev.steward.runner.app.power.History;
import dev.steward.runner.app.power.PlanSource;
import dev.steward.runner.app.rehearsal.Rehearsal;
import dev.steward.runner.app.rehearsal.RehearsalParts;
import dev.steward.runner.app.self.Self;
import dev.steward.runner.engine.Engine;
import dev.steward.runner.engine.EngineParts;
import dev.steward.runner.engine.ModuleSource;
import dev.steward.runner.engine.output.OutputLimits;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.module.catalog.Modules;
import dev.steward.runner.module.system.Facts;
import dev.steward.runner.outage.OutageParts.PhaseEngine;
import dev.steward.runner.outage.PhasedPlan;
import dev.steward.runner.proxmox.task.UpidStore;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Rehearsals, wired by hand beside power protection. */
final class Rehearsing {

    private static final Duration USUAL = Duration.ofMinutes(3);

    private final Protection protection;

    Rehearsing(Protection protection) {
        this.protection = protection;
    }

    /** Rehearsals of the plan in effect, each phase with the time it is given at most. */
    Rehearsal of(PlanSource plans, History history) {
        return of(plans, history, (plan, inventory) -> limits(plan));
    }

    /**
     * The same.
     *
     * @param needs how long each phase likely takes
     */
    Rehearsal of(PlanSource plans, History history, BiFunction<PhasedPlan, Inventory, List<Duration>> needs) {
        return new Rehearsal(new RehearsalParts(
                protection.loaded().config().power().orElseThrow(),
                plans,
                protection.inventory(),
                this::stage,
                needs,
                history,
                Self.ofThisMachine()::among,
                protection.loaded().config().kept(),
                protection.time()));
    }

    private static List<Duration> limits(PhasedPlan plan) {
        List<Duration> limits = new ArrayList<>();
        plan.power().phases().forEach(phase -> limits.add(phase.limit().orElse(USUAL)));
        return limits;
    }

    /** The engine on another clock; it is given orders in check mode alone. */
    private PhaseEngine stage(Time clock) {
        return new Engine(new EngineParts(
                ModuleSource.of(new Modules()),
                order -> protection.ways().apply(order.inventory()),
                protection.secrets(),
                new Facts()::gather,
                clock,
                (host, order) ->
                        Optional.of("Steward itself runs there: it would go down when everything else is done"),
                protection.clusters().acting(UpidStore.NONE),
                new EngineParts.Limits(
                        OutputLimits.DEFAULT,
                        protection.loaded().config().defaults().commandTimeout())))::run;
    }
}
