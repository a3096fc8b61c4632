package dev.steward.web.api;

import dev.steward.runner.app.Filters;
import dev.steward.runner.app.ask.RunFacts;
import dev.steward.runner.event.EventJson;
import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunDetail;
import dev.steward.runner.store.RunQueries;
import dev.steward.web.compare.Comparison;
import dev.steward.web.compare.Comparisons;
import dev.steward.web.format.LogLines;
import dev.steward.web.http.Operation;
import dev.steward.web.http.Operation.Type;
import dev.steward.web.http.Params;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.live.Streams;
import dev.steward.web.parts.WebParts;
import dev.steward.web.run.LogSearch;
import dev.steward.web.run.LogText;
import dev.steward.web.run.OpenQuestion;
import dev.steward.web.run.RunFilters;
import dev.steward.web.usual.Forecast;
import dev.steward.web.usual.Forecasts;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs as JSON. */
final class RunReads {

    private static final int MOST = 500;

    /** No more than an answer should hold: hosts that say much are read in more answers. */
    private static final long MOST_CHARACTERS = 1_000_000;

    private static final long USUAL = 50;
    private static final List<String> OTHERS = List.of("before", "limit");

    /** A page that is not full by then says how far it looked. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Operation ONE = Operation.json(
                    "The facts of one run, with its recap, parameters, scripts and open questions",
                    "id",
                    "playbook",
                    "status",
                    "recap",
                    "parameters",
                    "sources",
                    "questions",
                    "resumes",
                    "resumedBy",
                    "percent",
                    "left",
                    "stalled")
            .problems(404);
    private static final Operation EVENTS = Operation.json(
                    "What happened in a run, in order; with 'Accept: text/event-stream' as it happens",
                    "events",
                    "last",
                    "ended")
            .query("after", Type.INTEGER, "only events with a greater number")
            .query(
                    "limit",
                    Type.INTEGER,
                    "events at most, 1 to " + MOST + "; " + USUAL
                            + " where it is left out; fewer come where their output is long")
            .query("host", Type.STRING, "only events about it")
            .query("step", Type.STRING, "only events of it")
            .problems(400, 404);
    private static final Operation COMPARE = Operation.json(
                    "What differs between a run and another", "other", "groups", "more", "same", "only", "setup")
            .query(
                    "with",
                    Type.INTEGER,
                    "the other; the last green one of its playbook where it is left out; 'other' is null where there is none")
            .problems(400, 404);
    private static final Operation LOG = Operation.json("The log as text")
            .type("text/plain")
            .query("host", Type.STRING, "only lines about it")
            .query("step", Type.STRING, "only lines of it")
            .query("q", Type.STRING, "only lines that hold this text, whatever its case")
            .query("errors", Type.BOOLEAN, "only the first line of each failure")
            .problems(404);

    private final WebParts parts;
    private final RunQueries queries;
    private final LogLines lines;
    private final Forecasts forecasts;

    RunReads(WebParts parts, LogLines lines, Forecasts forecasts) {
        this.parts = parts;
        this.queries = parts.store().queries();
        this.lines = lines;
        this.forecasts = forecasts;
    }

    List<Route> routes() {
        String run = Api.ROOT + "/runs/{run}";
        return List.of(
                Route.get(Api.ROOT + "/runs", this::page).as(history()),
                Route.get(run, this::one).as(ONE),
                Route.get(run + "/events", this::events).as(EVENTS),
                Route.get(
                                run + "/matrix",
                                request ->
                                        Reply.json(queries.matrix(known(request).id())))
                        .as(Operation.json("Hosts x tasks", "hosts", "tasks", "cells")
                                .problems(404)),
                Route.get(run + "/compare", this::compare).as(COMPARE),
                Route.get(run + "/upids", this::upids)
                        .as(Operation.json("The UPIDs that a run began, with how they ended", "upids")
                                .problems(404)),
                Route.get(run + "/log", this::log).as(LOG));
    }

    private Reply compare(Request request) {
        Run run = known(request);
        Optional<Long> with = request.query().number("with", 1, Long.MAX_VALUE);
        if (with.filter(id -> id == run.id()).isPresent()) {
            throw Refused.bad("A run does not differ from itself: name another one as 'with'.");
        }
        Optional<Run> other = with.map(
                        id -> queries.run(id).orElseThrow(() -> Refused.notFound("There is no run " + id + ".")))
                .or(() -> queries.lastGreen(run.playbook(), Optional.of(run.id())));
        Comparison what = other.map(
                        one -> new Comparisons(queries, parts.store().json()).of(run, one))
                .orElse(Comparison.NONE);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("other", other.map(Run::id));
        facts.put("groups", what.groups());
        facts.put("more", what.more());
        facts.put("same", what.same());
        facts.put("only", what.only());
        facts.put("setup", what.setup());
        return Reply.json(facts);
    }

    private Reply upids(Request request) {
        long run = known(request).id();
        return Reply.json(Map.of(
                "upids",
                parts.store().upids().of(run).stream().map(RunFacts::of).toList()));
    }

    private static Operation history() {
        Operation operation = Operation.json("The history of runs, newest first", "runs", "next", "back")
                .query("before", Type.INTEGER, "only runs with a smaller number: 'next' of the page before")
                .query("limit", Type.INTEGER, "runs at most, 1 to " + MOST + "; " + USUAL + " where it is left out")
                .query("from", Type.STRING, "begun on this day or at this time, or later")
                .query("to", Type.STRING, "begun until the end of this day, or before this time");
        for (String name : Filters.FIELDS.keySet()) {
            operation = operation.query(name, Type.STRING, "a,b means a or b; !a means not a");
        }
        return operation.problems(400);
    }

    private Run known(Request request) {
        long id = request.number("run");
        return queries.run(id).orElseThrow(() -> noRun(id));
    }

    private static Refused noRun(long id) {
        return Refused.notFound("There is no run " + id + ".");
    }

    private static int limit(Request request) {
        return request.query().number("limit", 1, MOST).orElse(USUAL).intValue();
    }

    private Reply page(Request request) {
        int limit = limit(request);
        RunQueries.Found found = queries.look(
                RunFilters.of(request.query(), OTHERS, parts),
                request.query().number("before", 1, Long.MAX_VALUE),
                limit,
                PATIENCE);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("runs", found.runs().stream().map(this::facts).toList());
        page.put("next", found.next());
        page.put("back", found.back());
        return Reply.json(page);
    }

    private Map<String, Object> facts(Run run) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", run.id());
        facts.put("playbook", run.playbook());
        facts.put("file", run.file());
        facts.put("status", run.status());
        facts.put("cause", run.cause());
        facts.put("schedule", run.schedule());
        facts.put("scheduledAt", run.scheduledAt());
        facts.put("created", run.times().created());
        facts.put("started", run.times().started());
        facts.put("finished", run.times().finished());
        facts.put("took", run.times().took());
        facts.put("exit", run.exit());
        facts.put("message", run.message());
        facts.put("hosts", run.hosts());
        facts.put("options", run.options());
        facts.put("lastEvent", run.lastEvent());
        facts.put("lastStep", run.lastStep());
        Forecast forecast = forecasts.of(run);
        facts.put("percent", forecast.percent());
        facts.put("left", forecast.left());
        facts.put("stalled", forecast.stalls());
        return facts;
    }

    private Reply one(Request request) {
        long id = request.number("run");
        RunDetail detail = queries.detail(id).orElseThrow(() -> noRun(id));
        Run run = detail.run();
        Map<String, Object> facts = facts(run);
        facts.put("parameters", run.parameters());
        facts.put("recap", detail.recap().hosts());
        facts.put("inventory", queries.hosts(run.id()));
        facts.put("inventorySha256", detail.inventorySha());
        facts.put("sources", detail.sources());
        facts.put("resumes", parts.store().resumed().before(run.id()));
        facts.put("resumedBy", parts.store().resumed().after(run.id()));
        facts.put("questions", run.status().ended() ? List.of() : OpenQuestion.of(queries, run.id()));
        return Reply.json(facts);
    }

    private Reply events(Request request) {
        Run run = known(request);
        if (request.accepts().stream().anyMatch(type -> type.startsWith("text/event-stream"))) {
            Streams streams = new Streams(parts.store().runs());
            EventJson json = parts.store().json();
            long from = Streams.after(request);
            return new Reply.Stream(
                    channel -> streams.begin(channel, run.id(), from, event -> json.text(numbered(event))));
        }
        long after = request.query().number("after", 0, Long.MAX_VALUE).orElse(0L);
        List<NumberedEvent> events = queries.some(
                        run.id(),
                        after,
                        limit(request),
                        MOST_CHARACTERS,
                        request.query().first("host"),
                        request.query().first("step"))
                .events();
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("events", events.stream().map(RunReads::numbered).toList());
        page.put(
                "last", events.isEmpty() ? after : events.get(events.size() - 1).number());
        page.put("ended", run.status().ended());
        return Reply.json(page);
    }

    private static Map<String, Object> numbered(NumberedEvent event) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("number", event.number());
        data.put("at", event.at());
        data.put("kind", EventJson.kind(event.event()));
        data.put("event", event.event());
        return data;
    }

    private Reply log(Request request) {
        Run run = known(request);
        Params query = request.query();
        LogSearch.Wanted wanted =
                new LogSearch.Wanted(query.first("q").orElse(""), query.on("errors"), query.first("host"));
        LogText text = new LogText(queries, lines);
        return new Reply.Pieces("run-" + run.id() + ".log", text.of(run.id(), wanted, query.first("step")));
    }
}
