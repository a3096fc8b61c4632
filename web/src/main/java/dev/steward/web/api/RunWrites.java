package dev.steward.web.api;

import dev.steward.runner.app.RunRequest;
import dev.steward.runner.app.Runs;
import dev.steward.runner.app.approve.ApprovalFacts;
import dev.steward.runner.event.Cause;
import dev.steward.runner.event.EventJson;
import dev.steward.runner.store.approve.Approval;
import dev.steward.web.http.Body;
import dev.steward.web.http.Caller;
import dev.steward.web.http.Operation;
import dev.steward.web.http.Operation.Type;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.WebParts;
import dev.steward.web.run.Filled;
import dev.steward.web.run.Retry;
import dev.steward.web.run.Wish;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Begins and steers runs. */
final class RunWrites {

    private static final Operation BEGUN = Operation.json("Begins a run", "id", "at")
            .status(201)
            .needs("playbook", Type.STRING, "a file of the folder of playbooks")
            .field("vars", Type.OBJECT, "values for its vars; those of secrets are for this run alone and not kept")
            .field("limit", Type.STRING, "a host pattern that narrows its plays")
            .field("tags", Type.STRINGS, "runs only these")
            .field("skipTags", Type.STRINGS, "leaves these out")
            .field("check", Type.BOOLEAN, "changes nothing")
            .field("diff", Type.BOOLEAN, "collects what changes")
            .field("forks", Type.INTEGER, "hosts at once, 1 to 1000")
            .field("onBattery", Type.STRING, "why it begins even while a UPS is on battery; else it is held")
            .problems(400, 404, 422);
    private static final Operation ASKED = plan(BEGUN);
    private static final int FORKS = 1_000;

    private final WebParts parts;
    private final Runs runs;
    private final EventJson json;

    RunWrites(WebParts parts) {
        this.parts = parts;
        this.runs = parts.runs();
        this.json = parts.store().json();
    }

    List<Route> routes() {
        String run = Api.ROOT + "/runs/{run}";
        return List.of(
                Route.post(Api.ROOT + "/runs", this::begin).as(BEGUN),
                Route.post(Api.ROOT + "/approvals", this::ask).as(ASKED),
                Route.post(run + "/cancel", this::cancel)
                        .as(Operation.json("Cancels a run", "id")
                                .status(202)
                                .field("force", Type.BOOLEAN, "kills steps that change packages too")
                                .problems(400, 404, 409, 503)),
                Route.post(run + "/upids/cancel", this::cancelUpid)
                        .as(Operation.json("Ends a UPID of a run; the task that waits for it fails", "id", "upid")
                                .status(202)
                                .needs("upid", Type.STRING, "as the run's upids name it")
                                .field("force", Type.BOOLEAN, "also one whose end may leave something half done")
                                .problems(400, 422)),
                Route.post(run + "/retry", this::again)
                        .as(Operation.json("Runs it again", "id", "at")
                                .status(201)
                                .field("failed", Type.BOOLEAN, "only on the hosts that did not end well")
                                .field("text", Type.STRING, "'recorded' or 'now', where the playbook changed since")
                                .problems(400, 404, 422)),
                Route.post(run + "/resume", this::resume)
                        .as(Operation.json("Goes on with a run that did not end well, as a new one", "id", "at")
                                .status(201)
                                .field(
                                        "unfinished",
                                        Type.STRING,
                                        "what becomes of steps that were under way and might do harm if done twice:"
                                                + " 'stop' their hosts unless said, 'again' or 'skip'")
                                .field("hosts", Type.OBJECT, "the same of single hosts, as {\"web-1\": \"skip\"}")
                                .problems(400, 404, 422)),
                Route.post(run + "/answer", this::answer)
                        .as(Operation.json("Answers a question that a run waits for", "id")
                                .needs("step", Type.STRING, "the question's")
                                .needs("host", Type.STRING, "the question's")
                                .field("go", Type.BOOLEAN, "go on; else it stops")
                                .problems(400, 404, 409, 503)));
    }

