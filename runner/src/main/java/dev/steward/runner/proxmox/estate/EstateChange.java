package dev.steward.runner.proxmox.estate;

/** Something in a cluster is no longer as it was. Texts are for people; each names what it is about. */
public sealed interface EstateChange {

    /** Our name of the cluster. */
    String cluster();

    /** What it is about, as {@code lxc/101} or {@code node/pve1}; empty: the cluster. */
    String subject();

    /** One line. */
    String text();

    /** A guest that was not there. */
    record GuestAdded(Guest guest) implements EstateChange {
        @Override
        public String cluster() {
            return guest.cluster();
        }

        @Override
        public String subject() {
            return guest.id();
        }

        @Override
        public String text() {
            return guest.words() + " was added";
        }
    }

    /** A guest that is no longer there. */
    record GuestRemoved(Guest guest) implements EstateChange {
        @Override
        public String cluster() {
            return guest.cluster();
        }

        @Override
        public String subject() {
            return guest.id();
        }

        @Override
        public String text() {
            return guest.words() + " was removed";
        }
    }

    /** A guest that changed its node; it is the same guest. */
    record GuestMoved(Guest guest, String from) implements EstateChange {
        @Override
        public String cluster() {
            return guest.cluster();
        }

        @Override
        public String subject() {
            return guest.id();
        }

        @Override
        public String text() {
            return guest.name() + " (" + guest.id() + ") moved from " + from + " to " + guest.node();
        }
    }

    /**
     * A property of a guest, as status, tags, name, pool, lock.
     *
     * @param what the property
     * @param from before
     * @param to now
     */
    record GuestChanged(Guest guest, String what, String from, String to) implements EstateChange {
        @Override
        public String cluster() {
            return guest.cluster();
        }

        @Override
        public String subject() {
            return guest.id();
        }

        @Override
        public String text() {
            return guest.name() + " (" + guest.id() + "): " + what + " " + shown(from) + " -> " + shown(to);
        }

        private static String shown(String value) {
            return value.isEmpty() ? "none" : value;
        }
    }

    /**
     * A node: added, removed, online, offline, rebooted.
     *
     * @param what a word
     */
    record NodeChanged(Node node, String what) implements EstateChange {
        @Override
        public String cluster() {
            return node.cluster();
        }

        @Override
        public String subject() {
            return node.id();
        }

        @Override
        public String text() {
            return "node " + node.name() + " " + what;
        }
    }

    /** The cluster itself: quorum, its members, its version. */
    record ClusterChanged(String cluster, String text) implements EstateChange {
        @Override
        public String subject() {
            return "";
        }
    }
}
