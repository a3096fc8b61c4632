package dev.steward.web.page;

import dev.steward.runner.store.Matrix;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunQueries;
import dev.steward.web.format.Times;
import dev.steward.web.http.Refused;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Heads of runs, with what is usual for them. */
final class RunHeads {

    private static final Duration LEAST_STALL = Duration.ofSeconds(20);
    private static final int STALL_FACTOR = 3;

    private final RunQueries queries;
    private final Times times;

    RunHeads(RunQueries queries, Times times) {
        this.queries = queries;
        this.times = times;
    }

    Run known(long id) {
        return queries.run(id).orElseThrow(() -> Refused.notFound("There is no run " + id + "."));
    }

    RunHead of(Run run, String tab) {
        Optional<Duration> usual = queries.medianDuration(run.playbook());
        boolean ended = run.status().ended();
        String eta = ended
                ? ""
                : usual.flatMap(u -> run.times().started().map(s -> eta(u, times.since(s))))
                        .orElse("");
        return new RunHead(
                new RunRows(times, queries).of(run, usual),
                ended,
                Boolean.TRUE.equals(run.options().get("diff")),
                times.when(run.times().finished().orElse(run.times().created())),
                eta,
                ended ? List.of() : stalled(run),
                ended ? RunHead.failed(run) : 0,
                tab);
    }

    private static String eta(Duration usual, Duration passed) {
        Duration left = usual.minus(passed);
        return left.isNegative()
                ? Times.exact(left.negated()) + " over the usual time"
                : "about " + Times.exact(left) + " left";
    }

    /** Tasks that take much longer than on the same host in the last run that went well. */
    private List<String> stalled(Run run) {
        Map<String, Duration> usual = new HashMap<>();
        queries.lastGreen(run.playbook(), Optional.of(run.id()))
                .map(green -> queries.matrix(green.id()))
                .ifPresent(green -> green.cells().forEach(cell -> cell.took().ifPresent(t -> usual.put(key(cell), t))));
        Matrix now = queries.matrix(run.id());
        Map<String, String> names = new HashMap<>();
        now.tasks().forEach(task -> names.put(task.step(), task.name()));
        return now.cells().stream()
                .filter(cell -> cell.status().equals("running") && usual.containsKey(key(cell)))
                .flatMap(cell -> stall(names, cell, usual.get(key(cell))).stream())
                .toList();
    }

    private Optional<String> stall(Map<String, String> names, Matrix.Cell cell, Duration usual) {
        return cell.started()
                .map(times::since)
                .filter(passed ->
                        passed.compareTo(LEAST_STALL) > 0 && passed.compareTo(usual.multipliedBy(STALL_FACTOR)) > 0)
                .map(passed -> "'" + names.getOrDefault(cell.step(), cell.step()) + "' on " + cell.host() + " runs for "
                        + Times.exact(passed) + ", last time " + Times.exact(usual));
    }

    private static String key(Matrix.Cell cell) {
        return cell.step() + '\n' + cell.host();
    }
}
