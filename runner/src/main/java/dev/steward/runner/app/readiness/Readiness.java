package dev.steward.runner.app.readiness;

import dev.steward.dsl.plan.Plan;
import dev.steward.runner.app.supply.UpsClients;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.config.power.PowerConfig;
import dev.steward.runner.config.power.UpsConfig;
import dev.steward.runner.connection.Command;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.Connections;
import dev.steward.runner.connection.Output;
import dev.steward.runner.doctor.Finding;
import dev.steward.runner.doctor.Finding.Level;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.power.UpsReading;
import dev.steward.runner.power.UpsStatus;
import dev.steward.runner.power.nut.UpsClient;
import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.detail.ClusterFacts;
import dev.steward.runner.proxmox.detail.Replication;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Storage;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Tries what power protection stands on: UPSes, clusters, hosts, the ways between them. Nothing is changed. */
public final class Readiness implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Set<String> SERVED = Set.of("nfs", "cifs", "pbs", "glusterfs", "cephfs", "iscsi");

    private final LoadedConfig loaded;
    private final Around around;
    private final Time time;

    /**
     * A try.
     *
     * @param loaded the configuration, its secrets looked up
     */
    public Readiness(LoadedConfig loaded, Around around, Time time) {
        this.loaded = loaded;
        this.around = around;
        this.time = time;
    }

    /**
     * What it is tried by.
     *
     * @param clusters asks all of them
     * @param api of one
     * @param ways to hosts
     * @param closing done at the close
     */
    public record Around(
            Clusters clusters, Function<String, PveApi> api, Function<Inventory, Connections> ways, Runnable closing) {}

    /** Asks all clusters. */
    @FunctionalInterface
    public interface Clusters {

        /** As they are now. */
        Estate now() throws InterruptedException;
    }

    /** Each UPS: what it says, or why it says nothing. */
    public List<Finding> upses() {
        Optional<PowerConfig> power = loaded.config().power();
        if (power.isEmpty()) {
            return List.of(problem("ups", "no UPS is configured; add a section 'power' to steward.yml"));
        }
        List<Finding> all = new ArrayList<>();
        power.get().ups().forEach((name, ups) -> all.add(ups(name, ups)));
        return all;
    }

    private Finding ups(String name, UpsConfig config) {
        String what = "ups " + name;
        try (UpsClient client = UpsClients.open(name, config, time)) {
            UpsReading reading = client.read();
            return reading instanceof UpsReading.Answered answered
                    ? good(what, config.address(name) + " says " + said(answered.status()))
                    : problem(what, ((UpsReading.Silent) reading).message());
        }
    }

    private static String said(UpsStatus status) {
        return status.variables().getOrDefault("ups.status", "no status")
                + status.charge()
                        .map(charge -> ", charge " + Math.round(charge) + " %")
                        .orElse("")
                + status.runtime()
                        .map(left -> ", lasts " + left.toMinutes() + " min")
                        .orElse("")
                + status.load().map(load -> ", load " + Math.round(load) + " %").orElse("");
    }

    /** Each cluster: its version and its guests. */
    public List<Finding> clusters() throws InterruptedException {
        List<Finding> all = new ArrayList<>();
        for (Estate.Seen seen : around.clusters().now().clusters().values()) {
            all.add(cluster(seen));
        }
        return all.isEmpty() ? List.of(new Finding(Level.NOTE, "clusters", "no Proxmox cluster is configured")) : all;
    }

    private Finding cluster(Estate.Seen seen) throws InterruptedException {
        String what = "cluster " + seen.name();
        if (seen.problem().isPresent() || seen.view().isEmpty()) {
            return problem(what, seen.problem().orElse("it was not seen"));
        }
        View view = seen.view().get();
        try {
            PveApi api = around.api().apply(seen.name());
            String version = api.get(PvePath.of("version"), Map.of()).fields().text("version", "?");
            long running = view.guests().values().stream()
                    .filter(guest -> guest.running())
                    .count();
            return good(
                    what,
                    "Proxmox VE " + version + ", " + view.nodes().size() + " nodes, "
                            + view.guests().size() + " guests, " + running + " of them run");
        } catch (PveException e) {
            return problem(what, e.getMessage());
        }
    }

    /** Each host of the plan, once, as its user: whether it lets us in and runs a command. */
    public List<Finding> hosts(Plan plan, Inventory inventory) throws InterruptedException {
        List<Finding> all = new ArrayList<>();
        try (Connections ways = around.ways().apply(inventory)) {
            for (Host host : hostsOf(plan, inventory)) {
                all.add(host(host, ways));
            }
        }
        return all;
    }

    private static Set<Host> hostsOf(Plan plan, Inventory inventory) {
        Set<Host> hosts = new LinkedHashSet<>();
        plan.allPlays().forEach(play -> {
            try {
                hosts.addAll(inventory.select(play.hosts()).hosts());
            } catch (InventoryException e) {
                // a pattern that matches nobody now has no host to be tried
                return;
            }
        });
        return hosts;
    }

    private static Finding host(Host host, Connections ways) throws InterruptedException {
        String what = "host " + host.name();
        Object status = host.vars().get("proxmox_status");
        if (status != null && !status.equals("running") && !status.equals("online")) {
            return new Finding(Level.NOTE, what, "is " + status + ", so nobody can enter it now");
        }
        try {
            boolean good = ways.to(host)
                    .run(Command.argv("true").within(Command.Limits.of(PATIENCE)), Output.NONE)
                    .good();
            return good ? good(what, "lets us in and runs a command") : problem(what, "its shell does not run 'true'");
        } catch (ConnectionException e) {
            return problem(what, e.getMessage());
        }
    }

    /** Whether each cluster has quorum, and its replication goes well. */
    public List<Finding> quorumAndReplication() throws InterruptedException {
        List<Finding> all = new ArrayList<>();
        for (Estate.Seen seen : around.clusters().now().clusters().values()) {
            String what = "quorum of " + seen.name();
            if (seen.problem().isPresent() || seen.view().isEmpty()) {
                all.add(problem(what, seen.problem().orElse("it was not seen")));
                continue;
            }
            View view = seen.view().get();
            List<String> off = view.nodes().values().stream()
                    .filter(node -> !node.online())
                    .map(node -> node.name())
                    .toList();
            all.add(
                    view.cluster().quorate() && off.isEmpty()
                            ? good(what, "quorate, all " + view.nodes().size() + " nodes are online")
                            : problem(
                                    what,
                                    (view.cluster().quorate() ? "quorate, but offline: " : "no quorum; offline: ")
                                            + String.join(", ", off)));
            all.add(replication(seen.name(), ClusterFacts.read(around.api().apply(seen.name()), view)));
            all.add(served(seen.name(), view));
        }
        return all;
    }

    private static Finding replication(String cluster, ClusterFacts facts) {
        String what = "replication of " + cluster;
        List<String> bad = facts.replication().stream()
                .filter(job -> job.word().equals("failed"))
                .map(job -> job.id() + ": " + job.error().orElse(job.failures() + " failures in a row"))
                .toList();
        if (!bad.isEmpty()) {
            return problem(what, String.join("; ", bad));
        }
        long on = facts.replication().stream().filter(job -> !job.disabled()).count();
        return on == 0
                ? new Finding(Level.NOTE, what, "no storage is replicated")
                : good(what, on + (on == 1 ? " job goes" : " jobs go") + " well" + last(facts));
    }

    private static String last(ClusterFacts facts) {
        return facts.replication().stream()
                .map(Replication::last)
                .flatMap(Optional::stream)
                .max(Instant::compareTo)
                .map(at -> ", last at " + at)
                .orElse("");
    }

    /** Storage that others serve, as a NAS: whether each node has it. */
    private static Finding served(String cluster, View view) {
        String what = "served storage of " + cluster;
        List<Storage> served = view.storages().values().stream()
                .filter(storage -> SERVED.contains(storage.type()))
                .toList();
        List<String> bad = served.stream()
                .filter(storage -> !storage.available())
                .map(storage -> storage.name() + " on " + storage.node())
                .toList();
        if (served.isEmpty()) {
            return new Finding(Level.NOTE, what, "no NAS or other server serves any");
        }
        return bad.isEmpty()
                ? good(what, served.size() + " are there, each on its node")
                : problem(what, "not available: " + String.join(", ", bad));
    }

    /** Whether each node reaches each upsd: its own upsmon is the last line of defence. */
    public List<Finding> nodesReachNut(Inventory inventory) throws InterruptedException {
        Optional<PowerConfig> power = loaded.config().power();
        List<Finding> all = new ArrayList<>();
        try (Connections ways = around.ways().apply(inventory)) {
            for (Host node : nodes(inventory)) {
                for (UpsConfig ups : power.map(config -> config.ups().values()).orElse(List.of())) {
                    all.add(reaches(node, ups, ways));
                }
            }
        }
        return all.isEmpty() ? List.of(new Finding(Level.NOTE, "nodes and NUT", "no node or no UPS is known")) : all;
    }

    private static List<Host> nodes(Inventory inventory) {
        try {
            return inventory.select("proxmox_nodes").hosts();
        } catch (InventoryException e) {
            return List.of();
        }
    }

    private static Finding reaches(Host node, UpsConfig ups, Connections ways) throws InterruptedException {
        String what = "node " + node.name();
        String where = ups.hostname() + ":" + ups.port();
        if (ups.hostname().equals("localhost") || ups.hostname().startsWith("127.")) {
            return new Finding(
                    Level.NOTE, what, "upsd listens on this machine alone (" + where + "), so no node can ask it");
        }
        try {
            // a PVE node has bash, and with it a way to open a connection without another program
            boolean good = ways.to(node)
                    .run(
                            Command.argv(
                                            "timeout",
                                            "5",
                                            "bash",
                                            "-c",
                                            ": </dev/tcp/$1/$2",
                                            "nut",
                                            ups.hostname(),
                                            "" + ups.port())
                                    .within(Command.Limits.of(PATIENCE)),
                            Output.NONE)
                    .good();
            return good ? good(what, "reaches upsd at " + where) : problem(what, "does not reach upsd at " + where);
        } catch (ConnectionException e) {
            return problem(what, e.getMessage());
        }
    }

    /** Whether the mail relay greets. */
    public Finding relay() {
        return loaded.config()
                .notices()
                .mail()
                .map(Relay::greets)
                .orElse(new Finding(Level.NOTE, "mail relay", "no mail is configured (notices.mail)"));
    }

    static Finding good(String what, String said) {
        return new Finding(Level.GOOD, what, said);
    }

    static Finding problem(String what, String said) {
        return new Finding(Level.PROBLEM, what, said);
    }

    @Override
    public void close() {
        around.closing().run();
    }
}
