package dev.steward.runner.follow;

import dev.steward.runner.proxmox.GuestKind;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Node;

/** What is looked at: a guest or a node. */
public sealed interface Subject {

    /** The configured name of its cluster. */
    String cluster();

    /** The node it is, or is on. */
    String node();

    /** Its id as PVE writes it: {@code lxc/101}, {@code node/pve1}. */
    String id();

    /** In words. */
    String words();

    /** A container or VM, as it was seen last. */
    record OfGuest(Guest guest) implements Subject {

        @Override
        public String cluster() {
            return guest.cluster();
        }

        @Override
        public String node() {
            return guest.node();
        }

        @Override
        public String id() {
            return guest.id();
        }

        /** {@code container 101} or {@code VM 201}. */
        @Override
        public String words() {
            return (container() ? "container " : "VM ") + guest.vmid();
        }

        /** Whether it is a container. */
        public boolean container() {
            return guest.kind() == GuestKind.LXC;
        }
    }

    /** A node, as it was seen last. */
    record OfNode(Node seen) implements Subject {

        @Override
        public String cluster() {
            return seen.cluster();
        }

        @Override
        public String node() {
            return seen.name();
        }

        @Override
        public String id() {
            return seen.id();
        }

        @Override
        public String words() {
            return "node " + seen.name();
        }
    }
}
