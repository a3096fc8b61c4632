package dev.steward.web.usual;

import dev.steward.runner.store.Matrix;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunQueries;
import dev.steward.web.format.Times;
import dev.steward.web.usual.History.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is left of runs, and which of their tasks are silent for much longer than they usually take. Thread-safe. */
public final class Forecasts {

    private static final Duration LEAST = Duration.ofSeconds(20);
    private static final int FACTOR = 3;
    private static final int KEPT = 50;

    private final RunQueries queries;
    private final Usuals usuals;
    private final Times times;
    private final Map<Long, Known> kept = new LinkedHashMap<>();

    /** Forecasts of a store. */
    public Forecasts(RunQueries queries, Usuals usuals, Times times) {
        this.queries = queries;
        this.usuals = usuals;
        this.times = times;
    }

    /** A forecast is good for a second, or until the run says something: many may look at the same run. */
    private record Known(long second, long event, Forecast forecast) {}

    /** The forecast of a run as it stands now; none for one that has ended. */
    public Forecast of(Run run) {
        if (run.status().ended()) {
            return Forecast.NONE;
        }
        long second = times.since(Instant.EPOCH).toSeconds();
        synchronized (kept) {
            Known known = kept.get(run.id());
            if (known != null && known.second() == second && known.event() == run.lastEvent()) {
                return known.forecast();
            }
        }
        Forecast forecast = forecast(run);
        synchronized (kept) {
            kept.put(run.id(), new Known(second, run.lastEvent(), forecast));
            if (kept.size() > KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
        return forecast;
    }

    private Forecast forecast(Run run) {
        Map<String, Matrix.Column> tasks = new HashMap<>();
        queries.columns(run.id()).forEach(task -> tasks.put(task.step(), task));
        History history = usuals.of(run);
        List<Forecast.Stall> stalls = stalls(run, history, tasks);
        return history.alike()
                .flatMap(alike -> work(run, tasks, alike))
                .map(work -> new Forecast(Optional.of(work.percent()), Optional.of(work.left()), stalls))
                .orElse(new Forecast(Optional.empty(), Optional.empty(), stalls));
    }

    /** None is looked for in a run that has not gone on for as long as one takes to be. */
    private List<Forecast.Stall> stalls(Run run, History history, Map<String, Matrix.Column> tasks) {
        if (!old(run.times().started())) {
            return List.of();
        }
        return queries.cells(run.id(), "running").stream()
                .filter(cell -> tasks.containsKey(cell.step()) && old(cell.started()))
                .flatMap(cell -> stall(run, history, tasks.get(cell.step()), cell).stream())
                .toList();
    }

    private Optional<Work> work(Run run, Map<String, Matrix.Column> tasks, History.Alike alike) {
        Map<Key, Matrix.Cell> begun = new HashMap<>();
        Set<String> gone = new HashSet<>();
        for (Matrix.Cell cell :
                queries.cells(run.id(), "running", "ok", "changed", "skipped", "failed", "unreachable")) {
            Matrix.Column task = tasks.get(cell.step());
            if (task != null) {
                begun.put(new Key(task.play(), task.name(), cell.host()), cell);
            }
            if (!cell.ignored() && Set.of("failed", "unreachable").contains(cell.status())) {
                gone.add(cell.host());
            }
        }
        Work work = new Work(alike.pace());
        alike.work().forEach((key, usual) -> {
            Matrix.Cell cell = begun.get(key);
            if (cell != null) {
                work.begun(key.host(), usual, spent(cell, usual));
            } else if (!gone.contains(key.host())) {
                work.begun(key.host(), usual, Duration.ZERO);
            }
        });
        return Optional.of(work).filter(Work::any);
    }

    /** As much of the usual time as is over; all of it once the task has ended. */
    private Duration spent(Matrix.Cell cell, Duration usual) {
        if (!cell.status().equals("running")) {
            return usual;
        }
        Duration passed = cell.started().map(times::since).orElse(Duration.ZERO);
        return passed.compareTo(usual) < 0 ? passed : usual;
    }

    private boolean old(Optional<Instant> started) {
        return started.map(times::since).filter(age -> age.compareTo(LEAST) > 0).isPresent();
    }

    private Optional<Forecast.Stall> stall(Run run, History history, Matrix.Column task, Matrix.Cell cell) {
        Optional<Duration> usual = history.usual(new Key(task.play(), task.name(), cell.host()));
        if (usual.isEmpty()) {
            return Optional.empty();
        }
        Duration silent = times.since(queries.lastHeard(run.id(), cell.host(), cell.step())
                .orElse(cell.started().orElseThrow()));
        return usual.filter(u -> silent.compareTo(LEAST) > 0 && silent.compareTo(u.multipliedBy(FACTOR)) > 0)
                .map(u -> new Forecast.Stall(cell.step(), task.name(), cell.host(), silent, u));
    }
}
