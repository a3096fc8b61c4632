package dev.steward.runner.app.power;

import dev.steward.dsl.check.Checked;
import dev.steward.runner.app.estate.Clusters;
import dev.steward.runner.app.self.HandedOver;
import dev.steward.runner.app.self.Self;
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
import dev.steward.runner.outage.cluster.HostShell;
import dev.steward.runner.outage.journal.FileJournal;
import dev.steward.runner.outage.journal.Journal;
import dev.steward.runner.outage.self.OwnPlace;
import dev.steward.runner.power.PowerFeed;
import dev.steward.runner.proxmox.task.UpidStore;
import dev.steward.runner.secret.Secrets;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

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

    /** The plan as its playbook says now. */
    public PlanSource plan() {
        Optional<Path> file = power().plan().map(name -> playbooks.resolve(name));
        return new PlanFile(file, check);
    }

    private PowerConfig power() {
        return loaded.config().power().orElseThrow();
    }

    /** A service over a feed; not started. */
    public PowerService over(PowerFeed feed, PlanSource plans, History history) {
        return over(feed, plans, history, FileJournal.open(folder()));
    }

    /** The folder of outages. */
    public Path folder() {
        return state.resolve("power");
    }

    /** The same with another journal. */
    public PowerService over(PowerFeed feed, PlanSource plans, History history, Journal journal) {
        OwnEnd own = new OwnEnd(journal);
        Reckoner reckoner = new Reckoner(
                power(), history::records, loaded.config().defaults().commandTimeout());
        PowerParts.Machine machine = new PowerParts.Machine(
                journal,
                (plan, hosts) -> {
                    reckoner.use(plan, hosts);
                    return site(plan, hosts, journal, own);
                },
                own,
                this::last,
                reckoner,
                Self.ofThisMachine()::among,
                HandedOver::kernelBootId,
                loaded.config().kept());
        return new PowerService(new PowerParts(power(), plans, feed, inventory, machine, history, folder(), time));
    }

    private PowerParts.Site site(PhasedPlan plan, Inventory hosts, Journal journal, OwnEnd own) {
        ClusterHouse.Parts parts = new ClusterHouse.Parts(
                clusters.acting(UpidStore.NONE),
                () -> clusters.estates().known(),
                new OwnPlace.Outside("nothing that says otherwise"),
                new HostShell(() -> hosts, ways.apply(hosts)),
                journal,
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
                        OutputLimits.DEFAULT, loaded.config().defaults().commandTimeout())));
        return new PowerParts.Site(engine::run, house);
    }

    private void last(Map<String, Object> order) throws IOException {
        clusters.order(
                String.valueOf(order.get("cluster")),
                String.valueOf(order.get("node")),
                String.valueOf(order.get("command")));
    }
}
