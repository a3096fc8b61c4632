package dev.steward.runner.schedule;

import dev.steward.runner.config.ScheduleConfig;
import dev.steward.runner.config.ScheduleConfig.Doubled;
import dev.steward.runner.config.ScheduleConfig.Gap;
import dev.steward.runner.schedule.Fire.Mark;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When a schedule fires: a pure function of cron, zone and rules, used by the preview and by the real fires alike. Time
 * is walked from one change of the zone's offset to the next; in between local time and instants run in step, so only
 * the seams need rules. Quartz's own cron trigger is not used because it loses a whole week (or day) when the local
 * time falls into a gap, and half an hour's fires when the clock is set back.
 */
public final class FireTimes {

    private static final LocalDateTime END = LocalDateTime.of(2299, 1, 1, 0, 0);

    private final Cron cron;
    private final ZoneId zone;
    private final Gap gap;
    private final Doubled doubled;

    /**
     * Fire times.
     *
     * @param cron on local time
     * @param zone whose clock
     * @param gap for local times that do not exist
     * @param doubled for local times that come twice
     */
    public FireTimes(Cron cron, ZoneId zone, Gap gap, Doubled doubled) {
        this.cron = cron;
        this.zone = zone;
        this.gap = gap;
        this.doubled = doubled;
    }

    /**
     * Of a schedule's definition.
     *
     * @param config what it says
     * @param machine the zone where it says none
     * @throws IllegalArgumentException when the cron is not understood
     */
    public static FireTimes of(ScheduleConfig config, ZoneId machine) {
        Cron cron = Cron.of(config.cron());
        return new FireTimes(
                cron,
                config.zone().orElse(machine),
                config.gap().orElse(cron.everyHour() ? Gap.SKIP : Gap.SHIFT),
                config.doubled().orElse(cron.everyHour() ? Doubled.BOTH : Doubled.FIRST));
    }

    /** The zone whose clock counts. */
    public ZoneId zone() {
        return zone;
    }

    /** The next fire after an instant; empty: never again. */
    public Optional<Instant> next(Instant after) {
        return fires(after, null, 1).stream().map(Fire::at).findFirst();
    }

    /** The next fires after an instant, with the places between them where a change of the clock takes one away. */
    public List<Fire> preview(Instant after, int fires) {
        return walk(after, null, fires);
    }

    /** What changes of the clock do to the fires of a span. */
    List<Fire> oddities(Instant after, Instant until) {
        return walk(after, until, Integer.MAX_VALUE).stream()
                .filter(fire -> fire.mark() != Mark.PLAIN)
                .toList();
    }

    /**
     * The fires after an instant, up to and with another.
     *
     * @param until null: without end
     * @param most fires at most
     */
    List<Fire> fires(Instant after, Instant until, int most) {
        return walk(after, until, most).stream().filter(Fire::fires).toList();
    }

    /** The latest fires of a span, oldest first: at least {@code least} where there are so many. */
    List<Fire> latest(Instant after, Instant until, int least) {
        Duration back = Duration.ofMinutes(1);
        Instant from = until.minus(back);
        List<Fire> found = List.of();
        while (from.isAfter(after) && found.size() < least) {
            found = fires(from, until, Integer.MAX_VALUE);
            back = back.multipliedBy(2);
            from = until.minus(back);
        }
        return found.size() >= least ? found : fires(after, until, Integer.MAX_VALUE);
    }

    private List<Fire> walk(Instant after, Instant until, int most) {
        ZoneRules rules = zone.getRules();
        List<Fire> found = new ArrayList<>();
        Walk walk = new Walk(until, most, found);
        Instant cursor = after;
        LocalDateTime from =
                LocalDateTime.ofInstant(after, rules.getOffset(after)).plusNanos(1);
        ZoneOffsetTransition before = rules.isFixedOffset() ? null : rules.previousTransition(after.plusNanos(1));
        boolean more = true;
        while (more) {
            ZoneOffsetTransition next = rules.isFixedOffset() ? null : rules.nextTransition(cursor);
            more = segment(walk, from, before, next) && next != null;
            if (more) {
                more = seam(walk, next)
                        && cron.next(next.getDateTimeAfter().minusSeconds(1)).isPresent();
                before = next;
                cursor = next.getInstant();
                from = next.getDateTimeAfter();
            }
        }
        return found;
    }

    /** What is collected, and where it ends. */
    private record Walk(Instant until, int most, List<Fire> found) {

        /** Takes a fire; false when that was the last. */
        boolean take(Fire fire) {
            if (until != null && fire.at().isAfter(until)) {
                return false;
            }
            found.add(fire);
            return found.size() < most || found.stream().filter(Fire::fires).count() < most;
        }
    }

    /** Between two changes of the offset; false when the walk is over. */
    private boolean segment(Walk walk, LocalDateTime from, ZoneOffsetTransition before, ZoneOffsetTransition next) {
        ZoneOffset offset = next != null
                ? next.getOffsetBefore()
                : before != null ? before.getOffsetAfter() : zone.getRules().getOffset(Instant.EPOCH);
        LocalDateTime end = next == null ? END : next.getDateTimeBefore();
        Optional<LocalDateTime> local = cron.next(startOf(from));
        while (local.isPresent() && local.get().isBefore(end)) {
            if (!walk.take(new Fire(local.get().toInstant(offset), local.get(), mark(local.get(), before, next)))) {
                return false;
            }
            local = cron.next(local.get());
        }
        return local.isPresent();
    }

    /** Just before an inclusive start, in the whole seconds that a cron knows. */
    private static LocalDateTime startOf(LocalDateTime from) {
        return from.getNano() == 0 ? from.minusSeconds(1) : from.withNano(0);
    }

    private Mark mark(LocalDateTime local, ZoneOffsetTransition before, ZoneOffsetTransition next) {
        if (before != null && before.isOverlap() && local.isBefore(before.getDateTimeBefore())) {
            return doubled == Doubled.FIRST ? Mark.LEFT_OUT : Mark.SECOND;
        }
        if (next != null && next.isOverlap() && !local.isBefore(next.getDateTimeAfter())) {
            return doubled == Doubled.SECOND ? Mark.LEFT_OUT : Mark.FIRST;
        }
        return Mark.PLAIN;
    }

    /** The change itself: a gap may hold fires that have no instant of their own. */
    private boolean seam(Walk walk, ZoneOffsetTransition change) {
        if (!change.isGap()) {
            return true;
        }
        List<LocalDateTime> lost = cron.within(change.getDateTimeBefore(), change.getDateTimeAfter(), 1);
        if (lost.isEmpty()) {
            return true;
        }
        boolean itsOwn =
                cron.within(change.getDateTimeAfter(), change.getDateTimeAfter().plusSeconds(1), 1)
                                .size()
                        == 1;
        boolean shifts = gap == Gap.SHIFT && !itsOwn;
        return walk.take(new Fire(change.getInstant(), lost.get(0), shifts ? Mark.SHIFTED : Mark.SKIPPED));
    }
}
