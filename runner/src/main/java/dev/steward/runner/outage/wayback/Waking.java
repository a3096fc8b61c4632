package dev.steward.runner.outage.wayback;

import dev.steward.dsl.plan.PowerPlan;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.power.MagicPacket;
import dev.steward.runner.power.PowerSignal;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.proxmox.act.UpidWatcher;
import dev.steward.runner.proxmox.act.power.NodePower;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.runner.proxmox.text.PropertyString;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Wakes machines over the network, by whoever stays up, when the power is back for good and the battery would carry another
 * outage. A node is woken by another node of its cluster while there is one, else by a packet from here.
 */
public final class Waking {

    /** A UPS that never says its charge is believed to have some after so long on mains. */
    static final Duration WITHOUT_CHARGE = Duration.ofMinutes(15);

    /** Asked while the battery empties, of clusters that perhaps do not answer any more. */
    private static final Duration TO_ASK = Duration.ofSeconds(10);

    private static final Duration AGAIN = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int API = 8006;
    private static final int SSH = 22;

    private final Parts parts;

    /**
     * What it needs.
     *
     * @param clusters configured ones
     * @param inventory hosts, with {@code wake_mac} and {@code wake_broadcast} where they say them
     * @param time the clock
     */
    public record Parts(ActingSource clusters, Inventory inventory, Time time) {}

    /** With these. */
    public Waking(Parts parts) {
        this.parts = parts;
    }

    /**
     * Why nobody is woken yet.
     *
     * @return in words; empty: now is the time
     */
    public static Optional<String> notYet(PowerPlan plan, PowerSignal signal) {
        if (signal.onBattery()) {
            return Optional.of("still on battery");
        }
        if (signal.blind() || signal.onlineFor().isZero()) {
            return Optional.of("no UPS says that the power is back");
        }
        if (signal.onlineFor().compareTo(plan.stableFor()) < 0) {
            return Optional.of("the power is back for " + signal.onlineFor().toSeconds() + " s; "
                    + plan.stableFor().toSeconds() + " s are wanted");
        }
        return plan.restartCharge().flatMap(wanted -> charging(wanted, signal));
    }

    private static Optional<String> charging(int wanted, PowerSignal signal) {
        if (signal.charge().isEmpty()) {
            return signal.onlineFor().compareTo(WITHOUT_CHARGE) < 0
                    ? Optional.of("nobody says the charge; without it " + WITHOUT_CHARGE.toMinutes()
                            + " min on mains are wanted")
                    : Optional.empty();
        }
        double charge = signal.charge().get();
        return charge >= wanted
                ? Optional.empty()
                : Optional.of("the charge is " + Math.round(charge) + " %; " + wanted + " % are wanted");
    }

    /**
     * The hardware addresses of nodes among the hosts that the plan wakes, as their clusters know them. To be asked while the nodes
     * are up, and kept: later nobody may be there to tell. Takes 10 s at most.
     *
     * @return by host; those that nobody knows are left out
     */
    public Map<String, String> addresses(PowerPlan plan) throws InterruptedException {
        Map<String, String> found = new LinkedHashMap<>();
        long begun = parts.time().nanos();
        for (String host : wanted(plan)) {
            Optional<String> said = variable(host, "wake_mac");
            if (said.isPresent()) {
                found.put(host, said.get());
            } else {
                Duration left = TO_ASK.minusNanos(parts.time().nanos() - begun);
                address(host, left).ifPresent(mac -> found.put(host, mac));
            }
        }
        return found;
    }

    private static List<String> wanted(PowerPlan plan) {
        return plan.wayBack().map(PowerPlan.WayBack::wake).orElse(List.of());
    }

    private Optional<String> address(String host, Duration left) throws InterruptedException {
        if (left.isNegative() || left.isZero()) {
            return Optional.empty();
        }
        try {
            Optional<Place> place = place(host, Optional.of(left));
            if (place.isEmpty()) {
                return Optional.empty();
            }
            Node node = place.get().node();
            return place.get()
                    .acting()
                    .api()
                    .get(PvePath.of("nodes", node.name(), "config"), Map.of("property", "wakeonlan"))
                    .fields()
                    .text("wakeonlan")
                    .flatMap(text -> PropertyString.parse(text).bareOr("mac"));
        } catch (PveException | ActException e) {
            return Optional.empty();
        }
    }

