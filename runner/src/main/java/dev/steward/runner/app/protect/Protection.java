package dev.steward.runner.app.protect;

import dev.steward.dsl.check.Checked;
import dev.steward.runner.app.estate.Clusters;
import dev.steward.runner.app.power.History;
import dev.steward.runner.app.power.OwnEnd;
import dev.steward.runner.app.power.PlanFile;
import dev.steward.runner.app.power.PlanSource;
import dev.steward.runner.app.power.PowerParts;
import dev.steward.runner.app.power.PowerService;
import dev.steward.runner.app.power.Reckoner;
import dev.steward.runner.app.self.HandedOver;
import dev.steward.runner.app.self.OwnReboot;
import dev.steward.runner.app.self.Self;
import dev.steward.runner.app.supply.UpsWatch;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.config.power.PowerConfig;
import dev.steward.runner.config.power.SelfConfig;
import dev.steward.runner.connection.Connections;
import dev.steward.runner.engine.Engine;
import dev.steward.runner.engine.EngineParts;
import dev.steward.runner.engine.ModuleSource;
import dev.steward.runner.engine.output.OutputLimits;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.module.catalog.Modules;
import dev.steward.runner.module.system.Facts;
import dev.steward.runner.outage.PhasedPlan;
import dev.steward.runner.outage.cluster.HostShell;
import dev.steward.runner.outage.cluster.LastAct;
import dev.steward.runner.outage.cluster.NodeShell;
import dev.steward.runner.outage.journal.FileJournal;
import dev.steward.runner.outage.journal.Journal;
import dev.steward.runner.outage.self.Machine;
import dev.steward.runner.outage.self.OwnPlace;
import dev.steward.runner.outage.self.OwnPlaceFinder;
import dev.steward.runner.power.PowerEvent;
import dev.steward.runner.power.PowerFeed;
import dev.steward.runner.power.UpsCommands;
import dev.steward.runner.power.nut.NutCommands;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.task.UpidStore;
import dev.steward.runner.secret.Secrets;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Power protection, wired by hand. It needs no database: outages are told to a history that may be none.
 *
 * @param loaded the configuration, its secrets looked up
 * @param state the state directory
 * @param playbooks their folder
 * @param check compiles a playbook; the same text is compiled once
 * @param inventory the hosts now; it throws where they cannot be had
 * @param ways to hosts
 * @param clusters to act on
 * @param secrets of playbooks
 * @param time the clock
 */
