package dev.steward.web.api;

import dev.steward.runner.app.ask.PatchAnswers;
import dev.steward.runner.app.patch.PatchDesk;
import dev.steward.runner.app.patch.PatchFacts;
import dev.steward.runner.app.patch.PatchRefused;
import dev.steward.runner.app.patch.PatchReports;
import dev.steward.runner.app.patch.WishReader;
import dev.steward.runner.event.EventJson;
import dev.steward.runner.store.patch.OperationFilter;
import dev.steward.web.format.LogLines;
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
import dev.steward.web.run.LogSearch;
import dev.steward.web.run.LogText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Package work as JSON: what is known, what is begun, what came of it. */
final class PatchApi {

    private static final String PATCHES = Api.ROOT + "/patches";
    private static final long USUAL = 50;
    private static final long MOST = 500;

    private static final Operation BEGIN = Operation.json(
                    "Looks for updates or applies them: one run, with an operation for each target",
                    "run",
                    "operations",
                    "warnings",
                    "summary")
            .status(202)
            .needs("mode", Type.STRING, "check (or dry-run) finds out what would be done, apply does it")
            .field(
                    "targets",
                    Type.STRINGS,
                    "hosts, groups or patterns of the inventory, guests by id (101, home/101), or all")
            .field("target", Type.STRING, "one of them")
            .field("node", Type.STRING, "refuses targets that do not live on this node")
            .field("exclude", Type.STRINGS, "packages that stay as they are, for this run")
            .field("securityOnly", Type.BOOLEAN, "only what mends weaknesses")
            .field("protect", Type.STRING, "auto, snapshot, backup or none")
            .field("backupTo", Type.STRING, "the storage of a backup")
            .field("keep", Type.STRING, "how long a snapshot is kept, as 3.days")
            .field("rollback", Type.BOOLEAN, "takes a guest back that fails")
            .field("stopped", Type.STRING, "a guest that is off: skip or start")
            .field("verifyUnits", Type.BOOLEAN, "no unit may have failed that had not before")
            .field("verifyPorts", Type.STRINGS, "ports on which somebody must listen; numbers")
            .field("verifyUrls", Type.STRINGS, "addresses that must answer from within")
            .field("verifyCommands", Type.STRINGS, "commands that must succeed there")
            .field("verifyWithin", Type.STRING, "how long until all of that holds, as 60.seconds")
            .field("within", Type.STRING, "how long each part may take, as 30.minutes")
            .field("autoReboot", Type.BOOLEAN, "reboots where required, unless exempt")
            .field("canary", Type.INTEGER, "so many go first")
            .field("stopAt", Type.INTEGER, "where more than this share (%) failed, nobody follows")
            .field("concurrency", Type.INTEGER, "hosts at once, 1 to 1000")
            .field("timeout", Type.INTEGER, "seconds without news after which an operation has timed out")
            .field("unchecked", Type.BOOLEAN, "applies even where no fresh check is there")
            .field("reason", Type.STRING, "for the history")
            .field("onBattery", Type.STRING, "why it begins even while a UPS is on battery")
            .problems(400, 404, 409, 422);

    private final WebParts parts;
    private final PatchDesk desk;
    private final EventJson json;
    private final LogLines lines;

    PatchApi(WebParts parts, LogLines lines) {
        this.parts = parts;
        this.desk = parts.patches();
        this.json = parts.store().json();
        this.lines = lines;
    }

    List<Route> routes() {
        String one = PATCHES + "/{operation}";
        return List.of(
                Route.post(PATCHES, this::begin).as(BEGIN),
                Route.get(PATCHES, this::page).as(history()),
                Route.get(PATCHES + "/hosts", request -> Reply.json(Map.of("hosts", hosts())))
                        .as(Operation.json("How up to date each host is", "hosts")),
                Route.get(PATCHES + "/hosts/{host}", this::host)
                        .as(Operation.json(
                                        "How up to date a host is, with every package that waits", "host", "packages")
                                .problems(404)),
                Route.get(PATCHES + "/report", this::report)
                        .as(Operation.json(
                                        "How up to date all hosts are; with 'run', what that run changed on each host: counts"
                                                + " before and after",
                                        "hosts")
                                .query("run", Type.INTEGER, "of this run alone")
                                .problems(400, 404)),
                Route.post(PATCHES + "/rollback", this::rollback)
                        .as(Operation.json(
                                        "Takes a guest back to the snapshot its last update kept", "run", "operations")
                                .status(202)
                                .needs("target", Type.STRING, "one guest; what was written since is lost")
                                .field("reason", Type.STRING, "for the history")
                                .problems(400, 404, 409, 422)),
                Route.get(one, request -> Reply.json(PatchFacts.of(known(request))))
                        .as(Operation.json("One operation", "id", "status", "mode")
                                .problems(404)),
                Route.get(one + "/result", this::result)
                        .as(Operation.json(
                                        "What an operation came to, as a file",
                                        "operation_id",
                                        "exit_code",
                                        "stdout",
                                        "stderr",
                                        "completed_at")
                                .problems(404)),
                Route.get(one + "/output", this::output)
                        .as(Operation.json("All output of an operation, as a file")
                                .type("text/plain")
                                .problems(404)));
    }

