package dev.steward.runner.app;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/** The schedules, as pages, API and commands see and steer them. */
public interface ScheduleDesk {

    /**
     * All, by name.
     *
     * @throws RunRefused when one of the configuration's is wrong
     */
    List<Planned> all() throws RunRefused;

    /**
     * The next fires of one.
     *
     * @param name of the schedule
     * @param count at most
     * @return in order; none where it never fires again. A local time that a clock change skips is listed in its place with
     *     its mark
     * @throws RunRefused when it is unknown
     */
    List<Fire> next(String name, int count) throws RunRefused;

    /**
     * Pauses one: its fires are recorded as missed.
     *
     * @throws RunRefused when it is unknown
     */
    void pause(String name, String by) throws RunRefused;

    /**
     * Ends its pause.
     *
     * @throws RunRefused when it is unknown
     */
    void resume(String name) throws RunRefused;

    /**
     * Begins its run now.
     *
     * @param name of a known schedule
     * @return the run's number
     * @throws RunRefused when it cannot begin, as while the last one still runs
     */
    long runNow(String name, String by) throws RunRefused;

    /**
     * A schedule.
     *
     * @param name unique
     * @param playbook as {@code weekly-updates.groovy}
     * @param cron as written
     * @param zone its local times are in, as "Europe/Berlin"
     * @param misfire what becomes of a fire that was missed, in words
     * @param clockChange what becomes of a local time that a clock change skips or doubles, in words
     * @param overlap whether it may begin while its last run still runs
     * @param endBy the time of day by which a host must be done to begin at all, as 06:00; empty: any time
     * @param pause by whom and since when; empty: it is not paused
     * @param silent why it does not fire, as one sentence; empty: it does
     * @param next its next fire; empty where it is paused or never fires again
     */
    record Planned(
            String name,
            String playbook,
            String cron,
            String zone,
            String misfire,
            String clockChange,
            boolean overlap,
            Optional<String> endBy,
            Optional<Pause> pause,
            Optional<String> silent,
            Optional<Instant> next) {}

    /**
     * A pause.
     *
     * @param by whom
     * @param since when
     */
    record Pause(String by, Instant since) {}

    /**
     * A fire to come.
     *
     * @param at in the schedule's zone
     * @param mark what a clock change does to it, as "skipped: 02:30 does not exist that day"; empty: nothing
     */
    record Fire(ZonedDateTime at, Optional<String> mark) {}
}
