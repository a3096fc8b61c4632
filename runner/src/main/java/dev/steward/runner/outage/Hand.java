package dev.steward.runner.outage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The hand on one outage: its phases to look at, and what a person may do. Thread-safe; one for each outage. */
public final class Hand {

    private final List<PhaseView> phases = new ArrayList<>();
    private Optional<String> abortedBy = Optional.empty();
    private Optional<String> forcedBy = Optional.empty();
    private boolean committed;
    private boolean recovering;
    private boolean wanted;
    private boolean over;
    private boolean left;

    /** Begins nothing more and undoes nothing: this process ends, the next one goes on. */
    public synchronized void leave() {
        left = true;
    }

    synchronized boolean left() {
        return left;
    }

    /**
     * Ends it before its point of no return; what it did is undone.
     *
     * @param by who asks
     * @return false where the point of no return is behind, or it is over or being undone already
     */
    public synchronized boolean abort(String by) {
        if (committed || recovering || over) {
            return false;
        }
        abortedBy = abortedBy.or(() -> Optional.of(by));
        return true;
    }

    /**
     * Opens every gate.
     *
     * @param by who asks
     * @return false where it is over or being undone
     */
    public synchronized boolean force(String by) {
        if (recovering || over) {
            return false;
        }
        forcedBy = forcedBy.or(() -> Optional.of(by));
        return true;
    }

    /** The phases in order. */
    public synchronized List<PhaseView> phases() {
        return List.copyOf(phases);
    }

    /** Whether the point of no return is behind. */
    public synchronized boolean committed() {
        return committed;
    }

    /** Whether what was done is being undone. */
    public synchronized boolean recovering() {
        return recovering;
    }

    synchronized Optional<String> abortedBy() {
        return abortedBy;
    }

    synchronized Optional<String> forcedBy() {
        return forcedBy;
    }

    /** The point of no return, unless somebody aborted it just before. */
    synchronized boolean commit() {
        committed = abortedBy.isEmpty();
        return committed;
    }

    synchronized void committedBefore() {
        committed = true;
    }

    /** It is undone because a person wants it so, be the power back or not. */
    synchronized boolean recoveryWanted() {
        return wanted;
    }

    synchronized void recovering(boolean now) {
        recovering = now;
        wanted = now && abortedBy.isPresent();
        abortedBy = Optional.empty();
    }

    synchronized void over() {
        over = true;
    }

    synchronized void phases(List<PhaseView> all) {
        phases.clear();
        phases.addAll(all);
    }

    synchronized PhaseView phase(int index) {
        return phases.get(index);
    }

    synchronized void phase(int index, PhaseView view) {
        phases.set(index, view);
    }
}
