package dev.steward.runner.app.power;

import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.outage.House;
import dev.steward.runner.outage.PhasedPlan;
import dev.steward.runner.outage.aswas.AsWasReader;
import dev.steward.runner.outage.aswas.Ours;
import dev.steward.runner.outage.cluster.NodeShell;
import dev.steward.runner.outage.cluster.PhaseEffect;
import dev.steward.runner.outage.cluster.PlanEffects;
import dev.steward.runner.outage.cluster.PowerClusters;
import dev.steward.runner.outage.cluster.Preparation;
import dev.steward.runner.outage.cluster.VoteCount;
import dev.steward.runner.outage.journal.Entry;
import dev.steward.runner.outage.journal.Journal;
import dev.steward.runner.outage.self.OwnPlace;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Proxmox clusters around the phases of one outage. */
public final class ClusterHouse implements House {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterHouse.class);

    /** Nothing may hold up what has to be done while the battery empties. */
    private static final Duration TO_NOTE = Duration.ofSeconds(15);

    private final Parts parts;
    private final PowerClusters clusters;
    private final List<PhaseEffect> effects;
    private final Set<String> prepared = new TreeSet<>();
    private volatile Consumer<String> told = text -> {};

    /**
     * What it needs.
     *
     * @param usual the clusters as on a quiet day
     * @param known as they were last seen; asks nobody
     * @param own where Steward runs
     * @param shell to nodes
     * @param journal keeps what is done
     * @param time the clock
     */
    public record Parts(
            ActingSource usual, Supplier<Estate> known, OwnPlace own, NodeShell shell, Journal journal, Time time) {}

    /** For one outage. */
    public ClusterHouse(Parts parts, PhasedPlan plan, Inventory inventory) {
        this.parts = parts;
        this.clusters = new PowerClusters(new PowerClusters.Parts(
                parts.own(), parts.known(), parts.shell(), mark -> did(Ours.json(mark)), this::say));
        this.effects = effects(plan, inventory);
    }

    private List<PhaseEffect> effects(PhasedPlan plan, Inventory inventory) {
        try {
            Map<String, View> views = new LinkedHashMap<>();
            parts.known().get().clusters().forEach((name, seen) -> seen.view()
                    .ifPresent(view -> views.put(name, view)));
            return new PlanEffects(inventory, views, parts.own(), new VoteCount(parts.usual())).of(plan.power());
        } catch (RuntimeException e) {
            LOG.error("What the phases do to the clusters cannot be told", e);
            return List.of();
        }
    }

    /** The clusters by the rules of the outage, for modules. */
    public ActingSource acting() {
        return clusters.over(parts.usual());
    }

    private void did(String json) {
        parts.journal().append(new Entry.Deed(json));
    }

    private void say(String text) {
        told.accept(text);
    }

    @Override
    public void told(Consumer<String> now) {
        told = now;
    }

    @Override
    public String asItWas() {
        try {
            return new AsWasReader(parts.usual(), parts.known(), parts.time())
                    .take(TO_NOTE)
                    .json();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("What runs where could not be noted", e);
        }
        return "";
    }

    @Override
    public void phase(int phase) {
        if (phase >= effects.size()) {
            return;
        }
        PhaseEffect effect = effects.get(phase);
        clusters.phase(effect.nodes());
        effect.notes().forEach(this::say);
        Set<String> fresh = new LinkedHashSet<>(effect.clusters());
        fresh.removeAll(prepared);
        try {
            new Preparation(parts.usual(), Preparation.Limits.USUAL, mark -> did(Ours.json(mark)), this::say).of(fresh);
            prepared.addAll(fresh);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("Clusters could not be made ready for a phase", e);
            say("clusters could not be made ready: " + e.getMessage());
        }
    }

    @Override
    public Back bringBack(String asItWas, List<String> deeds) {
        return new Back(true, List.of());
    }

    @Override
    public Set<Integer> irrevocable() {
        Set<Integer> all = new TreeSet<>();
        for (int i = 0; i < effects.size(); i++) {
            if (effects.get(i).irreversible()) {
                all.add(i);
            }
        }
        return all;
    }

    @Override
    public Optional<String> stays(Host host) {
        return Optional.empty();
    }
}
