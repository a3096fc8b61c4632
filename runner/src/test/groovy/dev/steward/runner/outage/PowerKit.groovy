package dev.steward.runner.outage

import dev.steward.dsl.plan.Phase
import dev.steward.dsl.plan.Plan
import dev.steward.dsl.plan.PowerPlan
import dev.steward.dsl.value.Ups
import dev.steward.runner.engine.PlanKit
import java.time.Duration

/** Power plans built by hand. */
class PowerKit {

    final List<Phase> phases = []

    static Plan plan(Map words = [:], @DelegatesTo(PowerKit) Closure body) {
        PowerKit kit = new PowerKit()
        kit.with(body)
        PowerPlan power = new PowerPlan(['cyberpower'], words.confirm ?: PowerPlan.CONFIRM, words.stableFor ?: PowerPlan.STABLE_FOR, Optional.empty(),
                Optional.ofNullable(words.emergency).map { condition(it) }, kit.phases,
                Optional.ofNullable(words.wayBack), [], PlanKit.at())
        new Plan('UPS shutdown', [], [], [new Plan.Source('ups.groovy', 'x', 'a' * 64)], Optional.of(power))
    }

    static condition(Closure<Boolean> holds) {
        new dev.steward.dsl.plan.Condition('…', PlanKit.at(), { scope -> holds(scope.get(Ups.NAME)) })
    }

    void phase(String name, @DelegatesTo(PlanKit) Closure plays, @DelegatesTo(PlanKit) Closure recover = null) {
        phase([:], name, plays, recover)
    }

    void phase(Map words, String name, @DelegatesTo(PlanKit) Closure plays, @DelegatesTo(PlanKit) Closure recover = null) {
        phases << new Phase(name, Optional.ofNullable(words.startWhen).map { condition(it) }, words.after ?: [],
                Optional.ofNullable(words.limit), words.pointOfNoReturn ?: false, Optional.ofNullable(words.shrink),
                words.onError ?: Phase.OnError.CONTINUE, PlanKit.plan(plays).plays(), recover ? PlanKit.plan(recover).plays() : [], PlanKit.at())
    }

    /** After so many minutes on battery. */
    static Closure after(int minutes) { { Ups ups -> ups.onBatteryFor() >= Duration.ofMinutes(minutes) } }
}
