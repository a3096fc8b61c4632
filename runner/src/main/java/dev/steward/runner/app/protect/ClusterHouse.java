package dev.steward.runner.app.protect;

import dev.steward.dsl.plan.PowerPlan;
import dev.steward.runner.app.house.Feeding;
import dev.steward.runner.app.supply.Logins;
import dev.steward.runner.config.power.PowerConfig;
import dev.steward.runner.config.power.RecoveryConfig;
import dev.steward.runner.event.EventJson;
import dev.steward.runner.event.Status;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.outage.House;
import dev.steward.runner.outage.PhasedPlan;
import dev.steward.runner.outage.aswas.AsWas;
import dev.steward.runner.outage.aswas.Ours;
import dev.steward.runner.outage.cluster.NodeShell;
import dev.steward.runner.outage.cluster.NodesDown;
import dev.steward.runner.outage.cluster.PhaseEffect;
import dev.steward.runner.outage.cluster.PlanEffects;
import dev.steward.runner.outage.cluster.PowerClusters;
import dev.steward.runner.outage.cluster.Preparation;
import dev.steward.runner.outage.cluster.VoteCount;
import dev.steward.runner.outage.comeback.Comeback;
import dev.steward.runner.outage.comeback.ComingBack;
import dev.steward.runner.outage.journal.Entry;
import dev.steward.runner.outage.journal.Journal;
import dev.steward.runner.outage.journal.Past;
import dev.steward.runner.outage.self.OwnPlace;
import dev.steward.runner.outage.wayback.CutBook;
import dev.steward.runner.outage.wayback.Done;
import dev.steward.runner.outage.wayback.OwnMachine;
import dev.steward.runner.outage.wayback.PowerCut;
import dev.steward.runner.outage.wayback.Waking;
import dev.steward.runner.power.PowerFeed;
import dev.steward.runner.power.PowerSignal;
import dev.steward.runner.power.UpsCommands;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Proxmox clusters around the phases of one outage. */
public final class ClusterHouse implements House {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterHouse.class);

    /** Where the battery gives less, others are not waited for as long as on a good day. */
    private static final Duration LITTLE = Duration.ofMinutes(5);

    private static final Duration TO_WAKE = Duration.ofMinutes(10);
    private static final Duration TO_GO_DOWN = Duration.ofSeconds(60);
    private static final String ADDRESSES = "wakeAddresses";
    private static final EventJson JSON = new EventJson();

    private final Parts parts;
    private final PowerClusters clusters;
    private final Moment moment;
    private final CompletableFuture<List<PhaseEffect>> effects;
    private final PhasedPlan phased;
    private final PowerPlan plan;
    private final Inventory inventory;
    private final Feeding feeding;
    private final Waking waking;
    private final Set<String> prepared;
    private volatile Consumer<String> told;
    private Optional<Notes> notes;

    /**
     * What it needs.
     *
     * @param usual the clusters as on a quiet day
     * @param known as they were last seen; asks nobody
     * @param own where Steward runs
     * @param shell to nodes
     * @param journal keeps what is done
     * @param power how it stands, and what tells UPSes
     * @param time the clock
     */
    public record Parts(
            ActingSource usual,
            Supplier<Estate> known,
            OwnPlace own,
            NodeShell shell,
            Journal journal,
            Power power,
            Time time) {}

    /**
     * The side of the UPSes.
     *
     * @param feed how the power stands
     * @param commands tells UPSes what to do
     * @param logins Steward's own at the UPSes
     * @param config its section
     * @param ownGoes whether the machine Steward runs on goes down as the last
     */
    public record Power(
            PowerFeed feed, UpsCommands commands, Logins logins, PowerConfig config, BooleanSupplier ownGoes) {}

    /** For one outage. */
    ClusterHouse(Parts parts, PhasedPlan plan, Inventory inventory, Moment moment) {
        this.parts = parts;
        this.prepared = new TreeSet<>();
        this.told = text -> {};
        this.notes = Optional.empty();
        this.clusters = new PowerClusters(new PowerClusters.Parts(
                parts.own(), parts.known(), parts.shell(), mark -> did(Ours.json(mark)), this::say));
        this.moment = moment;
        this.effects = Notes.side(() -> effects(plan, inventory));
        this.phased = plan;
        this.plan = plan.power();
        this.inventory = inventory;
        this.feeding = new Feeding(parts.power().config(), inventory, parts.known());
        this.waking = new Waking(new Waking.Parts(parts.usual(), inventory, parts.time()));
    }

    private List<PhaseEffect> effects(PhasedPlan plan, Inventory inventory) {
        try {
            Map<String, View> views = new LinkedHashMap<>();
            parts.known().get().clusters().forEach((name, seen) -> seen.view()
                    .ifPresent(view -> views.put(name, view)));
            return new PlanEffects(inventory, views, parts.own(), new VoteCount(moment.clusters())).of(plan.power());
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
    public void getReady() {
        notes();
    }

    private synchronized Notes notes() {
        Notes begun = notes.orElseGet(() -> Notes.begin(moment.asItWas(), waking, plan));
        notes = Optional.of(begun);
        return begun;
    }

    @Override
    public String asItWas() {
        notes().keepAddresses(json -> parts.journal().append(new Entry.Kept(ADDRESSES, json)));
        try {
            return notes().asItWas();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    @Override
    public void phase(int phase) {
        if (phase >= effects.join().size()) {
            return;
        }
        PhaseEffect effect = effects.join().get(phase);
        clusters.phase(feeding.starving(effect.nodes(), signal()));
        effect.notes().forEach(this::say);
        Set<String> fresh = new LinkedHashSet<>(effect.clusters());
        fresh.removeAll(prepared);
        try {
            if (!effect.nodes().isEmpty()) {
                awaitAddresses();
            }
            new Preparation(parts.usual(), limits(), mark -> did(Ours.json(mark)), this::say).of(fresh);
            prepared.addAll(fresh);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("Clusters could not be made ready for a phase", e);
            say("clusters could not be made ready: " + e.getMessage());
        }
    }

    private synchronized void awaitAddresses() throws InterruptedException {
        if (notes.isPresent()) {
            notes.get().awaitAddresses();
        }
    }

    private PowerSignal signal() {
        return parts.power().feed().now();
    }

    private Preparation.Limits limits() {
        PowerSignal signal = signal();
        boolean little = signal.emergency()
                || signal.runtime().filter(left -> left.compareTo(LITTLE) < 0).isPresent();
        return little ? Preparation.Limits.HURRIED : Preparation.Limits.USUAL;
    }

    @Override
    public List<String> allOver() {
        List<String> words = new ArrayList<>();
        try {
            Done done = new PowerCut(
                            parts.power().commands(),
                            () -> new NodesDown(parts.usual()).stillUp(parts.own()),
                            new CutBook(parts.journal(), parts.time()))
                    .cut(plan, unproven(), ownMachine());
            if (done.kind() != Done.Kind.ALREADY) {
                words.add(done.words());
            }
            logOut().ifPresent(words::add);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("The UPS could not be told to cut its outlets", e);
            words.add("the UPS could not be told to cut its outlets: " + e.getMessage());
        }
        return words;
    }

    private OwnMachine ownMachine() {
        OwnMachine.Where where = parts.own() instanceof OwnPlace.InGuest
                ? OwnMachine.Where.GUEST
                : parts.own() instanceof OwnPlace.OnNode ? OwnMachine.Where.NODE : OwnMachine.Where.OUTSIDE;
        return new OwnMachine(
                where,
                where != OwnMachine.Where.OUTSIDE,
                parts.power().ownGoes().getAsBoolean(),
                TO_GO_DOWN);
    }

    /* Nodes are looked at; of other machines there is only what their switching off said. One that was away is off already. */
    private List<String> unproven() {
        Past past = parts.journal().past();
        return past.intents().stream()
                .filter(intent -> intent.module().equals("poweroff"))
                .filter(intent -> phased.phases().stream().anyMatch(phase -> phase.holds(intent.step())))
                .filter(intent -> past.result(intent.step(), intent.host())
                        .filter(result -> result.status() != Status.FAILED)
                        .isEmpty())
                .map(Entry.Intent::host)
                .distinct()
                .toList();
    }

    /* A primary that need not wait any longer has the UPS cut the power: not before all is off that this plan switches off. */
    private Optional<String> logOut() throws InterruptedException {
        Set<String> planned = new TreeSet<>();
        effects.join().forEach(effect -> feeding.starving(effect.nodes(), signal())
                .forEach((cluster, nodes) -> nodes.forEach(node -> planned.add(NodesDown.words(cluster, node)))));
        List<String> left = new ArrayList<>(unproven());
        new NodesDown(parts.usual())
                .stillUp(parts.own()).stream()
                        .filter(up -> planned.contains(up) || !up.contains(NodesDown.OF))
                        .forEach(left::add);
        if (left.isEmpty()) {
            parts.power().logins().logOut();
            return Optional.empty();
        }
        return Optional.of("Steward stays logged in at the UPS, since these may be up: " + String.join(", ", left));
    }

    @Override
    public Optional<String> notYet(PowerSignal signal) {
        return Waking.notYet(plan, signal);
    }

    @Override
    public List<String> wake() {
        parts.power().logins().logIn();
        List<String> hosts = plan.wayBack().map(PowerPlan.WayBack::wake).orElse(List.of());
        try {
            List<String> troubles = new ArrayList<>();
            Map<String, String> addresses =
                    JSON.map(parts.journal().past().kept(ADDRESSES).orElse("{}")).entrySet().stream()
                            .collect(Collectors.toMap(Map.Entry::getKey, e -> String.valueOf(e.getValue())));
            waking.wake(hosts, addresses, TO_WAKE).forEach((host, done) -> {
                say(host + ": " + done.words());
                if (!done.well()) {
                    troubles.add(host + ": " + done.words());
                }
            });
            return troubles;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of("waking was interrupted");
        } catch (RuntimeException e) {
            LOG.error("Machines could not be woken", e);
            return List.of("machines could not be woken: " + e.getMessage());
        }
    }

    @Override
    public Back bringBack(String asItWas, List<String> deeds) {
        parts.power().logins().logIn();
        if (asItWas.isEmpty()) {
            return new Back(deeds.isEmpty(), List.of("nobody noted what ran before"));
        }
        try {
            RecoveryConfig recovery = parts.power().config().recovery();
            ComingBack.Limits limits = ComingBack.Limits.USUAL.trying(recovery.tries(), recovery.delay());
            Ours ours = Ours.of(deeds.stream().map(Ours::mark).toList());
            Comeback back =
                    new ComingBack(parts.usual(), parts.shell(), limits, this::say).bring(AsWas.of(asItWas), ours);
            return new Back(back.whole(), back.lines(signal().charge(), plan.restartCharge()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Back(false, List.of("it was interrupted"));
        } catch (RuntimeException e) {
            LOG.error("What was stopped could not be brought back", e);
            return new Back(false, List.of("what was stopped could not be brought back: " + e.getMessage()));
        }
    }

    @Override
    public Set<Integer> irrevocable() {
        Set<Integer> all = new TreeSet<>();
        for (int i = 0; i < effects.join().size(); i++) {
            if (effects.join().get(i).irreversible()) {
                all.add(i);
            }
        }
        return all;
    }

    @Override
    public Optional<String> stays(Host host) {
        return feeding.stays(host, signal()) ? Optional.of("it still has power from another UPS") : Optional.empty();
    }
}
