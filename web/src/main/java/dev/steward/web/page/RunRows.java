package dev.steward.web.page;

import dev.steward.runner.event.Cause;
import dev.steward.runner.event.RunStatus;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunFilter;
import dev.steward.runner.store.RunQueries;
import dev.steward.web.format.Times;
import dev.steward.web.matrix.RunMatrix;
import dev.steward.web.usual.Forecast;
import dev.steward.web.usual.Forecasts;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs as lines. */
final class RunRows {

    private static final int RUNNING = 50;

    private final Times times;
    private final RunQueries queries;
    private final Forecasts forecasts;

    RunRows(Times times, RunQueries queries, Forecasts forecasts) {
        this.times = times;
        this.queries = queries;
        this.forecasts = forecasts;
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
        Forecast forecast = forecasts.of(run);
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
                        forecast.percent()),
                note,
                forecast.eta(),
                forecast.stalled());
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

    /** Hosts of a run that goes on, each by the worst so far. */
    private Run.Hosts soFar(long id) {
        Map<String, String> worst = new HashMap<>();
        queries.counts(id).stream()
                .filter(count -> !count.ignored())
                .forEach(count -> worst.merge(count.host(), count.status(), RunRows::worse));
        int waiting = (int) queries.hosts(id).stream()
                .filter(host -> !worst.containsKey(host))
                .count();
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
