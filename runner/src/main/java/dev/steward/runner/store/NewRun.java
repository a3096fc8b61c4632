package dev.steward.runner.store;

import dev.steward.runner.event.Cause;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that explains a run years later. Secrets are masked before they come here.
 *
 * @param playbook its name
 * @param file as the operator named it
 * @param sources the texts it was made from, the playbook first, then what it imports
 * @param inventory a snapshot of the hosts and their variables, as JSON
 * @param parameters the effective vars: plain JSON data
 * @param options limit, tags, check …: plain JSON data
 * @param cause who or what
 * @param schedule the schedule that fired
 * @param scheduledAt the time it fired for
 * @param resumes the run it goes on with
 */
public record NewRun(
        String playbook,
        String file,
        List<Source> sources,
        String inventory,
        Map<String, Object> parameters,
        Map<String, Object> options,
        Cause cause,
        Optional<String> schedule,
        Optional<Instant> scheduledAt,
        Optional<Long> resumes) {

    public NewRun {
        sources = List.copyOf(sources);
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /** One that begins at the beginning. */
    public NewRun(
            String playbook,
            String file,
            List<Source> sources,
            String inventory,
            Map<String, Object> parameters,
            Map<String, Object> options,
            Cause cause,
            Optional<String> schedule,
            Optional<Instant> scheduledAt) {
        this(playbook, file, sources, inventory, parameters, options, cause, schedule, scheduledAt, Optional.empty());
    }

    /** The same, going on with a run. */
    public NewRun resuming(long run) {
        return new NewRun(
                playbook,
                file,
                sources,
                inventory,
                parameters,
                options,
                cause,
                schedule,
                scheduledAt,
                Optional.of(run));
    }

    /** The same, let begin by an approval. */
    public NewRun approved(Object approval) {
        Map<String, Object> marked = new LinkedHashMap<>(options);
        marked.put("approval", approval);
        return new NewRun(
                playbook, file, sources, inventory, parameters, marked, cause, schedule, scheduledAt, resumes);
    }

    /**
     * A text a run was made from.
     *
     * @param file as named by the operator or the importing playbook
     * @param text the whole
     */
    public record Source(String file, String text) {}
}
