package dev.steward.runner.outage.cluster;

import java.util.HashSet;
import java.util.Set;

/** The nodes of one cluster that go off during an outage. Thread-safe. */
final class Leaving {

    private static final int ROUNDS = 100;
    private static final long ROUND = 100;

    private final Set<String> ordered = new HashSet<>();
    private final Set<String> emptied = new HashSet<>();
    private final Set<String> underWay = new HashSet<>();

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

    /** Somebody sees to a node now. */
    void arrive(String node) {
        synchronized (ordered) {
            underWay.add(node);
        }
    }

    /** Nobody does any more, whatever came of it. */
    void leave(String node) {
        synchronized (ordered) {
            underWay.remove(node);
            ordered.notifyAll();
        }
    }

    /** A node was told to go off. */
    void order(String node) {
        synchronized (ordered) {
            ordered.add(node);
            ordered.notifyAll();
        }
    }

    /** Waits until those of these nodes that are seen to now were told, for some seconds at most. */
    void after(Set<String> others) throws InterruptedException {
        synchronized (ordered) {
            for (int round = 0; round < ROUNDS && behind(others); round++) {
                ordered.wait(ROUND);
            }
        }
    }

    private boolean behind(Set<String> others) {
        return others.stream().anyMatch(node -> underWay.contains(node) && !ordered.contains(node));
    }

    /** Those that were told so far. */
    Set<String> ordered() {
        synchronized (ordered) {
            return Set.copyOf(ordered);
        }
    }
}
