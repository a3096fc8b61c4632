package dev.steward.runner.schedule;

import java.text.ParseException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TimeZone;
import java.util.TreeSet;
import org.quartz.CronExpression;

/**
 * A cron expression on local time, without any zone: what a zone's clock changes mean is {@link FireTimes}'s business.
 * Six or seven fields are Quartz's (seconds first, 1 is Sunday); five are crontab(5)'s (minutes first, 0 and 7 are
 * Sunday), as are its words such as {@code @weekly}.
 */
public final class Cron {

    private static final Map<String, String> WORDS = Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@weekly", "0 0 * * 0",
            "@monthly", "0 0 1 * *",
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *");
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    private final String text;
    private final CronExpression expression;
    private final boolean everyHour;

    private Cron(String text, String quartz) throws ParseException {
        this.text = text;
        this.expression = new CronExpression(quartz);
        expression.setTimeZone(TimeZone.getTimeZone("UTC"));
        this.everyHour = quartz.split(" ")[2].startsWith("*");
    }

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException saying what is wrong and what was expected
     */
    public static Cron of(String text) {
        String plain = WORDS.getOrDefault(text.strip().toLowerCase(Locale.ROOT), text.strip());
        String[] fields = plain.toUpperCase(Locale.ROOT).split("\\s+");
        String quartz =
                switch (fields.length) {
                    case 5 -> crontab(text, fields);
                    case 6, 7 -> quartz(fields);
                    default ->
                        throw new IllegalArgumentException("cron '" + text + "' has " + fields.length
                                + " fields; expected five as in crontab (\"0 3 * * 0\" is Sunday 03:00)"
                                + " or six as in Quartz (\"0 0 3 ? * SUN\")");
                };
        try {
            Cron cron = new Cron(text, quartz);
            cron.next(LocalDateTime.of(2000, 1, 1, 0, 0))
                    .orElseThrow(() -> new IllegalArgumentException("cron '" + text + "' never fires"));
            return cron;
        } catch (ParseException e) {
            throw new IllegalArgumentException("cron '" + text + "' is not understood: " + e.getMessage(), e);
        }
    }

    /** Quartz wants a question mark where a day field says nothing; a star is taken for it. */
    private static String quartz(String[] fields) {
        if (fields[3].equals("*") && !fields[5].equals("?")) {
            fields[3] = fields[5].equals("*") ? "*" : "?";
            fields[5] = fields[5].equals("*") ? "?" : fields[5];
        } else if (fields[5].equals("*") && !fields[3].equals("?")) {
            fields[5] = "?";
        }
        return String.join(" ", fields);
    }

    private static String crontab(String text, String[] fields) {
        boolean anyDay = fields[2].equals("*");
        boolean anyWeekday = fields[4].equals("*");
        if (!anyDay && !anyWeekday) {
            throw new IllegalArgumentException("cron '" + text + "' names a day of the month and a weekday;"
                    + " crontab takes either of them; leave one of them '*'");
        }
        String weekday = anyWeekday ? "?" : weekdays(text, fields[4]);
        return String.join(" ", "0", fields[0], fields[1], anyWeekday ? fields[2] : "?", fields[3], weekday);
    }

    /** Crontab's weekdays as a list of Quartz's, so that no range can mean another day there. */
    private static String weekdays(String text, String field) {
        SortedSet<Integer> days = new TreeSet<>();
        for (String part : field.split(",", -1)) {
            String[] stepped = part.split("/", 2);
            int step = stepped.length == 1 ? 1 : number(text, stepped[1], 1, 7);
            String[] range = stepped[0].equals("*") ? new String[] {"0", "6"} : stepped[0].split("-", 2);
            int first = weekday(text, range[0]);
            int last = range.length == 1 ? (stepped.length == 1 ? first : 6) : weekday(text, range[1]);
            if (last < first && last == 0) {
                last = 7;
            }
            if (last < first) {
                throw new IllegalArgumentException("cron '" + text + "': weekdays " + stepped[0] + " run backwards");
            }
            for (int day = first; day <= last; day += step) {
                days.add(day % 7 + 1);
            }
        }
        return String.join(",", days.stream().map(String::valueOf).toList());
    }

    private static int weekday(String text, String day) {
        int named = DAYS.indexOf(day);
        return named >= 0 ? named : number(text, day, 0, 7);
    }

    private static int number(String text, String digits, int least, int most) {
        if (!digits.matches("\\d{1,2}") || Integer.parseInt(digits) < least || Integer.parseInt(digits) > most) {
            throw new IllegalArgumentException("cron '" + text + "': '" + digits + "' is no weekday; expected " + least
                    + " to " + most + " (0 and 7 are Sunday) or one of " + String.join(", ", DAYS));
        }
        return Integer.parseInt(digits);
    }

    /** The next local time after another; empty: never again. */
    synchronized Optional<LocalDateTime> next(LocalDateTime after) {
        Date next = expression.getNextValidTimeAfter(Date.from(after.toInstant(ZoneOffset.UTC)));
        return Optional.ofNullable(next).map(date -> LocalDateTime.ofInstant(date.toInstant(), ZoneOffset.UTC));
    }

    /** The local times of a half-open span, at most {@code most}. */
    List<LocalDateTime> within(LocalDateTime from, LocalDateTime before, int most) {
        List<LocalDateTime> times = new ArrayList<>();
        Optional<LocalDateTime> next = next(from.minusSeconds(1));
        while (times.size() < most && next.isPresent() && next.get().isBefore(before)) {
            times.add(next.get());
            next = next(next.get());
        }
        return times;
    }

    /** Whether its hours are a star: such a schedule means elapsed time, not a time of day. */
    boolean everyHour() {
        return everyHour;
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
