package dev.steward.web.page;

import dev.steward.runner.event.Diff;
import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunDetail;
import dev.steward.runner.store.RunQueries;
import dev.steward.web.format.DiffLines;
import dev.steward.web.format.LogLine;
import dev.steward.web.format.LogLines;
import dev.steward.web.format.Span;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.WebParts;
import dev.steward.web.run.LogText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The texts of a run: the whole log in pieces, its diffs, what it was told and the script it came from. */
public final class RunTextsPage implements Page {

    private static final int CHUNK = 500;
    private static final int DIFFS = 200;

    private final RunQueries queries;
    private final RunHeads heads;
    private final LogLines lines;

    RunTextsPage(WebParts parts, RunHeads heads, LogLines lines) {
        this.queries = parts.store().queries();
        this.heads = heads;
        this.lines = lines;
    }

    /**
     * A piece of the log.
     *
     * @param head of every page of the run
     * @param lines of this piece
     * @param host only of this one; empty: all
     * @param pieces where the others are
     */
    public record LogView(RunHead head, List<LogLine> lines, String host, Pieces pieces) {}

    /** Where the other pieces begin: after which event; below 0: there is none. */
    public record Pieces(long first, long last, long of, long before, long after) {}

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

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/runs/{run}/log", this::log),
                Route.get("/runs/{run}/log.txt", this::download),
                Route.get("/runs/{run}/diff", this::diff),
                Route.get("/runs/{run}/about", this::about));
    }

    private Reply log(Request request) {
        Run run = heads.known(request.number("run"));
        Optional<String> host = request.query().first("host");
        long line = request.query().number("line", 1, Long.MAX_VALUE).orElse(0L);
        long after = line > 0
                ? Math.max(0, line - CHUNK / 2)
                : request.query().number("after", 0, Long.MAX_VALUE).orElse(0L);
        List<NumberedEvent> events = queries.events(run.id(), after, CHUNK, host, Optional.empty());
        long last = events.isEmpty() ? after : events.get(events.size() - 1).number();
        boolean more = events.size() == CHUNK && last < run.lastEvent();
        Pieces pieces = new Pieces(
                events.isEmpty() ? 0 : events.get(0).number(),
                events.isEmpty() ? 0 : last,
                run.lastEvent(),
                after == 0 ? -1 : Math.max(0, after - CHUNK),
                more ? last : -1);
        LogView view = new LogView(heads.of(run, "log"), lines.of(events), host.orElse(""), pieces);
        return Reply.page("runlog", "Log of run " + run.id(), view);
    }

    private Reply download(Request request) {
        Run run = heads.known(request.number("run"));
        return new Reply.Pieces("run-" + run.id() + ".log", new LogText(queries, lines).of(run.id()));
    }

    private Reply diff(Request request) {
        Run run = heads.known(request.number("run"));
        Map<Object, Change> changes = new LinkedHashMap<>();
        long after = 0;
        List<NumberedEvent> events;
        do {
            events = queries.events(run.id(), after, CHUNK);
            events.forEach(event -> changes(event).forEach(c -> changes.merge(c.likeness(), c, Change::and)));
            after += CHUNK;
        } while (events.size() == CHUNK && changes.size() < DIFFS);
        boolean more = changes.size() > DIFFS || events.size() == CHUNK;
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
}
