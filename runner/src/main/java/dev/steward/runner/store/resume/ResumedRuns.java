package dev.steward.runner.store.resume;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Which run goes on with which. */
public final class ResumedRuns {

    private final Jdbi jdbi;

    /** Those of a database. */
    public ResumedRuns(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The run that one goes on with; empty: it began at the beginning, or is unknown. */
    public Optional<Long> before(long run) {
        return one("select resumes from run where id = ? and resumes is not null", run);
    }

    /** The run that goes on with one. */
    public Optional<Long> after(long run) {
        return one("select id from run where resumes = ?", run);
    }

    private Optional<Long> one(String sql, long run) {
        return jdbi.withHandle(
                handle -> handle.select(sql, run).mapTo(Long.class).findOne());
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
