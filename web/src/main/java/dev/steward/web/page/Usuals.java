package dev.steward.web.page;

import dev.steward.runner.event.RunStatus;
import dev.steward.runner.store.Matrix;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunFilter;
import dev.steward.runner.store.RunQueries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long each task usually takes on each host: the median of the runs of the playbook that went well before. It does
 * not change while a run goes on, so it is worked out once for each run. Thread-safe.
 */
final class Usuals {

    private static final int RUNS = 5;
    private static final int KEPT = 50;

    private final RunQueries queries;
    private final Map<Long, Map<List<String>, Duration>> kept = new LinkedHashMap<>();

    Usuals(RunQueries queries) {
        this.queries = queries;
    }

    /**
     * How long.
     *
     * @param task by name, which outlives its place in the playbook
     */
    Optional<Duration> of(Run run, String task, String host) {
        return Optional.ofNullable(of(run).get(List.of(task, host)));
    }

    private synchronized Map<List<String>, Duration> of(Run run) {
        if (!kept.containsKey(run.id())) {
            kept.put(run.id(), medians(run));
            if (kept.size() > KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
        return kept.get(run.id());
    }

    private Map<List<String>, Duration> medians(Run run) {
        RunFilter green = RunFilter.ALL
                .and(RunFilter.Field.PLAYBOOK, run.playbook())
                .and(RunFilter.Field.STATUS, RunStatus.OK.word());
        Map<List<String>, List<Duration>> all = new HashMap<>();
        queries.page(green, Optional.of(run.id()), RUNS).forEach(old -> collect(queries.matrix(old.id()), all));
        Map<List<String>, Duration> medians = new HashMap<>();
        all.forEach(
                (key, took) -> medians.put(key, took.stream().sorted().toList().get(took.size() / 2)));
        return medians;
    }

    private static void collect(Matrix matrix, Map<List<String>, List<Duration>> all) {
        Map<String, String> names = new HashMap<>();
        matrix.tasks().forEach(task -> names.put(task.step(), task.name()));
        matrix.cells().stream()
                .filter(cell -> cell.took().isPresent() && !cell.status().equals("skipped"))
                .forEach(cell -> all.computeIfAbsent(
                                List.of(names.getOrDefault(cell.step(), cell.step()), cell.host()),
                                key -> new ArrayList<>())
                        .add(cell.took().get()));
    }
}
