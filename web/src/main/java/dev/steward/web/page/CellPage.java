package dev.steward.web.page;

import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.store.Matrix;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunQueries;
import dev.steward.web.format.DiffLines;
import dev.steward.web.format.LogLine;
import dev.steward.web.format.LogLines;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.matrix.RunMatrix;
import dev.steward.web.parts.Page;
import dev.steward.web.run.UpidLine;
import dev.steward.web.run.UpidLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One task on one host: its output, result and changes. */
public final class CellPage implements Page {

    private static final int MOST = 2_000;

    private final RunQueries queries;
    private final RunHeads heads;
    private final LogLines lines;
    private final UpidLines upids;

    CellPage(RunQueries queries, RunHeads heads, LogLines lines, UpidLines upids) {
        this.queries = queries;
        this.heads = heads;
        this.lines = lines;
        this.upids = upids;
    }

    /**
     * What the page shows.
     *
     * @param head of every page of the run
     * @param task its column
     * @param host its row
     * @param word of its status
     * @param lines its events
     * @param upids what PVE did for it
     * @param changes what it changed
     * @param data its result
     */
    public record View(
            RunHead head,
            Matrix.Column task,
            String host,
            String word,
            List<LogLine> lines,
            List<UpidLine> upids,
            List<RunTextsPage.Change> changes,
            Map<String, Object> data) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/runs/{run}/tasks/{step}/{host}", request -> page(request, true)),
                Route.get("/parts/runs/{run}/tasks/{step}/{host}", request -> page(request, false)));
    }

    private Reply page(Request request, boolean whole) {
        Run run = heads.known(request.number("run"));
        String step = request.place("step");
        String host = request.place("host");
        Matrix.Column task = queries.columns(run.id()).stream()
                .filter(column -> column.step().equals(step))
                .findFirst()
                .orElseThrow(() -> Refused.notFound("Run " + run.id() + " has no task " + step + "."));
        String word = queries.cells(run.id(), List.of(host), List.of(step)).stream()
                .findFirst()
                .map(cell -> RunMatrix.word(cell.status(), cell.ignored()))
                .orElse("");
        List<NumberedEvent> events = queries.events(run.id(), 0, MOST, Optional.of(host), Optional.of(step));
        List<RunTextsPage.Change> changes = new ArrayList<>();
        Map<String, Object> data = new TreeMap<>();
        for (NumberedEvent event : events) {
            if (event.event() instanceof RunEvent.TaskFinished done) {
                done.diffs()
                        .forEach(d ->
                                changes.add(new RunTextsPage.Change(List.of(host), step, d.name(), DiffLines.of(d))));
                data.putAll(done.data());
            }
        }
        List<UpidLine> below = upids.of(run.id(), step, host, events);
        View view = new View(heads.of(run, ""), task, host, word, lines.of(events), below, changes, data);
        return whole ? Reply.page("cell", task.name() + " on " + host, view) : Reply.part("cellparts", view);
    }
}
