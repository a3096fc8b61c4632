package dev.steward.runner.app.estate;

import dev.steward.runner.config.StewardConfig;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.lead.Duty;
import dev.steward.runner.time.Time;
import dev.steward.runner.wake.Hold;
import dev.steward.runner.wake.Maintenance;
import dev.steward.runner.wake.Parts;
import dev.steward.runner.wake.Reach;
import dev.steward.runner.wake.WakeLinks;
import dev.steward.runner.wake.WakeRule;
import dev.steward.runner.wake.Wakes;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Guests that sleep while nobody needs them, and what holds them.
 *
 * @param wakes watches and wakes them
 * @param maintenance somebody works on the estate
 */
public record Sleeping(Wakes wakes, Maintenance maintenance) {

    /**
     * What keeps guests as they are, beside maintenance.
     *
     * @param busy whether a run is at work, here or on another server
     * @param power says when a UPS is on battery
     */
    public record Reasons(BooleanSupplier busy, Hold power) {}

    /**
     * Those of a configuration that was found to be well.
     *
     * @param reasons what keeps them from being woken or put to sleep
     */
    public static Sleeping of(
            StewardConfig config, Clusters clusters, ActingSource acting, Store store, Reasons reasons, Time time) {
        Maintenance maintenance = new Maintenance(store.settings(), time);
        Parts parts = new Parts(
                clusters::estates,
                acting,
                store.wakes(),
                time,
                Hold.any(List.of(maintenance, reasons.power())),
                // one of several servers puts guests to sleep; each shows and wakes them
                () -> !store.lead().mine(Duty.HOUSE) || reasons.busy().getAsBoolean(),
                Reach.TCP);
        WakeLinks links = new WakeLinks(store.settings(), store.wakes(), time);
        return new Sleeping(new Wakes(WakeRule.checked(config), parts, links), maintenance);
    }
}
