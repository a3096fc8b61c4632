package dev.steward.runner.outage.cluster;

import java.util.HashSet;
import java.util.Set;

/** The nodes of one cluster that go off during an outage. Thread-safe. */
final class Leaving {

    private final Set<String> ordered = new HashSet<>();
    private final Set<String> emptied = new HashSet<>();

    /** Does something for these nodes once, while others that are about to leave wait. */
    interface Once<E1 extends Exception, E2 extends Exception> {

        void run(Set<String> nodes) throws E1, E2, InterruptedException;
    }

    /** Empties those nodes that were not emptied yet. */
    synchronized <E1 extends Exception, E2 extends Exception> void empty(Set<String> nodes, Once<E1, E2> work)
            throws E1, E2, InterruptedException {
        Set<String> left = new HashSet<>(nodes);
        left.removeAll(emptied);
        if (!left.isEmpty()) {
            work.run(left);
            emptied.addAll(left);
        }
    }

    /** A node was told to go off. */
    void order(String node) {
        synchronized (ordered) {
            ordered.add(node);
        }
    }

    /** Those that were told so far. */
    Set<String> ordered() {
        synchronized (ordered) {
            return Set.copyOf(ordered);
        }
    }
}
