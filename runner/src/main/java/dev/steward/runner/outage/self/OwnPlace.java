package dev.steward.runner.outage.self;

import dev.steward.runner.inventory.Host;
import dev.steward.runner.proxmox.estate.Guest;
import java.util.Optional;

/** Where Steward itself runs, seen from the clusters it looks after. */
public sealed interface OwnPlace {

    /** In words, with how it is known. */
    String words();

    /** The node it goes down with; empty: it stays when all nodes are off. */
    Optional<String> node();

    /** The cluster of that node. */
    Optional<String> cluster();

    /**
     * In a guest.
     *
     * @param of its cluster
     * @param vmid of the guest
     * @param on the node that carries it now
     * @param how it is known, as "power.self in steward.yml" or "the MAC address BC:24:11:00:00:65"
     */
    record InGuest(String of, int vmid, String on, String how) implements OwnPlace {

        @Override
        public String words() {
            return "Steward runs in guest " + vmid + " on node " + on + " of cluster " + of + ", by " + how;
        }

        @Override
        public Optional<String> node() {
            return Optional.of(on);
        }

        @Override
        public Optional<String> cluster() {
            return Optional.of(of);
        }
    }

    /**
     * On a node itself.
     *
     * @param of its cluster
     * @param on the node
     * @param how it is known
     */
    record OnNode(String of, String on, String how) implements OwnPlace {

        @Override
        public String words() {
            return "Steward runs on node " + on + " of cluster " + of + " itself, by " + how;
        }

        @Override
        public Optional<String> node() {
            return Optional.of(on);
        }

        @Override
        public Optional<String> cluster() {
            return Optional.of(of);
        }
    }

    /**
     * On a machine of its own.
     *
     * @param how it is known
     */
    record Outside(String how) implements OwnPlace {

        @Override
        public String words() {
            return "Steward runs outside of the clusters, by " + how;
        }

        @Override
        public Optional<String> node() {
            return Optional.empty();
        }

        @Override
        public Optional<String> cluster() {
            return Optional.empty();
        }
    }

    /** Whether it is this guest. */
    default boolean is(Guest guest) {
        return this instanceof InGuest own
                && own.of().equals(guest.cluster())
                && own.vmid() == guest.vmid().value();
    }

    /** Whether a host of the inventory is it. */
    default boolean is(Host host) {
        Optional<String> vmid =
                Optional.ofNullable(host.vars().get("proxmox_vmid")).map(String::valueOf);
        boolean here = Optional.ofNullable(host.vars().get("proxmox_cluster"))
                .map(String::valueOf)
                .filter(cluster -> cluster().filter(cluster::equals).isEmpty())
                .isEmpty();
        if (this instanceof InGuest own) {
            return here && vmid.filter(Integer.toString(own.vmid())::equals).isPresent();
        }
        return this instanceof OnNode own
                && here
                && vmid.isEmpty()
                && (host.name().equals(own.on())
                        || own.on().equals(String.valueOf(host.vars().get("proxmox_node"))));
    }

    /** Whether it goes down with this node. */
    default boolean goesWith(String cluster, String node) {
        return cluster().filter(cluster::equals).isPresent()
                && node().filter(node::equals).isPresent();
    }
}