    private static Operation history() {
        return Operation.json("Operations, the newest run first", "operations", "next")
                .query("host", Type.STRING, "only of this host")
                .query("run", Type.INTEGER, "only of this run")
                .query(
                        "status",
                        Type.STRING,
                        "pending, running, completed, failed, rolled_back, timeout, lost or skipped")
                .query("mode", Type.STRING, "check, apply or rollback")
                .query("before", Type.INTEGER, "only of runs with a smaller number")
                .query("limit", Type.INTEGER, "at most, 1 to " + MOST + "; " + USUAL + " where it is left out")
                .problems(400);
    }

    private Reply begin(Request request) {
        Body body = Body.of(request, json, WishReader.fields());
        PatchDesk.Begun begun = Asked.of(() -> desk.begin(WishReader.of(body.all(), Asked.cause(request.caller()))));
        return begun(begun);
    }

    private static Reply begun(PatchDesk.Begun begun) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("run", begun.run());
        facts.put("at", Api.ROOT + "/runs/" + begun.run());
        facts.put("operations", begun.operations().stream().map(PatchApi::line).toList());
        facts.put("warnings", begun.warnings());
        facts.put("summary", PATCHES + "/report?run=" + begun.run());
        return new Reply.Json(202, facts);
    }

    private static Map<String, Object> line(dev.steward.runner.store.patch.Operation one) {
        Map<String, Object> facts = PatchFacts.of(one);
        facts.put("at", PATCHES + "/" + one.id());
        return facts;
    }

    private Reply rollback(Request request) {
        Body body = Body.of(request, json, Set.of("target", "reason"));
        String target = body.narrowing("target").orElseThrow(() -> Refused.bad("'target' is missing: one guest."));
        return begun(
                Asked.of(() -> desk.rollback(target, body.text("reason").orElse(""), Asked.cause(request.caller()))));
    }

    private Reply page(Request request) {
        Params query = request.query();
        OperationFilter filter = new OperationFilter(
                query.first("host"),
                query.number("run", 1, Long.MAX_VALUE),
                Asked.of(() -> PatchAnswers.status(query.first("status"))),
                query.first("mode"));
        int limit = query.number("limit", 1, MOST).orElse(USUAL).intValue();
        List<dev.steward.runner.store.patch.Operation> found =
                parts.store().operations().page(filter, query.number("before", 1, Long.MAX_VALUE), limit);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("operations", found.stream().map(PatchApi::line).toList());
        // a run that the end of the page cuts is told whole by ?run=
        page.put(
                "next",
                found.size() < limit ? null : found.get(found.size() - 1).run());
        return Reply.json(page);
    }

    private List<Map<String, Object>> hosts() {
        PatchReports reports = desk.reports();
        return reports.hosts().stream().map(reports::facts).toList();
    }

    private Reply host(Request request) {
        String name = request.place("host");
        return Reply.json(desk.reports()
                .host(name)
                .orElseThrow(() -> Refused.notFound("Nothing is known of a host '" + name + "'.")));
    }

    private Reply report(Request request) throws PatchRefused {
        Optional<Long> run = request.query().number("run", 1, Long.MAX_VALUE);
        return Reply.json(
                run.isEmpty()
                        ? desk.reports().compliance()
                        : Asked.of(() -> desk.reports().run(run.get())));
    }

    private dev.steward.runner.store.patch.Operation known(Request request) {
        String id = request.place("operation");
        int dash = id.indexOf('-');
        if (dash > 0 && id.substring(0, dash).matches("[0-9]{1,18}")) {
            Optional<dev.steward.runner.store.patch.Operation> one =
                    parts.store().operations().one(Long.parseLong(id.substring(0, dash)), id.substring(dash + 1));
            if (one.isPresent()) {
                return one.get();
            }
        }
        throw Refused.notFound("There is no operation '" + id + "'; GET " + PATCHES + " lists them.");
    }

    private Reply result(Request request) {
        dev.steward.runner.store.patch.Operation one = known(request);
        return new Reply.Text(
                "application/json", json.text(PatchFacts.result(one)), Optional.of("patch-" + one.id() + ".json"));
    }

    private Reply output(Request request) {
        dev.steward.runner.store.patch.Operation one = known(request);
        LogSearch.Wanted wanted = new LogSearch.Wanted("", false, Optional.of(one.host()));
        LogText text = new LogText(parts.store().queries(), lines);
        return new Reply.Pieces("patch-" + one.id() + ".log", text.of(one.run(), wanted, Optional.empty()));
    }
}
