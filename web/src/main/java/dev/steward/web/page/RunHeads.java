package dev.steward.web.page;

import dev.steward.runner.app.Runs;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunQueries;
import dev.steward.web.format.Times;
import dev.steward.web.http.Refused;
import java.util.List;

/** Heads of runs, with what is usual for them. */
final class RunHeads {

    private final Runs runs;
    private final RunQueries queries;
    private final Times times;
    private final RunRows rows;

    RunHeads(Runs runs, RunQueries queries, Times times, RunRows rows) {
        this.runs = runs;
        this.queries = queries;
        this.times = times;
        this.rows = rows;
    }

    Run known(long id) {
        return queries.run(id).orElseThrow(() -> Refused.notFound("There is no run " + id + "."));
    }

    RunHead of(Run run, String tab) {
        boolean ended = run.status().ended();
        List<String> changed = ended ? runs.changedSince(run.id()) : List.of();
        return new RunHead(
                rows.of(run, queries.medianDuration(run.playbook())),
                ended,
                Boolean.TRUE.equals(run.options().get("diff")),
                times.when(run.times().finished().orElse(run.times().created())),
                ended ? RunHead.failed(run) : 0,
                changed,
                RunHead.revision(run),
                RunHead.approval(run),
                runs.resumable(run.id(), changed),
                tab);
    }
}