public record Protection(
        LoadedConfig loaded,
        Path state,
        Path playbooks,
        Function<Path, Checked> check,
        Supplier<Inventory> inventory,
        Function<Inventory, Connections> ways,
        Clusters clusters,
        Secrets secrets,
        Time time) {

    private static final Logger LOG = LoggerFactory.getLogger(Protection.class);

    /** The plan as its playbook says now. */
    public PlanSource plan() {
        Optional<Path> file = power().plan().map(name -> playbooks.resolve(name));
        return new PlanFile(file, check);
    }

    /** Whether there is anything to protect. */
    public boolean configured() {
        return loaded.config().power().isPresent();
    }

    private PowerConfig power() {
        return loaded.config().power().orElseThrow();
    }

    /** A service that watches the configured UPSes; not started. */
    public PowerService watched(PlanSource plans, History history, Consumer<PowerEvent> told) {
        UpsWatch watch =
                UpsWatch.of(power(), plans.found().flatMap(found -> found.plan().power()), state, time, told);
        PowerParts.Life life = new PowerParts.Life(watch::start, watch::close);
        Source source = new Source(watch.feed(), new NutCommands(watch.clients()), life);
        return over(source, plans, history, FileJournal.open(folder()));
    }

    /** A service over a feed; not started. */
    public PowerService over(PowerFeed feed, PlanSource plans, History history) {
        return over(feed, plans, history, FileJournal.open(folder()));
    }

    /** The same with another journal. */
    public PowerService over(PowerFeed feed, PlanSource plans, History history, Journal journal) {
        return over(new Source(feed, UpsCommands.NONE, PowerParts.Life.NONE), plans, history, journal);
    }

    /** The folder of outages. */
    public Path folder() {
        return state.resolve("power");
    }

    private record Source(PowerFeed feed, UpsCommands commands, PowerParts.Life life) {}

    private PowerService over(Source source, PlanSource plans, History history, Journal journal) {
        OwnEnd own = new OwnEnd(journal);
        Reckoner reckoner = new Reckoner(
                power(), history::records, loaded.config().defaults().commandTimeout());
        PowerParts.Machine machine = new PowerParts.Machine(
                journal,
                (plan, hosts) -> {
                    reckoner.use(plan, hosts);
                    return site(source, plan, hosts, journal, own);
                },
                own,
                this::last,
                reckoner,
                this::self,
                HandedOver::kernelBootId,
                loaded.config().kept());
        return new PowerService(new PowerParts(
                power(), plans, source.feed(), inventory, machine, history, folder(), time, source.life()));
    }

    private PowerParts.Site site(Source source, PhasedPlan plan, Inventory hosts, Journal journal, OwnEnd own) {
        ClusterHouse.Parts parts = new ClusterHouse.Parts(
                usual(),
                this::known,
                place(),
                new HostShell(() -> hosts, ways.apply(hosts)),
                journal,
                new ClusterHouse.Power(source.feed(), source.commands(), power(), () -> own.order()
                        .isPresent()),
                time);
        ClusterHouse house = new ClusterHouse(parts, plan, hosts);
        Engine engine = new Engine(new EngineParts(
                ModuleSource.of(new Modules()),
                order -> ways.apply(order.inventory()),
                secrets,
                new Facts()::gather,
                time,
                own,
                house.acting(),
                new EngineParts.Limits(
                        OutputLimits.DEFAULT, loaded.config().defaults().commandTimeout()),
                source.commands()));
        return new PowerParts.Site(engine::run, house);
    }

    private ActingSource usual() {
        return clusters.acting(UpidStore.NONE);
    }

    private Estate known() {
        return clusters.estates().known();
    }

    /** Where Steward runs, as far as it can be told now. */
    private OwnPlace place() {
        SelfConfig said = power().self();
        try {
            return new OwnPlaceFinder(usual(), Machine.ofThisMachine())
                    .find(new OwnPlaceFinder.Said(said.guest(), said.node(), said.outside()), known())
                    .place();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("Where Steward itself runs could not be found out: {}", e.getMessage());
        }
        return new OwnPlace.Outside("nothing that says otherwise");
    }

    /** The hosts that are this machine: by its addresses and name, and the guest or node it is found to be. */
    private Set<String> self(Collection<Host> hosts) {
        Set<String> names = new LinkedHashSet<>(Self.ofThisMachine().among(hosts));
        OwnPlace place = place();
        for (Host host : hosts) {
            Optional<String> vmid =
                    Optional.ofNullable(host.vars().get("proxmox_vmid")).map(String::valueOf);
            boolean guest = place instanceof OwnPlace.InGuest in
                    && vmid.filter(String.valueOf(in.vmid())::equals).isPresent();
            boolean node = place instanceof OwnPlace.OnNode on
                    && vmid.isEmpty()
                    && on.on().equals(String.valueOf(host.vars().get("proxmox_node")));
            if (guest || node) {
                names.add(host.name());
            }
        }
        return names;
    }

    /** The machine Steward runs on goes down: with its node, where it is told one, else by itself. */
    private void last(Map<String, Object> order) throws IOException {
        LastAct.Local local = new OwnReboot()::powerOffSoon;
        OwnPlace place = place();
        if (order.get("node") == null) {
            local.powerOff();
        } else if (place.node().isEmpty()) {
            clusters.order(String.valueOf(order.get("cluster")), String.valueOf(order.get("node")), "shutdown");
        } else {
            try {
                LOG.warn("{}", new LastAct(usual(), NodeShell.NONE, local).order(place));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }
}
