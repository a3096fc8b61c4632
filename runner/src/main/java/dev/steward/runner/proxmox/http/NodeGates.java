package dev.steward.runner.proxmox.http;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many calls a node works on at a time. A node has three single-threaded workers for all it does, so a handful of slow
 * calls stalls it. One of the calls is kept for those a person waits for.
 */
final class NodeGates {

    private final Map<String, Gate> gates = new ConcurrentHashMap<>();
    private final int calls;

    NodeGates(int calls) {
        this.calls = calls;
    }

    private record Gate(Semaphore all, Semaphore background) {}

    /** A way in. */
    interface Pass {

        /** Gives it back. */
        void close();
    }

    /** Waits for a way in to a node; empty: none came free in time. */
    Optional<Pass> enter(String node, boolean interactive, Duration limit) throws InterruptedException {
        Gate gate = gates.computeIfAbsent(
                node, name -> new Gate(new Semaphore(calls, true), new Semaphore(Math.max(1, calls - 1), true)));
        if (interactive) {
            return take(gate.all(), limit) ? Optional.of(gate.all()::release) : Optional.empty();
        }
        if (!take(gate.background(), limit)) {
            return Optional.empty();
        }
        boolean in = false;
        try {
            in = take(gate.all(), limit);
            return in ? Optional.of(() -> leave(gate)) : Optional.empty();
        } finally {
            if (!in) {
                gate.background().release();
            }
        }
    }

    private static void leave(Gate gate) {
        gate.all().release();
        gate.background().release();
    }

    private static boolean take(Semaphore semaphore, Duration limit) throws InterruptedException {
        return semaphore.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
