package dev.steward.web.api;

import dev.steward.runner.app.patch.PatchFacts;
import dev.steward.runner.app.patch.RebootDesk;
import dev.steward.runner.event.EventJson;
import dev.steward.runner.store.patch.RebootRequest;
import dev.steward.web.http.Body;
import dev.steward.web.http.Operation;
import dev.steward.web.http.Operation.Type;
import dev.steward.web.http.Params;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.Asked;
import dev.steward.web.parts.WebParts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reboots on request, as JSON. */
final class RebootApi {

    private static final String REBOOTS = Api.ROOT + "/reboots";
    private static final int LONGEST = 21_600;
    private static final long USUAL = 50;
    private static final long MOST = 500;

    private final WebParts parts;
    private final EventJson json;

    RebootApi(WebParts parts) {
        this.parts = parts;
        this.json = parts.store().json();
    }

    List<Route> routes() {
        return List.of(
                Route.post(REBOOTS, this::request)
                        .as(Operation.json(
                                        "Reboots hosts or guests by name, one after the other; each is completed only when"
                                                + " another boot of it answers",
                                        "run",
                                        "requests",
                                        "warnings")
                                .status(202)
                                .field("targets", Type.STRINGS, "hosts, groups or patterns, guests by id")
                                .field("target", Type.STRING, "one of them")
                                .field("reason", Type.STRING, "said on the host too")
                                .field(
                                        "timeout_seconds",
                                        Type.INTEGER,
                                        "until it is back, 1 to " + LONGEST + "; 300 where it is left out")
                                .problems(400, 404, 409, 422)),
                Route.get(REBOOTS, this::page)
                        .as(Operation.json("Reboots that were asked for, the newest first", "reboots", "next")
                                .query("host", Type.STRING, "only of this host")
                                .query("before", Type.INTEGER, "only with a smaller number")
                                .query("limit", Type.INTEGER, "at most, 1 to " + MOST)
                                .problems(400)),
                Route.get(REBOOTS + "/{reboot}", this::one)
                        .as(Operation.json("A reboot that was asked for", "id", "host", "status")
                                .problems(404)));
    }

    private Reply request(Request request) {
        Body body = Body.of(request, json, Set.of("targets", "target", "reason", "timeout_seconds"));
        List<String> targets = new ArrayList<>(body.texts("targets"));
        body.narrowing("target").ifPresent(targets::add);
        RebootDesk.Begun begun = Asked.of(() -> parts.patches()
                .reboots()
                .request(
                        targets,
                        body.text("reason").orElse(""),
                        body.number("timeout_seconds", 1, LONGEST).map(Duration::ofSeconds),
                        Asked.cause(request.caller())));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("run", begun.run());
        facts.put("requests", begun.requests().stream().map(PatchFacts::of).toList());
        facts.put("warnings", begun.warnings());
        return new Reply.Json(202, facts);
    }

    private Reply page(Request request) {
        Params query = request.query();
        int limit = query.number("limit", 1, MOST).orElse(USUAL).intValue();
        List<RebootRequest> found =
                parts.store().reboots().page(query.first("host"), query.number("before", 1, Long.MAX_VALUE), limit);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("reboots", found.stream().map(PatchFacts::of).toList());
        page.put(
                "next",
                found.size() < limit ? null : found.get(found.size() - 1).id());
        return Reply.json(page);
    }

    private Reply one(Request request) {
        long id = request.number("reboot");
        return Reply.json(PatchFacts.of(
                parts.store().reboots().one(id).orElseThrow(() -> Refused.notFound("There is no reboot " + id + "."))));
    }
}
