package dev.steward.runner.outage.aswas;

/**
 * Something an outage did to a cluster, to be undone when power is back.
 *
 * @param cluster our name of it
 * @param what was done
 * @param value to whom or what: a guest as {@code lxc/101}, a node, a flag of Ceph, {@code ct:101=started}, a number of votes
 */
public record Mark(String cluster, What what, String value) {

    /** Kinds of deeds. */
    public enum What {
        /** A guest was told to go down. */
        GUEST_STOPPED,
        /** A node was switched off. */
        NODE_OFF,
        /** A flag of Ceph was set. */
        FLAG_SET,
        /** HA was told to let a guest alone; the value holds what it was asked for before. */
        HA_IGNORED,
        /** HA was disarmed for the whole cluster; the value holds how it was. */
        HA_DISARMED,
        /** Fewer votes are expected than there are; the value holds how many. */
        VOTES_EXPECTED
    }

    /** Hears of each deed as soon as it is done, and keeps it. Called from several threads. */
    @FunctionalInterface
    public interface Diary {

        /** Keeps it; returns when it is kept. */
        void note(Mark mark);
    }
}
