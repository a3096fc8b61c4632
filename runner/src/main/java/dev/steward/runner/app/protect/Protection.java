package dev.steward.runner.app.protect;

import dev.steward.dsl.check.Checked;
import dev.steward.runner.app.estate.Clusters;
import dev.steward.runner.app.house.OwnMachine;
import dev.steward.runner.app.kept.KeptInventory;
import dev.steward.runner.app.kept.PlanInEffect;
import dev.steward.runner.app.power.History;
import dev.steward.runner.app.power.OwnEnd;
import dev.steward.runner.app.power.PlanFile;
import dev.steward.runner.app.power.PlanSource;
import dev.steward.runner.app.power.PowerParts;
import dev.steward.runner.app.power.PowerService;
import dev.steward.runner.app.power.Reckoner;
import dev.steward.runner.app.supply.Logins;
import dev.steward.runner.app.supply.UpsWatch;
import dev.steward.runner.app.tell.NodeLines;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.config.power.PowerConfig;
import dev.steward.runner.connection.Connections;
import dev.steward.runner.engine.Engine;
import dev.steward.runner.engine.EngineParts;
import dev.steward.runner.engine.ModuleSource;
import dev.steward.runner.engine.output.OutputLimits;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.module.catalog.Modules;
import dev.steward.runner.module.system.Facts;
import dev.steward.runner.outage.PhasedPlan;
import dev.steward.runner.outage.claim.Claim;
import dev.steward.runner.outage.claim.ClusterClaim;
import dev.steward.runner.outage.cluster.HostShell;
import dev.steward.runner.outage.cluster.NodeShell;
import dev.steward.runner.outage.journal.FileJournal;
import dev.steward.runner.outage.journal.Journal;
import dev.steward.runner.outage.self.Machine;
import dev.steward.runner.power.PowerEvent;
import dev.steward.runner.power.PowerFeed;
import dev.steward.runner.power.UpsCommands;
import dev.steward.runner.power.nut.NutCommands;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.proxmox.task.UpidStore;
import dev.steward.runner.secret.Secrets;
import dev.steward.runner.time.Time;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Power protection, wired by hand. It needs no database: outages are told to a history that may be none.
 *
 * @param loaded the configuration, its secrets looked up
 * @param state the state directory
 * @param playbooks their folder
 * @param check compiles a playbook; the same text is compiled once
 * @param inventory the hosts now, or as they were last
 * @param ways to hosts
 * @param clusters to act on
 * @param secrets of playbooks
 * @param time the clock
 * @param here the machine it runs on
 */
