package dev.steward.runner.store.live;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the servers on a database tell each other the moment it is committed: only that there is something to be read, never what it is.
 * Whoever was away reads everything anew, so that a signal that got lost costs time and no more. Thread-safe.
 */
public final class Signals {

    /** The name that signals have in the database. */
    public static final String CHANNEL = "steward";

    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
    private static final String RUN = "run";
    private static final String ORDER = "order";

    private final String me;
    private final boolean shared;
    private final List<LongConsumer> runs = new CopyOnWriteArrayList<>();
    private final List<LongConsumer> orders = new CopyOnWriteArrayList<>();
    private final List<Runnable> missed = new CopyOnWriteArrayList<>();

    /**
     * The signals of a server.
     *
     * @param me its id; what it says itself it does not hear
     * @param shared whether there can be others
     */
    public Signals(String me, boolean shared) {
        this.me = me;
        this.shared = shared;
    }

    /** Whether there can be others. */
    public boolean shared() {
        return shared;
    }

    /** There is something new of a run, once this transaction is committed. */
    public void run(Handle handle, long run) {
        say(handle, RUN, run);
    }

    /** Somebody wants something of a run that is at work elsewhere, or it was done, once this transaction is committed. */
    public void order(Handle handle, long run) {
        say(handle, ORDER, run);
    }

    private void say(Handle handle, String what, long run) {
        if (shared) {
            handle.select("select cast(pg_notify(?, ?) as text)", CHANNEL, what + " " + run + " " + me)
                    .mapTo(String.class)
                    .list();
        }
    }

    /** Who is told of runs of which there is something new; returns at once. */
    public void onRun(LongConsumer hearer) {
        runs.add(hearer);
    }

    /** Who is told of runs of which somebody wants something; returns at once. */
    public void onOrder(LongConsumer hearer) {
        orders.add(hearer);
    }

    /** Who is told that signals may have been missed; returns at once. */
    public void onMissed(Runnable hearer) {
        missed.add(hearer);
    }

    /** A signal came in. */
    public void heard(String signal) {
        String[] words = signal.split(" ");
        if (words.length != 3 || !words[1].matches("\\d{1,18}")) {
            LOG.debug("'{}' is no signal of this version", signal);
            return;
        }
        long run = Long.parseLong(words[1]);
        if (!words[2].equals(me)) {
            (words[0].equals(ORDER) ? orders : runs).forEach(hearer -> hearer.accept(run));
        }
    }

    /** From here on signals come in; those before may have been missed. */
    public void again() {
        missed.forEach(Runnable::run);
    }
}
