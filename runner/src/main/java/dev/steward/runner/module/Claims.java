package dev.steward.runner.module;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What operations are under way on: one at a time on each guest or host, across all runs of a Steward. Thread-safe. */
public final class Claims {

    private final Map<String, String> held = new ConcurrentHashMap<>();

    /** A claim that ends with its closing. */
    public interface Claim extends AutoCloseable {

        @Override
        void close();
    }

    /**
     * Takes something for an operation.
     *
     * @param what as {@code home/101} for a guest, or the name of a host
     * @param by who takes it, in words for people
     * @return empty where an operation is under way on it
     */
    public Optional<Claim> take(String what, String by) {
        return held.putIfAbsent(what, by) == null ? Optional.of(() -> held.remove(what)) : Optional.empty();
    }

    /** Who holds something, in words for people; empty: nobody does. */
    public Optional<String> holder(String what) {
        return Optional.ofNullable(held.get(what));
    }
}