public record Protection(
        LoadedConfig loaded,
        Path state,
        Path playbooks,
        Function<Path, Checked> check,
        KeptInventory inventory,
        Function<Inventory, Connections> ways,
        Clusters clusters,
        Secrets secrets,
        Time time,
        OwnMachine.Here here) {

    /** On this machine. */
    public Protection(
            LoadedConfig loaded,
            Path state,
            Path playbooks,
            Function<Path, Checked> check,
            KeptInventory inventory,
            Function<Inventory, Connections> ways,
            Clusters clusters,
            Secrets secrets,
            Time time) {
        this(loaded, state, playbooks, check, inventory, ways, clusters, secrets, time, OwnMachine.Here.REAL);
    }

    /** What speaks to UPSes. */
    private record Source(PowerFeed feed, UpsCommands commands, Logins logins, PowerParts.Life life) {}

    /** The plan as its playbook says now, else the last valid one. */
    public PlanSource plan() {
        Optional<Path> file = power().plan().map(name -> playbooks.resolve(name));
        return new PlanInEffect(
                new PlanFile(file, check), file.isPresent(), inventory.last(), inventory::trouble, time);
    }

    /** Whether there is anything to protect. */
    public boolean configured() {
        return loaded.config().power().isPresent();
    }

    private PowerConfig power() {
        return loaded.config().power().orElseThrow();
    }

    /** Writes what happens to the power into a file on each node, where one is configured; not started. */
    public Optional<NodeLines> nodeLines() {
        NodeShell shell = (cluster, node, command, limit) -> {
            Inventory hosts = inventory.get();
            try (Connections open = ways.apply(hosts)) {
                return new HostShell(() -> hosts, open).run(cluster, node, command, limit);
            }
        };
        return loaded.config()
                .power()
                .flatMap(PowerConfig::eventLog)
                .map(file -> new NodeLines(file, this::nodes, shell));
    }

    private List<NodeLines.Node> nodes() {
        return clusters.estates().known().clusters().values().stream()
                .flatMap(cluster -> cluster.view().stream())
                .flatMap(view -> view.nodes().values().stream())
                .map(node -> new NodeLines.Node(node.cluster(), node.name()))
                .toList();
    }

    /** A service that watches the configured UPSes; not started. */
    public PowerService watched(PlanSource plans, History history, Consumer<PowerEvent> told) {
        UpsWatch watch =
                UpsWatch.of(power(), plans.found().flatMap(found -> found.plan().power()), state, time, told);
        PowerParts.Life life = new PowerParts.Life(watch::start, watch::close);
        Source source = new Source(watch.feed(), new NutCommands(watch.clients()), watch, life);
        return over(source, plans, history, FileJournal.open(folder()));
    }

    /** A service over a feed; not started. */
    public PowerService over(PowerFeed feed, PlanSource plans, History history) {
        return over(feed, plans, history, FileJournal.open(folder()));
    }

    /** The same with another journal. */
    public PowerService over(PowerFeed feed, PlanSource plans, History history, Journal journal) {
        return over(feed, UpsCommands.NONE, plans, history, journal);
    }

    /** The same with UPSes that can be told what to do. */
    public PowerService over(PowerFeed feed, UpsCommands upses, PlanSource plans, History history, Journal journal) {
        return over(new Source(feed, upses, Logins.NONE, PowerParts.Life.NONE), plans, history, journal);
    }

    /** The folder of outages. */
    public Path folder() {
        return state.resolve("power");
    }

    private PowerService over(Source source, PlanSource plans, History history, Journal journal) {
        OwnEnd end = new OwnEnd(journal);
        OwnMachine own = new OwnMachine(clusters, power().self(), hosts(), here, time);
        Reckoner reckoner = new Reckoner(
                power(), history::records, loaded.config().defaults().commandTimeout());
        PowerParts.Machine machine = new PowerParts.Machine(
                journal,
                sites((moment, plan, hosts) -> site(source, journal, end, own, moment, plan, hosts)),
                end,
                own::last,
                reckoner,
                own::among,
                own::bootId,
                loaded.config().kept(),
                claim());
        return new PowerService(new PowerParts(
                power(), plans, source.feed(), inventory, machine, history, folder(), time, source.life()));
    }

    /** By machine and state directory: the same after a restart, another for a second install. */
    private Claim claim() {
        Path home = state.toAbsolutePath().normalize();
        Machine machine = Machine.ofThisMachine();
        String seed = machine.hostname() + machine.uuid().orElse("") + home;
        String id =
                UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString();
        String words = "Steward on " + machine.hostname() + " (" + home + ")";
        return new ClusterClaim(clusters.acting(UpidStore.NONE), id.substring(0, 13), words, time);
    }

    private OwnMachine.Hosts hosts() {
        return new OwnMachine.Hosts() {

            @Override
            public Inventory now() {
                return inventory.get();
            }

            @Override
            public Connections ways(Inventory hosts) {
                return ways.apply(hosts);
            }
        };
    }

    /** Makes a site on the clusters of one moment. */
    @FunctionalInterface
    private interface Making {

        PowerParts.Site at(Moment moment, PhasedPlan plan, Inventory hosts);
    }

    private PowerParts.Sites sites(Making making) {
        return new PowerParts.Sites() {

            @Override
            public PowerParts.Site at(PhasedPlan plan, Inventory hosts) {
                return making.at(moment(), plan, hosts);
            }

            @Override
            public PowerParts.Sites soon() {
                Moment begun = moment();
                begun.asItWas();
                return (plan, hosts) -> making.at(begun, plan, hosts);
            }
        };
    }

    private Moment moment() {
        return new Moment(
                clusters.acting(UpidStore.NONE), () -> clusters.estates().known(), time);
    }

    private PowerParts.Site site(
            Source source,
            Journal journal,
            OwnEnd end,
            OwnMachine own,
            Moment moment,
            PhasedPlan plan,
            Inventory hosts) {
        ActingSource usual = clusters.acting(UpidStore.NONE);
        ClusterHouse.Parts parts = new ClusterHouse.Parts(
                usual,
                () -> clusters.estates().known(),
                own.place(),
                new HostShell(() -> hosts, ways.apply(hosts)),
                journal,
                new ClusterHouse.Power(source.feed(), source.commands(), source.logins(), power(), () -> end.order()
                        .isPresent()),
                time);
        ClusterHouse house = new ClusterHouse(parts, plan, hosts, moment);
        Engine engine = new Engine(new EngineParts(
                ModuleSource.of(new Modules()),
                order -> ways.apply(order.inventory()),
                secrets,
                new Facts()::gather,
                time,
                end,
                house.acting(),
                new EngineParts.Limits(
                        OutputLimits.DEFAULT, loaded.config().defaults().commandTimeout()),
                source.commands()));
        return new PowerParts.Site(engine::run, house);
    }
}
