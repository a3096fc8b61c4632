package dev.steward.web.week;

import dev.steward.runner.app.RunRefused;
import dev.steward.runner.app.ScheduleDesk;
import dev.steward.runner.app.ScheduleDesk.Planned;
import dev.steward.runner.event.RunStatus;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunFilter;
import dev.steward.runner.store.RunQueries;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The fires of all schedules in some time, with how long their runs usually take and which of them meet. */
final class Shots {

    /** Of one schedule; what fires more often is told as such. */
    static final int MOST = 2_000;

    private static final int RUNS = 9;

    private final ScheduleDesk desk;
    private final RunQueries queries;
    private final ZoneId zone;

    Shots(ScheduleDesk desk, RunQueries queries, ZoneId zone) {
        this.desk = desk;
        this.queries = queries;
        this.zone = zone;
    }

    /** Those between two moments, in order. */
    List<Shot> of(List<Planned> schedules, Instant from, Instant to) throws RunRefused {
        List<Shot> all = new ArrayList<>();
        for (Planned planned : schedules) {
            List<Shot> own = own(planned, to).stream()
                    .filter(shot -> !shot.at().isBefore(from) && shot.at().isBefore(to))
                    .toList();
            all.addAll(planned.overlap() ? own : late(own));
        }
        all.sort(Comparator.comparing(Shot::at).thenComparing(Shot::schedule));
        return met(all);
    }

    private List<Shot> own(Planned planned, Instant to) throws RunRefused {
        Optional<Duration> usual = usual(planned.name());
        int count = 64;
        List<ScheduleDesk.Fire> fires = desk.next(planned.name(), count);
        while (fires.size() == count
                && count < MOST
                && fires.get(count - 1).at().toInstant().isBefore(to)) {
            count = Math.min(MOST, count * 4);
            fires = desk.next(planned.name(), count);
        }
        return fires.stream()
                .map(fire -> {
                    boolean not = fire.mark()
                            .filter(mark -> mark.startsWith("skipped") || mark.startsWith("does not"))
                            .isPresent();
                    return new Shot(
                            planned.name(),
                            fire.at().toInstant(),
                            fire.at().withZoneSameInstant(zone).toLocalDateTime(),
                            usual,
                            fire.mark(),
                            !not,
                            List.of(),
                            false);
                })
                .toList();
    }

    /** The median of the schedule's last green runs. */
    private Optional<Duration> usual(String schedule) {
        RunFilter green =
                RunFilter.ALL.and(RunFilter.Field.SCHEDULE, schedule).and(RunFilter.Field.STATUS, RunStatus.OK.word());
        List<Duration> took = queries.page(green, Optional.empty(), RUNS).stream()
                .map(Run::times)
                .flatMap(times -> times.took().stream())
                .sorted()
                .toList();
        return took.isEmpty() ? Optional.empty() : Optional.of(took.get(took.size() / 2));
    }

    private static List<Shot> late(List<Shot> own) {
        List<Shot> marked = new ArrayList<>();
        Shot last = null;
        for (Shot shot : own) {
            boolean late = last != null && last.overlaps(shot);
            marked.add(late ? shot.meeting(List.of(), true) : shot);
            last = late || !shot.fires() ? last : shot;
        }
        return marked;
    }

    private static List<Shot> met(List<Shot> sorted) {
        List<Set<String>> others = new ArrayList<>();
        sorted.forEach(shot -> others.add(new TreeSet<>()));
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            Shot shot = sorted.get(i);
            open.removeIf(index -> !sorted.get(index).end().isAfter(shot.at()));
            for (int index : open) {
                Shot other = sorted.get(index);
                if (other.overlaps(shot) && !other.schedule().equals(shot.schedule())) {
                    others.get(i).add(other.schedule());
                    others.get(index).add(shot.schedule());
                }
            }
            open.add(i);
        }
        List<Shot> met = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            met.add(sorted.get(i)
                    .meeting(List.copyOf(others.get(i)), sorted.get(i).late()));
        }
        return met;
    }
}
