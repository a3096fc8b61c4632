package dev.steward.web.api;

import dev.steward.runner.app.ask.PatchAnswers;
import dev.steward.runner.app.patch.ExceptionDesk;
import dev.steward.runner.app.patch.PatchDesk;
import dev.steward.runner.app.patch.PatchFacts;
import dev.steward.runner.event.EventJson;
import dev.steward.runner.store.patch.LedgerFilter;
import dev.steward.runner.store.patch.LedgerLine;
import dev.steward.runner.store.patch.PatchException;
import dev.steward.web.http.Body;
import dev.steward.web.http.Operation;
import dev.steward.web.http.Operation.Type;
import dev.steward.web.http.Params;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.Asked;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The ledger of packages, and exceptions from package work and automatic reboots, as JSON. */
final class LedgerApi {

    private static final long USUAL = 100;
    private static final long MOST = 1_000;

    private final PatchDesk desk;
    private final EventJson json;

    LedgerApi(PatchDesk desk, EventJson json) {
        this.desk = desk;
        this.json = json;
    }

    List<Route> routes() {
        String exceptions = Api.ROOT + "/patches/exceptions";
        String exemptions = Api.ROOT + "/reboots/exemptions";
        return List.of(
                Route.get(Api.ROOT + "/patches/ledger", this::ledger).as(ledger()),
                Route.get(exceptions, request -> all(PatchException.Kind.PACKAGE))
                        .as(Operation.json("Packages that stay as they are, the newest first", "exceptions")),
                Route.post(exceptions, request -> add(request, PatchException.Kind.PACKAGE))
                        .as(made("Keeps packages as they are")
                                .needs("package", Type.STRING, "its name, or a pattern as php*")),
                Route.post(exceptions + "/{exception}/end", request -> end(request, PatchException.Kind.PACKAGE))
                        .as(ended("Ends an exception")),
                Route.get(exemptions, request -> all(PatchException.Kind.REBOOT))
                        .as(Operation.json("Whom nothing automatic reboots, the newest first", "exceptions")),
                Route.post(exemptions, request -> add(request, PatchException.Kind.REBOOT))
                        .as(made("Keeps automatic reboots away")),
                Route.post(exemptions + "/{exception}/end", request -> end(request, PatchException.Kind.REBOOT))
                        .as(ended("Ends an exemption")));
    }

    private static Operation ledger() {
        return Operation.json("Which packages changed when and where, the newest first", "lines", "next")
                .query("host", Type.STRING, "only on this host")
                .query("package", Type.STRING, "the beginning of its name, or a pattern as *ssl*")
                .query("run", Type.INTEGER, "only by this run")
                .query("since", Type.STRING, "from this day or instant on")
                .query("until", Type.STRING, "before this day or instant")
                .query("before", Type.INTEGER, "only lines with a smaller id")
                .query("limit", Type.INTEGER, "at most, 1 to " + MOST + "; " + USUAL + " where it is left out")
                .problems(400);
    }

    private static Operation made(String summary) {
        return Operation.json(summary, "id", "active")
                .status(201)
                .needs("scope", Type.STRING, "host, guest, group, tag or all; for reboots also schedule")
                .field("target", Type.STRING, "which one; not for all")
                .needs("reason", Type.STRING, "why")
                .field("until", Type.STRING, "a day, an instant, or from now as 14d; else until it is ended")
                .problems(400, 415);
    }

    private static Operation ended(String summary) {
        return Operation.json(summary, "id", "active").problems(404, 422);
    }

    private Reply ledger(Request request) {
        Params query = request.query();
        LedgerFilter filter = Asked.of(() -> new LedgerFilter(
                query.first("host"),
                query.first("package"),
                query.number("run", 1, Long.MAX_VALUE),
                PatchAnswers.moment(query.first("since"), "since"),
                PatchAnswers.moment(query.first("until"), "until")));
        int limit = query.number("limit", 1, MOST).orElse(USUAL).intValue();
        List<LedgerLine> lines =
                desk.parts().store().patches().ledger(filter, query.number("before", 1, Long.MAX_VALUE), limit);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("lines", lines.stream().map(PatchFacts::of).toList());
        page.put(
                "next",
                lines.size() < limit ? null : lines.get(lines.size() - 1).id());
        return Reply.json(page);
    }

    private Reply all(PatchException.Kind kind) {
        return Reply.json(Map.of(
                "exceptions",
                desk.exceptions().all(kind).stream().map(this::facts).toList()));
    }

    private Map<String, Object> facts(PatchException one) {
        return PatchFacts.of(one, desk.parts().time().now());
    }

    private Reply add(Request request, PatchException.Kind kind) {
        boolean packages = kind == PatchException.Kind.PACKAGE;
        Set<String> known = packages
                ? Set.of("scope", "target", "package", "reason", "until")
                : Set.of("scope", "target", "reason", "until");
        Body body = Body.of(request, json, known);
        PatchException made = Asked.of(() -> desk.exceptions()
                .add(new ExceptionDesk.Wanted(
                        kind,
                        body.text("scope").orElse(""),
                        body.text("target").orElse(""),
                        body.text("package").orElse(""),
                        body.text("reason").orElse(""),
                        body.text("until"),
                        request.caller().name())));
        return new Reply.Json(201, facts(made));
    }

    private Reply end(Request request, PatchException.Kind kind) {
        Body.of(request, json, Set.of());
        String id = request.place("exception");
        if (!id.matches("[0-9]{1,18}")) {
            throw Refused.notFound("There is no exception '" + id + "'.");
        }
        return Reply.json(facts(Asked.of(() ->
                desk.exceptions().end(kind, Long.parseLong(id), request.caller().name()))));
    }
}
