package dev.steward.web.usual;

import dev.steward.runner.event.RunStatus;
import dev.steward.runner.store.Matrix;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunFilter;
import dev.steward.runner.store.RunQueries;
import dev.steward.web.usual.History.Alike;
import dev.steward.web.usual.History.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How long each task usually takes on each host: the median over the runs of the playbook before, of those tasks that
 * went well. Checks are compared with checks. It does not change while a run goes on, so it is worked out once for each
 * run. Thread-safe.
 */
public final class Usuals {

    private static final int RUNS = 5;
    private static final int LOOKED_AT = 20;
    private static final int KEPT = 50;
    private static final List<String> WISHES = List.of("limit", "tags", "skipTags");

    private final RunQueries queries;
    private final Map<Long, History> kept = new LinkedHashMap<>();

    /** The usual times of a store. */
    public Usuals(RunQueries queries) {
        this.queries = queries;
    }

    /** How long a task usually takes on a host; empty where there is no history. */
    public Optional<Duration> of(Run run, Matrix.Column task, String host) {
        return of(run).usual(new Key(task.play(), task.name(), host));
    }

    synchronized History of(Run run) {
        if (!kept.containsKey(run.id())) {
            kept.put(run.id(), history(run));
            if (kept.size() > KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
        return kept.get(run.id());
    }

    private History history(Run run) {
        RunFilter ended = RunFilter.ALL
                .and(RunFilter.Field.PLAYBOOK, run.playbook())
                .and(RunFilter.Field.STATUS, RunStatus.OK.word(), RunStatus.FAILED.word());
        List<Run> before = queries.page(ended, Optional.of(run.id()), LOOKED_AT).stream()
                .filter(old -> check(old) == check(run))
                .limit(RUNS)
                .toList();
        Map<Key, List<Duration>> all = new HashMap<>();
        Map<Key, List<Duration>> alike = new HashMap<>();
        List<Pace> paces = new ArrayList<>();
        for (Run old : before) {
            Map<Key, Duration> took = took(old.id());
            took.forEach((key, time) -> add(all, key, time));
            if (old.status() == RunStatus.OK && sameWish(old, run)) {
                took.forEach((key, time) -> add(alike, key, time));
                old.times().took().ifPresent(wall -> paces.add(new Pace(wall, took)));
            }
        }
        Map<Key, List<Duration>> anywhere = new HashMap<>();
        all.forEach((key, times) -> times.forEach(time -> add(anywhere, key.anywhere(), time)));
        return new History(
                medians(all),
                medians(anywhere),
                paces.isEmpty() ? Optional.empty() : Optional.of(new Alike(medians(alike), pace(paces))));
    }

    private static boolean check(Run run) {
        return Boolean.TRUE.equals(run.options().get("check"));
    }

    private static boolean sameWish(Run one, Run other) {
        return WISHES.stream()
                .allMatch(name ->
                        Objects.equals(one.options().get(name), other.options().get(name)));
    }

    /** How long a run took, and its tasks. */
    private record Pace(Duration wall, Map<Key, Duration> took) {

        double value() {
            long work = took.values().stream().mapToLong(Duration::toMillis).sum();
            return work == 0 ? 1 : (double) wall.toMillis() / work;
        }
    }

    private static double pace(List<Pace> paces) {
        return paces.stream().mapToDouble(Pace::value).sorted().toArray()[paces.size() / 2];
    }

    private Map<Key, Duration> took(long run) {
        Map<String, Matrix.Column> tasks = new HashMap<>();
        queries.columns(run).forEach(task -> tasks.put(task.step(), task));
        Map<Key, Duration> took = new HashMap<>();
        for (Matrix.Cell cell : queries.cells(run, "ok", "changed")) {
            Matrix.Column task = tasks.get(cell.step());
            if (task != null) {
                cell.took().ifPresent(time -> took.put(new Key(task.play(), task.name(), cell.host()), time));
            }
        }
        return took;
    }

    private static void add(Map<Key, List<Duration>> all, Key key, Duration time) {
        all.computeIfAbsent(key, k -> new ArrayList<>()).add(time);
    }

    private static Map<Key, Duration> medians(Map<Key, List<Duration>> all) {
        Map<Key, Duration> medians = new HashMap<>();
        all.forEach((key, times) -> medians.put(key, History.median(times)));
        return Map.copyOf(medians);
    }
}
