package dev.steward.web.week;

import dev.steward.runner.app.RunRefused;
import dev.steward.runner.app.ScheduleDesk;
import dev.steward.runner.app.ScheduleDesk.Planned;
import dev.steward.runner.store.RunQueries;
import dev.steward.runner.time.Time;
import dev.steward.web.format.Times;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes weeks. */
public final class Weeks {

    /** Weeks that may be looked at, from the one that begins today on. */
    public static final int MOST = 8;

    private static final int DAYS = 7;
    /** Fires of one schedule on one day that are listed each by itself. */
    private static final int EACH = 4;

    /** Fires of one schedule on one day that are drawn. */
    private static final int DRAWN = 24;

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);

    private final Shots shots;
    private final Time time;
    private final ZoneId zone;

    /** The weeks of a desk's schedules, in the days of a zone. */
    public Weeks(ScheduleDesk desk, RunQueries queries, Time time, ZoneId zone) {
        this.shots = new Shots(desk, queries, zone);
        this.time = time;
        this.zone = zone;
    }

    /**
     * The week of a number, from today on.
     *
     * @throws RunRefused when a schedule of the configuration is wrong
     */
    public Week of(List<Planned> schedules, int number) throws RunRefused {
        Instant now = time.now();
        LocalDate first = LocalDate.ofInstant(now, zone).plusDays((long) DAYS * number);
        Instant from = first.atStartOfDay(zone).toInstant();
        Instant to = first.plusDays(DAYS).atStartOfDay(zone).toInstant();
        List<Shot> found = shots.of(schedules, from, to);
        Set<String> often = often(found);
        List<Shot> drawn =
                found.stream().filter(shot -> !often.contains(shot.schedule())).toList();
        List<Week.Day> days = new ArrayList<>();
        List<Week.Block> blocks = new ArrayList<>();
        for (int i = 0; i < DAYS; i++) {
            LocalDate date = first.plusDays(i);
            List<Shot> own = found.stream()
                    .filter(shot -> shot.local().toLocalDate().equals(date))
                    .toList();
            days.add(day(date, i, own));
            blocks.addAll(Layout.blocks(drawn, date, i));
        }
        int nowY = number == 0 ? Layout.y(LocalTime.ofInstant(now, zone)) : -1;
        return new Week(
                DAY.format(first) + " to " + DAY.format(first.plusDays(DAYS - 1)),
                zone.getId(),
                number,
                number == MOST - 1,
                days,
                blocks,
                rules(schedules),
                nowY,
                notes(schedules, often));
    }

    private Week.Day day(LocalDate date, int index, List<Shot> own) {
        Optional<ZoneOffsetTransition> change = Optional.ofNullable(zone.getRules()
                        .nextTransition(date.atStartOfDay(zone).toInstant().minusSeconds(1)))
                .filter(next -> next.getDateTimeBefore().toLocalDate().equals(date));
        return new Week.Day(
                DAY.format(date),
                change.map(Weeks::words).orElse(""),
                Layout.x(index),
                change.map(Layout::band).stream().toList(),
                lines(own));
    }

    private static String words(ZoneOffsetTransition change) {
        LocalTime before = change.getDateTimeBefore().toLocalTime();
        LocalTime after = change.getDateTimeAfter().toLocalTime();
        return change.isGap()
                ? CLOCK.format(before) + " to " + CLOCK.format(after) + " does not exist"
                : CLOCK.format(after) + " to " + CLOCK.format(before) + " comes twice";
    }

    private static List<Week.Line> lines(List<Shot> own) {
        Map<String, List<Shot>> bySchedule = new LinkedHashMap<>();
        own.forEach(shot -> bySchedule
                .computeIfAbsent(shot.schedule(), name -> new ArrayList<>())
                .add(shot));
        List<Shot> apart = new ArrayList<>();
        List<Week.Line> often = new ArrayList<>();
        bySchedule.forEach((name, some) -> {
            if (some.size() <= EACH) {
                apart.addAll(some);
            } else {
                often.add(often(name, some));
            }
        });
        List<Week.Line> lines = new ArrayList<>(often);
        own.stream().filter(apart::contains).forEach(shot -> lines.add(line(shot)));
        return lines;
    }

    private static Week.Line often(String name, List<Shot> some) {
        String span = CLOCK.format(some.get(0).local()) + " to "
                + CLOCK.format(some.get(some.size() - 1).local());
        List<String> told = new ArrayList<>();
        some.stream().flatMap(shot -> shot.meets().stream()).distinct().forEach(other -> told.add("meets " + other));
        if (some.stream().anyMatch(Shot::late)) {
            told.add("the last run usually still goes on");
        }
        some.stream().flatMap(shot -> shot.mark().stream()).distinct().forEach(told::add);
        long fires = some.stream().filter(Shot::fires).count();
        return new Week.Line(fires + " fires, " + span, name, length(some.get(0)), told, true);
    }

    private static Week.Line line(Shot shot) {
        return new Week.Line(CLOCK.format(shot.local()), shot.schedule(), length(shot), told(shot), shot.fires());
    }

    static List<String> told(Shot shot) {
        List<String> told = new ArrayList<>();
        shot.mark().ifPresent(told::add);
        shot.meets().forEach(other -> told.add("meets " + other));
        if (shot.late()) {
            told.add("the last run usually still goes on");
        }
        return told;
    }

    static String length(Shot shot) {
        return shot.usual().map(Times::exact).orElse("");
    }

    private static List<Week.Rule> rules(List<Planned> schedules) {
        return schedules.stream()
                .flatMap(planned -> planned
                        .endBy()
                        .map(clock -> new Week.Rule(
                                Layout.y(LocalTime.parse(clock)), planned.name() + " must end by " + clock))
                        .stream())
                .toList();
    }

    /** What fires so often on one day that a drawing of it were a wall. */
    private static Set<String> often(List<Shot> found) {
        Map<String, Map<LocalDate, Long>> counts = found.stream()
                .collect(Collectors.groupingBy(
                        Shot::schedule,
                        Collectors.groupingBy(shot -> shot.local().toLocalDate(), Collectors.counting())));
        return counts.entrySet().stream()
                .filter(one -> one.getValue().values().stream().anyMatch(count -> count > DRAWN))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> notes(List<Planned> schedules, Set<String> often) {
        List<String> notes = new ArrayList<>();
        for (Planned planned : schedules) {
            planned.pause().ifPresent(pause -> notes.add(planned.name() + " is paused by " + pause.by()));
            planned.silent().ifPresent(why -> notes.add(planned.name() + " does not fire: " + why));
            if (often.contains(planned.name())) {
                notes.add(planned.name() + " fires too often to be drawn; it is in the lists");
            }
        }
        return notes;
    }
}
