package dev.steward.runner.doctor;

import dev.steward.dsl.plan.PowerPlan;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.outage.cluster.PhaseEffect;
import dev.steward.runner.outage.cluster.PlanEffects;
import dev.steward.runner.outage.cluster.VoteCount;
import dev.steward.runner.outage.self.OwnPlaceFinder;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.proxmox.act.UpidWatcher;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What of the clusters would stand in the way of an outage: found while the lights are on. */
final class HouseCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ActingSource clusters;
    private final Estate estate;
    private final OwnPlaceFinder.Found own;
    private final Inventory inventory;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * A check.
     *
     * @param estate the clusters as they are now
     * @param own where Steward runs
     */
    HouseCheck(ActingSource clusters, Estate estate, OwnPlaceFinder.Found own, Inventory inventory) {
        this.clusters = clusters;
        this.estate = estate;
        this.own = own;
        this.inventory = inventory;
    }

    /**
     * Looks.
     *
     * @param servers addresses or names of the machines where upsd runs, by UPS
     */
    List<Finding> look(PowerPlan plan, Map<String, String> servers) throws InterruptedException {
        List<PhaseEffect> effects = new PlanEffects(inventory, views(), own.place(), new VoteCount(clusters)).of(plan);
        OwnGuestCheck self = new OwnGuestCheck(own, findings);
        self.place();
        wayBack(plan, effects);
        quorum(effects);
        servers.forEach((ups, host) -> new UpsServerCheck(estate, inventory, effects).look(ups, host, findings));
        for (Map.Entry<String, View> cluster : views().entrySet()) {
            Acting acting = new Acting(clusters.of(cluster.getKey()), UpidWatcher.NONE).within(PATIENCE);
            self.guest(acting, cluster.getValue());
            new GuestTraps(acting, own.place()).look(cluster.getValue(), findings);
            new StorageServers(acting, estate.clusters().get(cluster.getKey()), inventory)
                    .look(cluster.getValue(), plan, findings);
            new WakeCheck(acting).look(plan, effects, findings);
        }
        return findings;
    }

    private Map<String, View> views() {
        Map<String, View> views = new LinkedHashMap<>();
        estate.clusters().forEach((name, seen) -> seen.view().ifPresent(view -> views.put(name, view)));
        return views;
    }

    private void wayBack(PowerPlan plan, List<PhaseEffect> effects) {
        boolean off = effects.stream().anyMatch(effect -> !effect.nodes().isEmpty());
        if (!off) {
            return;
        }
        if (plan.wayBack().isEmpty()) {
            findings.add(Finding.problem(
                    "way back",
                    "the plan switches machines off and does not say how they come on again: power that returns after"
                            + " that would find them off for ever; write wayBack upsReturn: true, or wake: ['NODE'], or"
                            + " note: 'BIOS: power on after AC loss'"));
            return;
        }
        PowerPlan.WayBack way = plan.wayBack().get();
        boolean all = effects.stream().anyMatch(PhaseEffect::ownNode);
        if (all && !way.upsReturn() && way.note().isEmpty()) {
            findings.add(Finding.problem(
                    "way back",
                    "the plan ends with the machine Steward runs on, so nobody is left to wake "
                            + String.join(", ", way.wake())
                            + "; add upsReturn: true, so that the UPS gives power again, or a note on the BIOS"));
        } else if (way.upsReturn() && way.note().isEmpty()) {
            findings.add(Finding.note(
                    "way back",
                    "the UPS gives power again; machines come on by it only where their BIOS says 'power on after AC"
                            + " loss': check that, and write it as note: in wayBack"));
        } else {
            findings.add(Finding.good("way back", "the plan says how machines come on again"));
        }
    }

    private void quorum(List<PhaseEffect> effects) {
        int before = findings.size();
        for (PhaseEffect effect : effects) {
            for (String note : effect.notes()) {
                String words = "phase '" + effect.phase() + "': " + note;
                findings.add(effect.consented() ? Finding.note("quorum", words) : Finding.problem("quorum", words));
            }
        }
        boolean off = effects.stream().anyMatch(effect -> !effect.nodes().isEmpty());
        if (findings.size() == before && off) {
            findings.add(Finding.good("quorum", "no phase leaves nodes on without quorum"));
        }
    }
}
