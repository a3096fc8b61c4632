package dev.steward.runner.event;

import dev.steward.runner.event.Recap.Counts;
import java.util.TreeMap;

/** The recap as a fold of a run's events; the order of events of different hosts does not matter. Thread-safe. */
public final class RecapFold {

    private static final Counts OK = new Counts(1, 0, 0, 0, 0, 0, 0, 0, 0);
    private static final Counts CHANGED = new Counts(1, 1, 0, 0, 0, 0, 0, 0, 0);
    private static final Counts UNREACHABLE = new Counts(0, 0, 1, 0, 0, 0, 0, 0, 0);
    private static final Counts FAILED = new Counts(0, 0, 0, 1, 0, 0, 0, 0, 0);
    private static final Counts SKIPPED = new Counts(0, 0, 0, 0, 1, 0, 0, 0, 0);
    private static final Counts RESCUED = new Counts(0, 0, 0, 0, 0, 1, 0, 0, 0);
    private static final Counts IGNORED = new Counts(1, 0, 0, 0, 0, 0, 1, 0, 0);
    private static final Counts IGNORED_CHANGE = new Counts(1, 1, 0, 0, 0, 0, 1, 0, 0);
    private static final Counts ABORTED = new Counts(0, 0, 0, 0, 0, 0, 0, 1, 0);
    private static final Counts NOT_REACHED = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 1);

    private final TreeMap<String, Counts> hosts = new TreeMap<>();

    /** Counts an event; most kinds count for nothing. */
    public synchronized void add(RunEvent event) {
        if (event instanceof RunEvent.TaskFinished finished) {
            hosts.merge(finished.host(), counts(finished), Counts::plus);
        } else if (event instanceof RunEvent.HostLeft left) {
            hosts.merge(left.host(), left.reached() ? ABORTED : NOT_REACHED, Counts::plus);
        }
    }

    /** The counts so far. */
    public synchronized Recap recap() {
        return new Recap(hosts);
    }

    /** The recap of these events. */
    public static Recap of(Iterable<? extends RunEvent> events) {
        RecapFold fold = new RecapFold();
        events.forEach(fold::add);
        return fold.recap();
    }

    private static Counts ignored(RunEvent.TaskFinished finished) {
        return finished.changed() ? IGNORED_CHANGE : IGNORED;
    }

    private static Counts counts(RunEvent.TaskFinished finished) {
        return switch (finished.status()) {
            case OK -> OK;
            case CHANGED -> CHANGED;
            case SKIPPED -> SKIPPED;
            case FAILED -> finished.ignored() ? ignored(finished) : finished.rescued() ? RESCUED : FAILED;
            case UNREACHABLE -> finished.ignored() ? IGNORED : UNREACHABLE;
        };
    }
}
