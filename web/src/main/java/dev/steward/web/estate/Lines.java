package dev.steward.web.estate;

import dev.steward.runner.proxmox.PveVersion;
import dev.steward.runner.proxmox.estate.Address;
import dev.steward.runner.proxmox.estate.Addresses;
import dev.steward.runner.proxmox.estate.Cluster;
import dev.steward.runner.proxmox.estate.Estate.Seen;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.Storage;
import dev.steward.runner.proxmox.estate.Sums;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.web.format.Amounts;
import dev.steward.web.format.Times;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Makes lines of what a cluster has. */
public final class Lines {

    private final Times times;

    /** Lines with these times. */
    public Lines(Times times) {
        this.times = times;
    }

    /** A cluster with its nodes. */
    public ClusterLine cluster(Seen seen) {
        String name = seen.name();
        Optional<View> view = seen.view();
        return new ClusterLine(
                name,
                view.map(v -> v.cluster().ownName())
                        .filter(own -> !own.equals(name))
                        .orElse(""),
                Links.cluster(name),
                seen.asked() ? seen.problem() : Optional.empty(),
                view.map(v -> times.when(v.at())),
                view.flatMap(v -> v.cluster().version()).map(PveVersion::text).orElse(""),
                view.map(v -> quorum(v.cluster()))
                        .orElse(new ClusterLine.State("unknown", seen.asked() ? "not known" : "being asked")),
                view.map(v -> counts(name, v)).orElse(List.of()),
                view.map(v -> sums(name, v.guests().values())).orElse(List.of()),
                view.map(this::nodes).orElse(List.of()),
                view.map(Lines::full).orElse(List.of()));
    }

    private static ClusterLine.State quorum(Cluster cluster) {
        if (!cluster.clustered()) {
            return new ClusterLine.State("online", "stands alone");
        }
        return cluster.quorate() ? new ClusterLine.State("ok", "quorum") : new ClusterLine.State("failed", "no quorum");
    }

    private static List<Meter> counts(String cluster, View view) {
        long online = view.nodes().values().stream().filter(Node::online).count();
        Sums sums = Sums.of(view.guests().values());
        return List.of(
                Meter.text(cluster + ":nodes", online + " of " + view.nodes().size() + " nodes online"),
                Meter.text(cluster + ":guests", sums.running() + " of " + sums.guests() + " guests running"),
                Meter.text(
                        cluster + ":kinds",
                        plural(sums.containers(), "container") + ", "
                                + plural(sums.guests() - sums.containers(), "VM")));
    }

    private static String plural(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /** Sums over guests: processors, memory, disk. */
    static List<Meter> sums(String key, Collection<Guest> guests) {
        Sums sums = Sums.of(guests);
        return List.of(
                Meter.text(
                        key + ":sum-cpu",
                        Amounts.processors(Math.round(sums.processors() * 10) / 10.0) + " of "
                                + Amounts.processors(sums.processorLimit())),
                Meter.text(key + ":sum-mem", Amounts.bytes(sums.memory()) + " of " + Amounts.bytes(sums.memoryLimit())),
                Meter.text(key + ":sum-disk", Amounts.bytes(sums.diskLimit())));
    }

    /** All nodes of a cluster. */
    List<NodeLine> nodes(View view) {
        return view.nodes().values().stream().map(node -> node(node, view)).toList();
    }

    /** A node. */
    NodeLine node(Node node, View view) {
        String key = node.cluster() + "/" + node.id();
        List<Guest> guests = view.guestsOf(node.name());
        long running = guests.stream().filter(Guest::running).count();
        return new NodeLine(
                key,
                node.name(),
                Links.node(node.cluster(), node.name()),
                node.status(),
                node.address().orElse(""),
                LoadLine.of(key, node.load(), node.online()),
                Meter.text(key + ":guests", running + " of " + guests.size()),
                sums(key, guests),
                "/estate?cluster=" + Links.segment(node.cluster()) + "&node=" + Links.segment(node.name()) + "#guests");
    }

    /** A guest, with as many packages that could be upgraded. */
    GuestLine guest(Guest guest, Addresses addresses, long updates) {
        String key = guest.cluster() + "/" + guest.id();
        return new GuestLine(
                key,
                guest.id(),
                guest.name(),
                Links.guest(guest),
                new GuestLine.Place(guest.cluster(), guest.node(), Links.node(guest.cluster(), guest.node())),
                guest.mark(),
                guest.word(),
                new GuestLine.Words(
                        addresses.all().stream().map(Address::ip).toList(),
                        addresses.unknown().orElse(""),
                        guest.tags(),
                        guest.pool().orElse(""),
                        guest.lock().orElse(""),
                        guest.haState().orElse(""),
                        updates),
                LoadLine.of(key, guest.load(), guest.running()));
    }

    /** The storages of a cluster; a shared one once. */
    static List<StorageLine> storages(View view) {
        return storages(view, storage -> true);
    }

    /** The storages a node sees. */
    static List<StorageLine> storages(View view, String node) {
        return storages(view, storage -> storage.node().equals(node));
    }

    private static List<StorageLine> storages(View view, Predicate<Storage> which) {
        List<StorageLine> lines = new ArrayList<>();
        Set<String> told = new HashSet<>();
        for (Storage storage : view.storages().values()) {
            if (which.test(storage) && (!storage.shared() || told.add(storage.name()))) {
                lines.add(line(storage));
            }
        }
        return lines;
    }

    private static StorageLine line(Storage storage) {
        return new StorageLine(
                storage.name(),
                storage.shared() ? "shared" : storage.node(),
                storage.type(),
                String.join(", ", storage.content()),
                storage.available(),
                Meter.bytes(storage.cluster() + "/" + storage.id() + ":use", storage.used(), storage.size()));
    }

    private static List<StorageLine> full(View view) {
        return storages(view, storage -> online(view, storage.node())).stream()
                .filter(line -> line.use().level().equals("full") || !line.available())
                .toList();
    }

    /* Of a node that is offline nothing is known, and that it is offline is told already. */
    private static boolean online(View view, String node) {
        return view.nodes().containsKey(node) && view.nodes().get(node).online();
    }
}
