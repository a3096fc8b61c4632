package dev.steward.web.approve;

import dev.steward.runner.app.approve.Applying;
import dev.steward.runner.app.approve.ApprovalDesk;
import dev.steward.runner.app.approve.ApprovalFacts;
import dev.steward.runner.event.EventJson;
import dev.steward.runner.store.approve.Approval;
import dev.steward.web.http.Body;
import dev.steward.web.http.Operation;
import dev.steward.web.http.Operation.Type;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.WebParts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plans that wait for another person's word, as JSON; {@code POST /api/v1/runs/plans} keeps one. */
public final class ApprovalApi {

    private static final int MOST = 100;
    private static final Operation APPROVE = Operation.json(
                    "Approves a plan that somebody else asked for; by a person who signed in, no token", "id", "status")
            .field("reason", Type.STRING, "why, for the record")
            .problems(400, 404, 409);
    private static final Operation REJECT = Operation.json("Rejects a plan, or takes one's own back", "id", "status")
            .needs("reason", Type.STRING, "why")
            .problems(400, 404, 409);

    private final ApprovalDesk desk;
    private final EventJson json;

    /** On these parts. */
    public ApprovalApi(WebParts parts) {
        this.desk = parts.approvals();
        this.json = parts.store().json();
    }

    /**
     * The ways in.
     *
     * @param root where the API is
     */
    public List<Route> routes(String root) {
        String one = root + "/approvals/{approval}";
        return List.of(
                Route.get(root + "/approvals", this::all)
                        .as(Operation.json(
                                        "Plans that wait for another person's word, the newest first",
                                        "approvals",
                                        "next")
                                .query("before", Type.INTEGER, "only those with a smaller number")),
                Route.get(one, request -> Reply.json(facts(request)))
                        .as(Operation.json(
                                        "One of them, with its hosts, and what changed since it was asked for",
                                        "id",
                                        "status",
                                        "hosts",
                                        "changes")
                                .problems(404)),
                Route.post(one + "/approve", this::approve).as(APPROVE),
                Route.post(one + "/reject", this::reject).as(REJECT),
                Route.post(one + "/apply", this::apply)
                        .as(Operation.json(
                                        "Applies an approved plan where nothing changed since; a check run is made first",
                                        "id",
                                        "check",
                                        "run",
                                        "at")
                                .status(202)
                                .problems(404, 409)));
    }

    private Reply all(Request request) {
        long before = request.query().number("before", 1, Long.MAX_VALUE).orElse(0L);
        List<Approval> page = desk.newest(before, MOST);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put(
                "approvals",
                page.stream().map(one -> ApprovalFacts.of(one, desk.now())).toList());
        facts.put("next", page.size() < MOST ? null : page.get(MOST - 1).id());
        return Reply.json(facts);
    }

    private Map<String, Object> facts(Request request) {
        long id = request.number("approval");
        return ApprovalFacts.of(desk, Asking.of(() -> desk.known(id)));
    }

    private Reply approve(Request request) {
        String why = Body.of(request, json, APPROVE.fields()).text("reason").orElse("");
        long id = request.number("approval");
        return told(Asking.of(() -> desk.approve(id, Asking.person(request.caller()), why)));
    }

    private Reply reject(Request request) {
        String why = Body.of(request, json, REJECT.fields()).text("reason").orElse("");
        long id = request.number("approval");
        return told(Asking.of(() -> desk.reject(id, Asking.person(request.caller()), why)));
    }

    private Reply told(Approval approval) {
        return Reply.json(ApprovalFacts.of(approval, desk.now()));
    }

    private Reply apply(Request request) {
        long id = request.number("approval");
        Applying applying = Asking.of(() -> desk.apply(id, request.caller().name()));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", id);
        facts.put("check", applying.check().orElse(null));
        facts.put("run", applying.run().isDone() ? applying.run().join() : null);
        facts.put("at", request.path().replaceFirst("/apply$", ""));
        return new Reply.Json(202, facts);
    }
}
