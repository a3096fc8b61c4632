package dev.steward.runner.app.resume;

import java.util.List;
import java.util.Optional;

/**
 * Whether a run can be gone on with, as far as that is known without asking anything.
 *
 * @param whyNot one sentence with the next step; empty: it can
 * @param unsure what was under way and might do harm if done twice, as "'Restart' on web-1"
 * @param hosts where that was
 * @param resumes the run it goes on with
 * @param resumedBy the run that goes on with it
 */
public record Resumable(
        Optional<String> whyNot,
        List<String> unsure,
        List<String> hosts,
        Optional<Long> resumes,
        Optional<Long> resumedBy) {

    public Resumable {
        unsure = List.copyOf(unsure);
        hosts = List.copyOf(hosts);
    }

    /** For what knows no resumed runs. */
    public static final Resumable NEVER = new Resumable(
            Optional.of("Runs cannot be resumed here."), List.of(), List.of(), Optional.empty(), Optional.empty());
}
