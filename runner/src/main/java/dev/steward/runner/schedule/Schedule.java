package dev.steward.runner.schedule;

import dev.steward.runner.config.ScheduleConfig;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A schedule and where it stands.
 *
 * @param name unique
 * @param config its definition
 * @param zone in effect
 * @param fromFile defined in steward.yml: it is changed there, and only paused and resumed here
 * @param pause who paused it; empty: it is not paused
 * @param next when it fires next; empty where it is disabled, paused or never fires again
 * @param lastFire the last fire that began a run
 * @param lastRun that run
 */
public record Schedule(
        String name,
        ScheduleConfig config,
        ZoneId zone,
        boolean fromFile,
        Optional<Pause> pause,
        Optional<Instant> next,
        Optional<Instant> lastFire,
        Optional<Long> lastRun) {

    /**
     * A pause.
     *
     * @param by who
     * @param since when
     */
    public record Pause(String by, Instant since) {}

    /** Why it does not fire, as one sentence; empty: it does. */
    public Optional<String> silent() {
        if (!config.enabled()) {
            return Optional.of("the schedule is disabled" + (fromFile ? " in steward.yml" : ""));
        }
        return pause.map(p -> "the schedule is paused by " + p.by() + " since " + p.since());
    }
}
