package dev.steward.web.format;

import dev.steward.runner.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and durations as people read them. */
public final class Times {

    private static final DateTimeFormatter FULL =
            DateTimeFormatter.ofPattern("EEE d MMM yyyy HH:mm:ss zzz", Locale.ENGLISH);
    private static final DateTimeFormatter SHORT =
            DateTimeFormatter.ofPattern("EEE d MMM yyyy HH:mm zzz", Locale.ENGLISH);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH);

    private final Time time;
    private final ZoneId zone;

    /**
     * Times of one zone.
     *
     * @param time what is now
     * @param zone absolute times are shown in
     */
    public Times(Time time, ZoneId zone) {
        this.time = time;
        this.zone = zone;
    }

    /** A time. */
    public When when(Instant at) {
        Duration ago = Duration.between(at, time.now());
        String relative = ago.abs().toSeconds() < 5
                ? "now"
                : ago.isNegative() ? "in " + rough(ago.negated()) : rough(ago) + " ago";
        return new When(at.toString(), relative, FULL.format(at.atZone(zone)));
    }

    /** A time of a schedule, in the schedule's own zone. */
    public When when(ZonedDateTime at) {
        return new When(at.toInstant().toString(), when(at.toInstant()).relative(), SHORT.format(at));
    }

    /** The time of day, for lines of a log. */
    public String clock(Instant at) {
        return CLOCK.format(at.atZone(zone));
    }

    /** From a time until now. */
    public Duration since(Instant from) {
        return Duration.between(from, time.now());
    }

    /** The zone of absolute times. */
    public String zone() {
        return zone.getId();
    }

    /** One unit, as "5 min". */
    static String rough(Duration span) {
        long seconds = span.toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min";
        }
        return seconds < 48 * 3600 ? seconds / 3600 + " h" : seconds / 86_400 + " days";
    }

    /** Two units, as "4 min 12 s" or "340 ms". */
    public static String exact(Duration span) {
        long seconds = span.toSeconds();
        if (seconds < 10) {
            long millis = span.toMillis();
            return millis < 1000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min " + pad(seconds % 60) + " s";
        }
        return seconds / 3600 + " h " + pad(seconds / 60 % 60) + " min";
    }

    private static String pad(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }
}
