package dev.steward.web.page;

import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.store.Matrix;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunQueries;
import dev.steward.web.format.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tasks that are silent for much longer than they usually take. */
final class Stalls {

    private static final Duration LEAST = Duration.ofSeconds(20);
    private static final int FACTOR = 3;
    private static final int MOST = 1_000;

    private final RunQueries queries;
    private final Usuals usuals;
    private final Times times;

    Stalls(RunQueries queries, Usuals usuals, Times times) {
        this.queries = queries;
        this.usuals = usuals;
        this.times = times;
    }

    /** As "'Upgrade packages' on mail is silent for 6 min 00 s, it usually takes 40 s". */
    List<String> of(Run run) {
        Matrix matrix = queries.matrix(run.id());
        Map<String, String> names = new HashMap<>();
        matrix.tasks().forEach(task -> names.put(task.step(), task.name()));
        return matrix.cells().stream()
                .filter(cell -> cell.status().equals("running") && old(cell))
                .flatMap(cell -> stall(run, names.getOrDefault(cell.step(), cell.step()), cell).stream())
                .toList();
    }

    private boolean old(Matrix.Cell cell) {
        return cell.started()
                .map(times::since)
                .filter(age -> age.compareTo(LEAST) > 0)
                .isPresent();
    }

    private Optional<String> stall(Run run, String task, Matrix.Cell cell) {
        Duration silent = times.since(lastHeard(run, cell));
        return usuals.of(run, task, cell.host())
                .filter(usual -> silent.compareTo(LEAST) > 0 && silent.compareTo(usual.multipliedBy(FACTOR)) > 0)
                .map(usual -> "'" + task + "' on " + cell.host() + " is silent for " + Times.exact(silent)
                        + ", it usually takes " + Times.exact(usual));
    }

    private Instant lastHeard(Run run, Matrix.Cell cell) {
        List<NumberedEvent> events = queries.events(
                run.id(), Math.max(0, cell.event() - 1), MOST, Optional.of(cell.host()), Optional.of(cell.step()));
        return events.isEmpty()
                ? cell.started().orElseThrow()
                : events.get(events.size() - 1).at();
    }
}
