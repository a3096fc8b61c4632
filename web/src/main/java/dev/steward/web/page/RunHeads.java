package dev.steward.web.page;

import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunQueries;
import dev.steward.web.format.Times;
import dev.steward.web.http.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Heads of runs, with what is usual for them. */
final class RunHeads {

    private final RunQueries queries;
    private final Times times;
    private final Usuals usuals;
    private final Stalls stalls;

    RunHeads(RunQueries queries, Times times) {
        this.queries = queries;
        this.times = times;
        this.usuals = new Usuals(queries);
        this.stalls = new Stalls(queries, usuals, times);
    }

    Usuals usuals() {
        return usuals;
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
                ended ? List.of() : stalls.of(run),
                ended ? RunHead.failed(run) : 0,
                tab);
    }

    private static String eta(Duration usual, Duration passed) {
        Duration left = usual.minus(passed);
        return left.isNegative()
                ? Times.exact(left.negated()) + " over the usual time"
                : "about " + Times.exact(left) + " left";
    }
}
