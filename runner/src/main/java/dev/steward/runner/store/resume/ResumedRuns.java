package dev.steward.runner.store.resume;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Which run goes on with which. */
public final class ResumedRuns {

    private static final String BEFORE = "select resumes from run where id = ? and resumes is not null";
    private static final String AFTER = "select id from run where resumes = ?";
    private static final String LOCK = "select id from run where id = ? for update";

    private final Jdbi jdbi;

    /** Those of a database. */
    public ResumedRuns(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The run that one goes on with; empty: it began at the beginning, or is unknown. */
    public Optional<Long> before(long run) {
        return one(BEFORE, run);
    }

    /** The run that goes on with one. */
    public Optional<Long> after(long run) {
        return one(AFTER, run);
    }

    /** Of a run with those it goes on with, the first whose journal is no longer kept, or no longer whole; empty: none. */
    public Optional<Long> gone(long run) {
        return jdbi.withHandle(
                handle -> chain(run).stream().filter(one -> !kept(handle, one)).findFirst());
    }

    /** What a run is made from goes first of it, and in one piece. */
    private static boolean kept(Handle handle, long run) {
        return handle.select("select count(*) from run_source where run = ?", run)
                        .mapTo(int.class)
                        .one()
                > 0;
    }

    /**
     * Makes sure, in the transaction that records a run, that all it goes on with is there, and stays: who removes old runs waits
     * for its end.
     *
     * @throws Passed where it is not, or another run goes on with it
     */
    public static void hold(Handle handle, long run) {
        if (one(handle, AFTER, run).isPresent()) {
            throw new Passed(run);
        }
        Optional<Long> next = Optional.of(run);
        while (next.isPresent()) {
            if (one(handle, LOCK, next.get()).isEmpty() || !kept(handle, next.get())) {
                throw new Passed(run);
            }
            next = one(handle, BEFORE, next.get());
        }
    }

    /**
     * Lets a run go, in a transaction that shall remove part of it: from here on nobody goes on with it.
     *
     * @return false: it is gone already, or a run that has not ended goes on with it
     */
    public static boolean release(Handle handle, long run) {
        if (one(handle, LOCK, run).isEmpty() || wanted(handle, run)) {
            return false;
        }
        handle.execute("delete from run_source where run = ?", run);
        return true;
    }

    private static boolean wanted(Handle handle, long run) {
        boolean wanted = false;
        Optional<Long> next = one(handle, AFTER, run);
        while (next.isPresent() && !wanted) {
            wanted = handle.select(
                                    "select count(*) from run where id = ? and status in ('queued', 'running')",
                                    next.get())
                            .mapTo(int.class)
                            .one()
                    > 0;
            next = one(handle, AFTER, next.get());
        }
        return wanted;
    }

    /** With a run nobody goes on any more: another run does already, or its journal is no longer kept. */
    public static final class Passed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Passed(long run) {
            super("with run " + run + " nobody goes on any more");
        }
    }

    private Optional<Long> one(String sql, long run) {
        return jdbi.withHandle(handle -> one(handle, sql, run));
    }

    private static Optional<Long> one(Handle handle, String sql, long run) {
        return handle.select(sql, run).mapTo(Long.class).findOne();
    }

    /** A run with those it goes on with, the first of them first. */
    public List<Long> chain(long run) {
        List<Long> all = new ArrayList<>(List.of(run));
        Optional<Long> earlier = before(run);
        while (earlier.isPresent()) {
            all.add(0, earlier.get());
            earlier = before(earlier.get());
        }
        return all;
    }
}
