package dev.steward.web.calendar;

import dev.steward.runner.event.RunStatus;
import dev.steward.runner.store.RunQueries;
import dev.steward.runner.time.Time;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The runs of the last 13 weeks, a square a day. Thread-safe. */
public final class RunCalendar {

    private static final int WEEKS = 13;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM", Locale.ENGLISH);
    /** A run of that day may still end, and is counted anew; what is older is counted once a process. */
    private static final Duration UNSETTLED = Duration.ofDays(2);
    /** A page that is made again at every event counts the latest days no oftener. */
    private static final Duration FRESH = Duration.ofSeconds(3);

    private final RunQueries queries;
    private final Time time;
    private final ZoneId zone;
    private final Map<LocalDate, Map<RunStatus, Long>> settled = new ConcurrentHashMap<>();
    private volatile Latest latest = new Latest(Instant.MIN, Map.of());

    /**
     * A calendar of one history.
     *
     * @param zone of days
     */
    public RunCalendar(RunQueries queries, Time time, ZoneId zone) {
        this.queries = queries;
        this.time = time;
        this.zone = zone;
    }

    /** The days that may still change, as they were counted last. */
    private record Latest(Instant at, Map<LocalDate, Map<RunStatus, Long>> days) {}

    /**
     * Seven days from Monday on.
     *
     * @param month its short name in the week it begins with; else empty
     * @param days those to come are missing
     */
    public record Week(String month, List<Day> days) {}

    /**
     * A day.
     *
     * @param level none, now (nothing has ended yet), ok, off (cancelled, held or missed ones) or bad (failed or lost ones)
     * @param words for people, as "Mon 2 Nov: 3 ok, 1 failed"
     * @param href its runs; empty: there are none
     */
    public record Day(String level, String words, Optional<String> href) {}

    /** The weeks, the oldest first; the last one holds today. */
    public List<Week> weeks() {
        LocalDate today = time.now().atZone(zone).toLocalDate();
        LocalDate monday =
                today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).minusWeeks(WEEKS - 1);
        settled.keySet().removeIf(day -> day.isBefore(monday));
        Map<LocalDate, Map<RunStatus, Long>> fresh = latest(today);
        List<Week> weeks = new ArrayList<>();
        for (LocalDate from = monday; !from.isAfter(today); from = from.plusWeeks(1)) {
            List<Day> days = new ArrayList<>();
            for (LocalDate day = from; day.isBefore(from.plusWeeks(1)) && !day.isAfter(today); day = day.plusDays(1)) {
                Map<RunStatus, Long> counted = fresh.get(day);
                days.add(day(day, counted != null ? counted : settled.computeIfAbsent(day, this::counted)));
            }
            boolean begins = weeks.isEmpty() || from.getDayOfMonth() <= 7;
            weeks.add(new Week(begins ? MONTH.format(from) : "", days));
        }
        return weeks;
    }

    private Map<LocalDate, Map<RunStatus, Long>> latest(LocalDate today) {
        Instant now = time.now();
        Latest known = latest;
        if (!known.at().isAfter(now.minus(FRESH)) || !known.days().containsKey(today)) {
            Map<LocalDate, Map<RunStatus, Long>> days = new ConcurrentHashMap<>();
            LocalDate first = today.minusDays(UNSETTLED.toDays());
            for (LocalDate day = first; !day.isAfter(today); day = day.plusDays(1)) {
                days.put(day, counted(day));
            }
            known = new Latest(now, days);
            latest = known;
        }
        return known.days();
    }

    private Map<RunStatus, Long> counted(LocalDate day) {
        return queries.outcomes(
                day.atStartOfDay(zone).toInstant(),
                day.plusDays(1).atStartOfDay(zone).toInstant());
    }

    private static Day day(LocalDate day, Map<RunStatus, Long> counted) {
        if (counted.isEmpty()) {
            return new Day("none", DAY.format(day) + ": no run", Optional.empty());
        }
        List<String> words = new ArrayList<>();
        counted.forEach((status, runs) -> words.add(runs + " " + status.word()));
        return new Day(
                level(counted),
                DAY.format(day) + ": " + String.join(", ", words),
                Optional.of("/runs?from=" + day + "&to=" + day));
    }

    private static String level(Map<RunStatus, Long> counted) {
        if (counted.containsKey(RunStatus.FAILED) || counted.containsKey(RunStatus.LOST)) {
            return "bad";
        }
        boolean off = counted.containsKey(RunStatus.CANCELLED)
                || counted.containsKey(RunStatus.HELD)
                || counted.containsKey(RunStatus.MISSED);
        return off ? "off" : counted.containsKey(RunStatus.OK) ? "ok" : "now";
    }
}
