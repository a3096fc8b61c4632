package dev.steward.web.api;

import dev.steward.runner.app.power.PowerDesk;
import dev.steward.runner.app.power.PowerDesk.Who;
import dev.steward.runner.app.power.PowerRefused;
import dev.steward.runner.collect.usage.UpsUsages;
import dev.steward.runner.event.EventJson;
import dev.steward.web.estate.Read;
import dev.steward.web.estate.Spans;
import dev.steward.web.http.Body;
import dev.steward.web.http.Operation;
import dev.steward.web.http.Operation.Type;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.http.Verb;
import dev.steward.web.parts.WebParts;
import dev.steward.web.power.PowerConfirm;
import dev.steward.web.security.Attempts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Power protection as JSON. */
final class PowerApi {

    private static final String ROOT = Api.ROOT + "/power";
    private static final int MOST_PHASES = 1_000;

    private final PowerDesk desk;
    private final PowerConfirm confirm;
    private final EventJson json;
    private final UpsUsages usages;

    PowerApi(WebParts parts) {
        this.desk = parts.power();
        this.confirm = new PowerConfirm(parts.tokens(), parts.store().accounts(), new Attempts(parts.time()), desk);
        this.json = parts.store().json();
        this.usages = new UpsUsages(parts.store().upses(), parts.time());
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>(reads());
        routes.add(arming("arm", true, "Arms the plan: an outage carries it out"));
        routes.add(arming("disarm", false, "Disarms it: an outage is told, and stops nothing"));
        routes.add(apply());
        Operation abort =
                Operation.json("Ends an outage before its point of no return, and undoes what it did", "aborted");
        routes.add(steer("abort", confirmed(abort).status(202), (body, who) -> {
            desk.abort(who);
            return new Reply.Json(202, Map.of("aborted", true));
        }));
        Operation recover = confirmed(
                        Operation.json("Brings back what the last outage stopped, where that is not done yet", "run"))
                .field("check", Type.BOOLEAN, "only say what would be done")
                .status(202);
        routes.add(steer("recover", recover, (body, who) -> begun(desk.recover(body.flag("check"), who))));
        routes.add(rehearse());
        return routes;
    }

    private List<Route> reads() {
        return List.of(
                Route.get(ROOT, request -> Reply.json(desk.view()))
                        .as(Operation.json(
                                "How power protection stands; times in seconds",
                                "configured",
                                "armed",
                                "state",
                                "upses",
                                "plan",
                                "outage",
                                "troubles")),
                Route.get(ROOT + "/plan", request -> Reply.json(desk.plan()))
                        .as(Operation.json(
                                "The plan: phases, the hosts they mean now, the time they need",
                                "name",
                                "phases",
                                "typical",
                                "likely",
                                "worst",
                                "problems")),
                Route.get(ROOT + "/history", request -> Reply.json(Map.of("history", desk.history(count(request)))))
                        .as(Operation.json("Outages, rehearsals and recoveries, the latest first", "history")
                                .query("count", Type.INTEGER, "at most so many, 1 to 500; else 50")
                                .problems(400)),
                Route.get(ROOT + "/upses/{ups}/usage", this::usage)
                        .as(Operation.json(
                                        "How a UPS stood, in even steps: charge and load 0 to 1, runtime in seconds,"
                                                + " input voltage",
                                        "means",
                                        "mosts",
                                        "problem")
                                .query("span", Type.STRING, "hour (as without it), day, week or month")
                                .problems(400, 404)));
    }

    private Reply usage(Request request) {
        String ups = request.place("ups");
        if (desk.view().upses().stream().noneMatch(line -> line.name().equals(ups))) {
            throw Refused.notFound("No UPS is configured as '" + ups + "'.");
        }
        return EstateDetails.usage(new Read<>(Optional.of(usages.of(ups, Spans.of(request))), Optional.empty()));
    }

    private static int count(Request request) {
        return request.query().number("count", 1, 500).orElse(50L).intValue();
    }

    /** Does what was confirmed. */
    private interface Act {

        Reply of(Body body, Who who) throws PowerRefused;
    }

    private Route arming(String word, boolean on, String summary) {
        return steer(word, confirmed(Operation.json(summary, "armed")), (body, who) -> {
            desk.arm(on, who);
            return Reply.json(Map.of("armed", on));
        });
    }

    private Route steer(String word, Operation operation, Act act) {
        return Route.power(ROOT + "/" + word, request -> {
                    Body body = Body.of(request, json, operation.fields());
                    PowerConfirm.Said said =
                            new PowerConfirm.Said(body.text("token"), body.text("reason"), body.text("plan"));
                    Who who = confirm.check(request, said);
                    return told(() -> act.of(body, who));
                })
                .as(operation);
    }

    private static Operation confirmed(Operation operation) {
        return operation
                .needs("plan", Type.STRING, "the name of the plan in effect, typed")
                .needs("reason", Type.STRING, "why; it is kept with the history")
                .field("token", Type.STRING, "the admin's token again, where a browser's session asks")
                .problems(400, 409, 415, 429);
    }

    private Route apply() {
        Operation operation = confirmed(Operation.json("Carries the plan out, as if the mains were gone", "run"))
                .field("now", Type.BOOLEAN, "without waiting for gates")
                .field("check", Type.BOOLEAN, "change nothing")
                .field("phase", Type.INTEGER, "only this one, from 1")
                .field("task", Type.INTEGER, "only this one of that phase, from 1")
                .status(202);
        return steer("apply", operation, (body, who) -> {
            Optional<Integer> phase = body.number("phase", 1, MOST_PHASES);
            Optional<Integer> task = body.number("task", 1, MOST_PHASES);
            if (task.isPresent() && phase.isEmpty()) {
                throw Refused.bad("'task' is one of a phase: say 'phase' too.");
            }
            return begun(desk.apply(new PowerDesk.Apply(body.flag("now"), body.flag("check"), phase, task), who));
        });
    }

    private Route rehearse() {
        Operation operation = Operation.json("Plays an outage on a clock of its own; nothing is changed", "run")
                .needs("scenario", Type.STRING, "as long-outage; 400 names them all")
                .status(202)
                .problems(400, 409, 415);
        return new Route(Verb.POST, ROOT + "/rehearse", Route.Access.REHEARSE, request -> {
                    Body body = Body.of(request, json, operation.fields());
                    String scenario = scenario(body);
                    return told(() -> begun(
                            desk.rehearse(scenario, new Who(request.caller().name(), ""))));
                })
                .as(operation);
    }

    /** A name alone: which files there are on this machine is nobody's business on the net. */
    private static String scenario(Body body) {
        return body.text("scenario")
                .filter(name -> name.matches("[a-z][a-z0-9-]*"))
                .orElseThrow(() -> Refused.bad("'scenario' must be the name of one."));
    }

    private interface Told {

        Reply get() throws PowerRefused;
    }

    private static Reply told(Told what) {
        try {
            return what.get();
        } catch (PowerRefused e) {
            throw new Refused(
                    409,
                    "Not possible now",
                    e.problems().get(0),
                    e.problems().subList(1, e.problems().size()));
        }
    }

    private static Reply begun(long run) {
        return new Reply.Json(202, Map.of("run", run));
    }
}
