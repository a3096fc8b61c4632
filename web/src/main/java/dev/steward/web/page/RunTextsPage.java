package dev.steward.web.page;

import dev.steward.dsl.check.Checked;
import dev.steward.dsl.check.Problem;
import dev.steward.runner.app.Playbooks;
import dev.steward.runner.event.Diff;
import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunDetail;
import dev.steward.runner.store.RunQueries;
import dev.steward.web.format.DiffLines;
import dev.steward.web.format.Span;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.Page;
import dev.steward.web.parts.WebParts;
import dev.steward.web.run.PlanOutline;
import dev.steward.web.run.RecordedPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The texts of a run: its plan, its diffs, what it was told and the script it came from. */
public final class RunTextsPage implements Page {

    private static final int CHUNK = 500;
    private static final int DIFFS = 200;

    /** Of what is read at once, so that memory does not grow with what hosts print. */
    private static final long CHARACTERS = 1 << 20;

    private final RunQueries queries;
    private final Playbooks playbooks;
    private final RunHeads heads;

    RunTextsPage(WebParts parts, RunHeads heads) {
        this.playbooks = parts.playbooks();
        this.queries = parts.store().queries();
        this.heads = heads;
    }

    /** What changed. */
    public record DiffView(RunHead head, List<Change> changes, boolean more) {}

    /** One text that changed in the same way on some hosts. */
    public record Change(List<String> hosts, String step, String name, List<Span> lines) {

        /** What makes two changes the same. */
        Object likeness() {
            return List.of(step, name, lines);
        }

        Change and(Change other) {
            List<String> both = new ArrayList<>(hosts);
            both.addAll(other.hosts());
            return new Change(both, step, name, lines);
        }
    }

    /** What it was told and made from. */
    public record AboutView(
            RunHead head,
            Map<String, Object> parameters,
            Map<String, Object> options,
            List<Script> scripts,
            String inventory) {}

    /** A script with its hash. */
    public record Script(String file, String sha256, List<String> lines) {}

    /**
     * What it set out to do.
     *
     * @param head of every page of the run
     * @param plan of the recorded script
     * @param problems why there is no plan: the language of today refuses the script
     */
    public record PlanView(RunHead head, List<PlanOutline.PlayLine> plan, List<Problem> problems) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/runs/{run}/plan", this::plan),
                Route.get("/runs/{run}/diff", this::diff),
                Route.get("/runs/{run}/about", this::about));
    }

    private Reply diff(Request request) {
        Run run = heads.known(request.number("run"));
        Map<Object, Change> changes = new LinkedHashMap<>();
        long after = 0;
        boolean more = true;
        while (more && changes.size() < DIFFS) {
            RunQueries.Piece piece =
                    queries.some(run.id(), after, CHUNK, CHARACTERS, Optional.empty(), Optional.empty());
            for (NumberedEvent event : piece.events()) {
                changes(event).forEach(c -> changes.merge(c.likeness(), c, Change::and));
                after = event.number();
            }
            more = piece.more() && !piece.events().isEmpty();
        }
        more |= changes.size() > DIFFS;
        List<Change> shown = changes.values().stream().limit(DIFFS).toList();
        return Reply.page("rundiff", "Changes of run " + run.id(), new DiffView(heads.of(run, "diff"), shown, more));
    }

    private static List<Change> changes(NumberedEvent event) {
        List<Change> changes = new ArrayList<>();
        if (event.event() instanceof RunEvent.TaskFinished done) {
            for (Diff diff : done.diffs()) {
                changes.add(new Change(List.of(done.host()), done.step(), diff.name(), DiffLines.of(diff)));
            }
        }
        return changes;
    }

    private Reply about(Request request) {
        Run run = heads.known(request.number("run"));
        RunDetail detail = queries.detail(run.id()).orElseThrow();
        List<Script> scripts = detail.sources().stream()
                .map(source -> new Script(
                        source.file(),
                        source.sha256(),
                        queries.text(source.sha256()).orElse("").lines().toList()))
                .toList();
        AboutView view = new AboutView(
                heads.of(run, "about"),
                new TreeMap<>(run.parameters()),
                new TreeMap<>(run.options()),
                scripts,
                detail.inventorySha());
        return Reply.page("runabout", "About run " + run.id(), view);
    }

    private Reply plan(Request request) {
        Run run = heads.known(request.number("run"));
        Checked checked = new RecordedPlan(queries, playbooks).of(run);
        List<PlanOutline.PlayLine> plan =
                checked instanceof Checked.Accepted accepted ? PlanOutline.of(accepted.plan()) : List.of();
        PlanView view = new PlanView(heads.of(run, "plan"), plan, checked.problems());
        return Reply.page("runplan", "Plan of run " + run.id(), view);
    }
}
