package dev.steward.runner.app.gate;

import dev.steward.runner.engine.StartGate;
import dev.steward.runner.event.RunStatus;
import dev.steward.runner.store.Matrix;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunFilter;
import dev.steward.runner.store.RunQueries;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Keeps a host from beginning a play that would, by the 95th percentile of how long it took there before, not be done in
 * time. A host without a history begins, as long as there is any time left.
 */
public final class EndBy implements StartGate {

    private static final int RUNS = 20;
    private static final int LOOKED_AT = 200;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm zzz", Locale.ENGLISH);

    private final RunQueries queries;
    private final Time time;
    private final Runs runs;
    private final ZonedDateTime end;
    private Map<Place, List<Duration>> history;

    /**
     * A gate.
     *
     * @param runs that are looked at
     * @param end when the run must be over
     */
    public EndBy(RunQueries queries, Time time, Runs runs, ZonedDateTime end) {
        this.queries = queries;
        this.time = time;
        this.runs = runs;
        this.end = end;
    }

    /** The next time a clock shows this. A time that the clock jumps over is the end of the gap. */
    public static ZonedDateTime next(LocalTime clock, ZoneId zone, Instant now) {
        ZonedDateTime today = now.atZone(zone).with(clock);
        return today.toInstant().isAfter(now)
                ? today
                : now.atZone(zone).plusDays(1).with(clock);
    }

    /**
     * Runs that are alike.
     *
     * @param playbook its file as it is recorded, or its name
     * @param check whether they change nothing
     * @param given the vars they were given: where such runs were, they alone count, as a playbook that only looks is done sooner
     */
    public record Runs(String playbook, boolean check, Map<String, Object> given) {

        public Runs {
            given = Collections.unmodifiableMap(new HashMap<>(given));
        }

        private boolean alike(Run run) {
            Object then = run.options().get("given");
            return words(given).equals(then instanceof Map<?, ?> map ? words(map) : "{}");
        }

        /** Numbers come back from the store as others of the same words. */
        private static String words(Map<?, ?> vars) {
            Map<String, String> sorted = new TreeMap<>();
            vars.forEach((name, value) -> sorted.put(String.valueOf(name), String.valueOf(value)));
            return sorted.toString();
        }
    }

    private record Place(String play, String host) {}

    @Override
    public Optional<String> closed(String play, String host) {
        Duration left = Duration.between(time.now(), end.toInstant());
        String until = "the run must end by " + CLOCK.format(end);
        if (left.isZero() || left.isNegative()) {
            return Optional.of(until + ", which is over");
        }
        List<Duration> walls = walls().getOrDefault(new Place(play, host), List.of());
        if (walls.isEmpty()) {
            return Optional.empty();
        }
        Duration usual = percentile(walls);
        return usual.compareTo(left) <= 0
                ? Optional.empty()
                : Optional.of(until + ": " + words(left) + " are left, and 95 of 100 times the host was done in "
                        + words(usual));
    }

    /** By the nearest rank: never less than 95 of 100 took. */
    private static Duration percentile(List<Duration> all) {
        int rank = (int) Math.ceil(all.size() * 0.95);
        return all.stream().sorted().toList().get(rank - 1);
    }

    private static String words(Duration span) {
        return span.toMinutes() >= 10
                ? span.toMinutes() + " min"
                : span.toMinutes() + " min " + span.toSecondsPart() + " s";
    }

    private synchronized Map<Place, List<Duration>> walls() {
        if (history == null) {
            history = new HashMap<>();
            RunFilter ended = RunFilter.ALL
                    .and(RunFilter.Field.PLAYBOOK, runs.playbook())
                    .and(RunFilter.Field.STATUS, RunStatus.OK.word(), RunStatus.FAILED.word());
            List<Run> all = queries.page(ended, Optional.empty(), LOOKED_AT).stream()
                    .filter(run -> Boolean.TRUE.equals(run.options().get("check")) == runs.check())
                    .toList();
            List<Run> alike = all.stream().filter(runs::alike).toList();
            (alike.isEmpty() ? all : alike).stream().limit(RUNS).forEach(this::add);
        }
        return history;
    }

    /** From the begin of a host's first task of a play to the end of its last; of hosts that came through. */
    private void add(Run run) {
        Map<String, String> plays = new HashMap<>();
        queries.columns(run.id()).forEach(task -> plays.put(task.step(), task.play()));
        Map<Place, Instant> from = new HashMap<>();
        Map<Place, Instant> to = new HashMap<>();
        Set<Place> bad = new HashSet<>();
        for (Matrix.Cell cell : queries.matrix(run.id()).cells()) {
            Place place = new Place(plays.getOrDefault(cell.step(), ""), cell.host());
            if (cell.started().isPresent() && cell.took().isPresent()) {
                Instant begun = cell.started().get();
                from.merge(place, begun, (a, b) -> a.isBefore(b) ? a : b);
                to.merge(place, begun.plus(cell.took().get()), (a, b) -> a.isAfter(b) ? a : b);
            }
            if (!cell.ignored() && Set.of("failed", "unreachable").contains(cell.status())) {
                bad.add(place);
            }
        }
        from.keySet().stream().filter(place -> !bad.contains(place)).forEach(place -> history.computeIfAbsent(
                        place, p -> new ArrayList<>())
                .add(Duration.between(from.get(place), to.get(place))));
    }
}