    /**
     * Wakes machines, all at a time, and waits until each answers.
     *
     * @param hosts of the plan's list
     * @return what came of each, in their order
     */
    public Map<String, Done> wake(Collection<String> hosts, Map<String, String> addresses, Duration limit)
            throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, hosts.size()));
        try {
            Map<String, Future<Done>> begun = new LinkedHashMap<>();
            hosts.forEach(host -> begun.put(host, threads.submit(() -> wake(host, addresses, limit))));
            Map<String, Done> ended = new LinkedHashMap<>();
            for (Map.Entry<String, Future<Done>> each : begun.entrySet()) {
                ended.put(each.getKey(), ended(each.getKey(), each.getValue()));
            }
            return ended;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Done ended(String host, Future<Done> begun) throws InterruptedException {
        try {
            return begun.get();
        } catch (ExecutionException e) {
            return Done.failed(host + " could not be woken: " + e.getCause().getMessage());
        }
    }

    /**
     * Wakes a machine and waits until it answers; one that answers already is left alone.
     *
     * @param host of the plan's list
     * @param addresses as {@link #addresses} said before
     * @param limit how long to wait
     */
    public Done wake(String host, Map<String, String> addresses, Duration limit) throws InterruptedException {
        Optional<Place> place;
        try {
            place = place(host, Optional.empty());
        } catch (PveException | ActException e) {
            place = Optional.empty();
        }
        if (place.isPresent()) {
            return byCluster(host, place.get(), limit);
        }
        return byPacket(host, Optional.ofNullable(addresses.get(host)).or(() -> variable(host, "wake_mac")), limit);
    }

    private Done byCluster(String host, Place place, Duration limit) throws InterruptedException {
        if (place.node().online()) {
            return Done.already(host + " is on already");
        }
        try {
            new NodePower(place.acting()).wake(place.node(), limit);
            return Done.done(host + " was woken by another node, and is online");
        } catch (PveException | ActException e) {
            return Done.failed(host + " is not back: " + e.getMessage());
        }
    }

    private Done byPacket(String host, Optional<String> mac, Duration limit) throws InterruptedException {
        Presence presence = presence(host);
        if (presence.there()) {
            return Done.already(host + " is on already");
        }
        Optional<MagicPacket> packet = mac.flatMap(MagicPacket::to);
        if (packet.isEmpty()) {
            return Done.failed(
                    host + " cannot be woken: nobody knows its network card; give the host the variable wake_mac"
                            + mac.map(text -> " ('" + text + "' is none)").orElse(""));
        }
        long start = parts.time().nanos();
        Optional<Long> sent = Optional.empty();
        while (parts.time().nanos() - start < limit.toNanos()) {
            if (sent.isEmpty() || parts.time().nanos() - sent.get() > AGAIN.toNanos()) {
                sent = Optional.of(parts.time().nanos());
                try {
                    packet.get().send(variable(host, "wake_broadcast"), port(host));
                } catch (IOException e) {
                    return Done.failed(host + " cannot be woken: " + e.getMessage());
                }
            }
            parts.time().sleep(PAUSE);
            if (presence.there()) {
                long took = Duration.ofNanos(parts.time().nanos() - start).toSeconds();
                return Done.done(host + " was woken, and answers after " + took + " s");
            }
        }
        return Done.failed(host + " was sent wake-up packets, and does not answer after " + limit.toSeconds() + " s");
    }

    private int port(String host) {
        return variable(host, "wake_port")
                .filter(text -> text.matches("\\d{1,5}"))
                .map(Integer::valueOf)
                .orElse(MagicPacket.PORT);
    }

    private record Place(Acting acting, Node node) {}

    /** The node that a host is, where its cluster answers. */
    private Optional<Place> place(String host, Optional<Duration> limit)
            throws PveException, ActException, InterruptedException {
        Optional<String> cluster = variable(host, "proxmox_cluster");
        Optional<String> guest = variable(host, "proxmox_vmid");
        String name = variable(host, "proxmox_node").orElse(host);
        for (String each :
                guest.isPresent() ? List.<String>of() : parts.clusters().names()) {
            if (cluster.isEmpty() || cluster.get().equals(each)) {
                Acting usual = new Acting(parts.clusters().of(each), UpidWatcher.NONE);
                Acting acting = limit.map(usual::within).orElse(usual);
                View view = acting.clearView();
                if (view.nodes().containsKey(name)) {
                    return Optional.of(new Place(acting, view.nodes().get(name)));
                }
            }
        }
        return Optional.empty();
    }

    private Presence presence(String host) {
        String address = variable(host, "ansible_host").orElse(host);
        Optional<Integer> port = variable(host, "ansible_port")
                .filter(text -> text.matches("\\d{1,5}"))
                .map(Integer::valueOf);
        return new Presence(address, port.map(List::of).orElse(List.of(SSH, API)));
    }

    private Optional<String> variable(String host, String name) {
        return parts.inventory()
                .host(host)
                .map(Host::vars)
                .map(vars -> vars.get(name))
                .map(String::valueOf)
                .filter(text -> !text.isBlank());
    }
}