    /** The same fields, and why. */
    private static Operation plan(Operation begun) {
        Operation plan = Operation.json(
                        "Keeps a plan for another person to approve, instead of beginning it", "id", "status", "at")
                .status(201)
                .needs("reason", Type.STRING, "why it is wanted");
        for (Operation.Field field : begun.body()) {
            plan = field.required()
                    ? plan.needs(field.name(), field.type(), field.words())
                    : plan.field(field.name(), field.type(), field.words());
        }
        return plan.problems(400, 404, 422);
    }

    private Reply begin(Request request) throws Exception {
        Body body = Body.of(request, json, BEGUN.fields());
        return created(runs.submit(wanted(body, request)));
    }

    private Reply ask(Request request) throws Exception {
        Body body = Body.of(request, json, ASKED.fields());
        String why = body.text("reason").orElseThrow(() -> Refused.bad("'reason' is missing: why is it wanted?"));
        Approval approval =
                runs.ask(wanted(body, request), why, request.caller().name());
        Map<String, Object> facts =
                new LinkedHashMap<>(ApprovalFacts.of(approval, approval.asked().at()));
        facts.put("at", Api.ROOT + "/approvals/" + approval.id());
        return new Reply.Json(201, facts);
    }

    private RunRequest wanted(Body body, Request request) {
        String file = body.text("playbook")
                .orElseThrow(() -> Refused.bad("'playbook' is missing: one of "
                        + String.join(", ", parts.playbooks().names()) + "."));
        Filled filled = Filled.of(parts.playbooks(), file, body.object("vars"));
        Wish wish = new Wish(
                file,
                filled.vars(),
                body.narrowing("limit"),
                body.texts("tags"),
                body.texts("skipTags"),
                filled.typed(),
                new Wish.How(
                        body.flag("check"), body.flag("diff"), body.number("forks", 1, FORKS), body.text("onBattery")));
        Cause.Kind kind = request.caller().kind() == Caller.Kind.SESSION ? Cause.Kind.PERSON : Cause.Kind.API;
        Cause cause = new Cause(kind, request.caller().name());
        return wish.request(parts.playbooks(), cause).onBattery(body.text("onBattery"));
    }

    private static Reply created(long run) {
        return new Reply.Json(201, Map.of("id", run, "at", Api.ROOT + "/runs/" + run));
    }

    private Reply cancel(Request request) throws Exception {
        long run = request.number("run");
        boolean force = Body.of(request, json, Set.of("force")).flag("force");
        if (!runs.cancel(run, request.caller().name(), force)) {
            throw Refused.conflict("Run " + run + " has ended already, or does not exist.");
        }
        return new Reply.Json(202, Map.of("id", run));
    }

    private Reply cancelUpid(Request request) throws Exception {
        Body body = Body.of(request, json, Set.of("upid", "force"));
        String upid = body.text("upid").orElseThrow(() -> Refused.bad("'upid' is missing."));
        long run = request.number("run");
        runs.cancelUpid(run, upid, request.caller().name(), body.flag("force"));
        return new Reply.Json(202, Map.of("id", run, "upid", upid));
    }

    private Reply again(Request request) throws Exception {
        Body body = Body.of(request, json, Set.of("failed", "text"));
        Runs.Again how = new Runs.Again(
                body.flag("failed"),
                Retry.text(body.text("text")),
                request.caller().name());
        return created(runs.again(request.number("run"), how));
    }

    private Reply resume(Request request) throws Exception {
        Body body = Body.of(request, json, Set.of("unfinished", "hosts"));
        Map<String, String> hosts = new LinkedHashMap<>();
        body.object("hosts").forEach((host, word) -> hosts.put(host, String.valueOf(word)));
        Runs.Resume how =
                Retry.resume(body.text("unfinished"), hosts, request.caller().name());
        return created(runs.resume(request.number("run"), how));
    }

    private Reply answer(Request request) throws Exception {
        Body body = Body.of(request, json, Set.of("step", "host", "go"));
        Runs.Question question = new Runs.Question(
                body.text("step").orElseThrow(() -> Refused.bad("'step' is missing.")),
                body.text("host").orElseThrow(() -> Refused.bad("'host' is missing.")));
        long run = request.number("run");
        if (!runs.answer(run, question, body.flag("go"), request.caller().name())) {
            throw Refused.conflict("Nobody asks any more: it was answered, or its time is over.");
        }
        return Reply.json(Map.of("id", run));
    }
}
