package dev.steward.web.page;

import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunFilter;
import dev.steward.runner.store.RunQueries;
import dev.steward.web.compare.Comparison;
import dev.steward.web.compare.Comparisons;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.Page;
import java.util.List;
import java.util.Optional;

/** A run beside another; where none is named, beside the last green one of its playbook before it. */
public final class ComparePage implements Page {

    private static final int OFFERED = 10;

    private final RunQueries queries;
    private final RunHeads heads;
    private final RunRows rows;
    private final Comparisons comparisons;

    ComparePage(RunQueries queries, RunHeads heads, RunRows rows, Comparisons comparisons) {
        this.queries = queries;
        this.heads = heads;
        this.rows = rows;
        this.comparisons = comparisons;
    }

    /**
     * What the page shows.
     *
     * @param head of every page of the run
     * @param other the run beside it; empty: there was no green one and none was named
     * @param green whether it was chosen as the last green one
     * @param comparison what differs; empty where there is no other
     * @param offered further runs of the playbook
     */
    public record View(
            RunHead head,
            Optional<RunRow> other,
            boolean green,
            Optional<Comparison> comparison,
            List<RunRow> offered) {}

    @Override
    public List<Route> routes() {
        return List.of(Route.get("/runs/{run}/compare", this::page));
    }

    private Reply page(Request request) {
        Run run = heads.known(request.number("run"));
        Optional<Long> asked = request.query().number("with", 1, Long.MAX_VALUE);
        if (asked.filter(id -> id == run.id()).isPresent()) {
            throw Refused.bad("A run does not differ from itself: name another one as 'with'.");
        }
        Optional<Run> other =
                asked.map(heads::known).or(() -> queries.lastGreen(run.playbook(), Optional.of(run.id())));
        RunFilter alike = RunFilter.ALL.and(RunFilter.Field.NAME, run.playbook());
        List<Run> offered = queries.page(alike, Optional.empty(), OFFERED).stream()
                .filter(one -> one.id() != run.id())
                .toList();
        View view = new View(
                heads.of(run, "compare"),
                other.map(one -> rows.of(List.of(one)).get(0)),
                asked.isEmpty(),
                other.map(one -> comparisons.of(run, one)),
                rows.of(offered));
        return Reply.page("runcompare", "Run " + run.id() + " compared", view);
    }
}
