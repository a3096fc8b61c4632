package dev.steward.runner.metrics;

import dev.steward.runner.app.power.PowerDesk;
import dev.steward.runner.app.power.PowerView;
import dev.steward.runner.metrics.form.Families;

/** Whether the house is protected, and how its UPSes are. Where no UPS is configured, nothing. */
final class PowerMetrics {

    private final PowerDesk desk;

    PowerMetrics(PowerDesk desk) {
        this.desk = desk;
    }

    void tell(Families families) {
        PowerView view = desk.view();
        if (!view.configured()) {
            return;
        }
        families.gauge("steward_power_armed", "1 where an outage carries the plan out.")
                .add(view.armed() && view.plan().isPresent());
        families.gauge("steward_power_planned", "1 where a plan is configured; 0 where UPSes are only watched.")
                .add(view.planned());
        families.gauge("steward_power_outage", "1 while an outage is on, or what it did is brought back.")
                .add(view.outage().filter(outage -> !outage.rehearsal()).isPresent());
        families.gauge("steward_power_troubles", "What is wrong with power protection itself, in sentences.")
                .add(view.troubles().size());
        UpsMetrics.tell(families, desk.readings());
    }
}
