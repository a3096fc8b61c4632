package dev.steward.web.page;

import dev.steward.runner.event.Cause;
import dev.steward.runner.event.RunStatus;
import dev.steward.runner.store.Matrix;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunFilter;
import dev.steward.runner.store.RunQueries;
import dev.steward.web.format.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs as lines. */
final class RunRows {

    private static final int RUNNING = 50;

    private final Times times;
    private final RunQueries queries;

    RunRows(Times times, RunQueries queries) {
        this.times = times;
        this.queries = queries;
    }

    /** What runs or waits now. */
    List<RunRow> running() {
        RunFilter now = RunFilter.ALL.and(RunFilter.Field.STATUS, RunStatus.RUNNING.word(), RunStatus.QUEUED.word());
        return of(queries.page(now, Optional.empty(), RUNNING));
    }

    List<RunRow> of(List<Run> runs) {
        Map<String, Optional<Duration>> usual = new HashMap<>();
        return runs.stream()
                .map(run -> of(run, usual.computeIfAbsent(run.playbook(), queries::medianDuration)))
                .toList();
    }

    RunRow of(Run run, Optional<Duration> usual) {
        Instant begun = run.times().started().orElse(run.times().created());
        boolean began = run.times().started().isPresent();
        Optional<Duration> took = run.status().ended()
                ? run.times().took()
                : Optional.of(times.since(begun)).filter(t -> began);
        String note = run.message().isEmpty() && !run.status().ended()
                ? run.lastStep().orElse("")
                : run.message();
        return new RunRow(
                run.id(),
                run.playbook(),
                run.status().word(),
                cause(run),
                limit(run),
                Boolean.TRUE.equals(run.options().get("check")),
                RunRow.Bar.of(run.status().ended() ? run.hosts() : soFar(run.id())),
                new RunRow.Span(
                        times.when(begun),
                        took.map(Times::exact).orElse(""),
                        tint(run, usual),
                        usual.map(u -> "usually " + Times.exact(u)).orElse(""),
                        percent(run, took, usual)),
                note);
    }

    static String cause(Run run) {
        String kind = run.cause().kind().word();
        String name = run.cause().name();
        return name.isEmpty() ? kind : run.cause().kind() == Cause.Kind.PERSON ? name : kind + " " + name;
    }

    static String limit(Run run) {
        Object limit = run.options().get("limit");
        return limit == null ? "" : limit.toString();
    }

    private static String tint(Run run, Optional<Duration> usual) {
        if (run.status() != RunStatus.OK || usual.isEmpty() || usual.get().isZero()) {
            return "";
        }
        double share = run.times()
                .took()
                .map(t -> (double) t.toMillis() / usual.get().toMillis())
                .orElse(1.0);
        return share > 1.5 ? "slow" : share < 0.5 ? "fast" : "";
    }

    private static Optional<Integer> percent(Run run, Optional<Duration> took, Optional<Duration> usual) {
        return run.status().ended()
                ? Optional.empty()
                : usual.filter(u -> !u.isZero())
                        .flatMap(u -> took.map(t -> (int) Math.min(99, t.toMillis() * 100 / u.toMillis())));
    }

    /** Hosts of a run that goes on, each by the worst so far. */
    private Run.Hosts soFar(long id) {
        Matrix matrix = queries.matrix(id);
        Map<String, String> worst = new HashMap<>();
        matrix.cells().stream()
                .filter(cell -> !cell.ignored())
                .forEach(cell -> worst.merge(cell.host(), cell.status(), RunRows::worse));
        Set<String> begun = worst.keySet();
        int waiting = (int)
                matrix.hosts().stream().filter(host -> !begun.contains(host)).count();
        return new Run.Hosts(
                count(worst, "ok") + count(worst, "skipped") + count(worst, "running"),
                count(worst, "changed"),
                count(worst, "failed"),
                count(worst, "unreachable"),
                0,
                waiting);
    }

    private static int count(Map<String, String> worst, String word) {
        return (int) worst.values().stream().filter(word::equals).count();
    }

    private static String worse(String one, String other) {
        return RunMatrix.rank(one) <= RunMatrix.rank(other) ? one : other;
    }
}
