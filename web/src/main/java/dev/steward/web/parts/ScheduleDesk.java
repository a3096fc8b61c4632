package dev.steward.web.parts;

import dev.steward.runner.app.RunRefused;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/** The schedules, as pages and API see and steer them. */
public interface ScheduleDesk {

    /** All, by name. */
    List<Planned> all();

    /**
     * The next fires of one.
     *
     * @param name of the schedule
     * @param count at most
     * @return in order; none where it is unknown or never fires again. A local time that a clock change skips is listed
     *     in its place with its mark
     */
    List<Fire> next(String name, int count);

    /**
     * Pauses one.
     *
     * @return false where it is unknown
     */
    boolean pause(String name, String by);

    /**
     * Ends its pause.
     *
     * @return false where it is unknown
     */
    boolean resume(String name);

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
     * @param when in words, as "Sundays 03:00"
     * @param zone its local times are in, as "Europe/Berlin"
     * @param misfire what becomes of a fire that was missed, in words
     * @param dst what becomes of a local time that a clock change skips or doubles, in words
     * @param overlap whether it may begin while its last run still runs
     * @param paused by whom and since when; empty: it is not
     * @param next its next fire; empty where it is paused or never fires again
     */
    record Planned(
            String name,
            String playbook,
            String when,
            String zone,
            String misfire,
            String dst,
            boolean overlap,
            Optional<Pause> paused,
            Optional<Instant> next) {}

    /** A pause: by whom, since when. */
    record Pause(String by, Instant since) {}

    /**
     * A fire to come.
     *
     * @param at in the schedule's zone
     * @param mark what a clock change does to it, as "skipped: 02:30 does not exist that day"; empty: nothing
     */
    record Fire(ZonedDateTime at, Optional<String> mark) {}
}
