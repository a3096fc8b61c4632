package dev.steward.runner.module;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What operations are under way on: one at a time on each guest or host, across all runs of all servers. Thread-safe. */
public final class Claims {

    private final Map<String, String> held;
    private final Others others;

    /** A claim that ends with its closing. */
    public interface Claim extends AutoCloseable {

        @Override
        void close();
    }

    /** What other servers have operations under way on. */
    public interface Others {

        /** There are none. */
        Others NONE = new Others() {
            @Override
            public boolean take(String what, String by) {
                return true;
            }

            @Override
            public void release(String what) {
                // nobody was told
            }

            @Override
            public Optional<String> holder(String what) {
                return Optional.empty();
            }
        };

        /** Takes something that nobody here holds; false: another server does. */
        boolean take(String what, String by);

        /** It is free again; what cannot be said now is said later. */
        void release(String what);

        /** Which server holds something and what for, in words for people; empty: none. */
        Optional<String> holder(String what);
    }

    /** Those of the only server. */
    public Claims() {
        this(Others.NONE);
    }

    /** Those of one of several servers. */
    public Claims(Others others) {
        this.held = new ConcurrentHashMap<>();
        this.others = others;
    }

    /**
     * Takes something for an operation.
     *
     * @param what as {@code home/101} for a guest, or the name of a host
     * @param by who takes it, in words for people
     * @return empty where an operation is under way on it
     */
    public Optional<Claim> take(String what, String by) {
        if (held.putIfAbsent(what, by) != null) {
            return Optional.empty();
        }
        boolean ours = false;
        try {
            ours = others.take(what, by);
        } finally {
            if (!ours) {
                held.remove(what);
            }
        }
        return ours ? Optional.of(() -> release(what)) : Optional.empty();
    }

    private void release(String what) {
        try {
            others.release(what);
        } finally {
            held.remove(what);
        }
    }

    /** Who holds something, in words for people; empty: nobody does. */
    public Optional<String> holder(String what) {
        return Optional.ofNullable(held.get(what)).or(() -> others.holder(what));
    }
}
