package dev.steward.web.api;

import dev.steward.runner.app.RunRefused;
import dev.steward.runner.app.ScheduleDesk;
import dev.steward.runner.time.Time;
import dev.steward.web.http.Operation;
import dev.steward.web.http.Operation.Type;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Schedules as JSON. */
final class ScheduleApi {

    private static final long USUAL = 10;
    private static final long MOST = 100;

    private final ScheduleDesk desk;
    private final Time time;

    ScheduleApi(ScheduleDesk desk, Time time) {
        this.desk = desk;
        this.time = time;
    }

    List<Route> routes() {
        String one = Api.ROOT + "/schedules/{schedule}";
        return List.of(
                Route.get(Api.ROOT + "/schedules", request -> Reply.json(Map.of("schedules", desk.all())))
                        .as(Operation.json("All schedules, by name", "schedules")
                                .problems(422)),
                Route.get(one + "/next", this::next)
                        .as(Operation.json("The next fires of a schedule, with the marks of clock changes", "fires")
                                .query("count", Type.INTEGER, "1 to " + MOST + "; " + USUAL + " where it is left out")
                                .problems(400, 404, 422)),
                Route.post(one + "/pause", this::pause)
                        .as(Operation.json("Pauses a schedule", "schedule").problems(404, 422)),
                Route.post(one + "/resume", this::resume)
                        .as(Operation.json("Ends a schedule's pause", "schedule")
                                .problems(404, 422)),
                Route.post(one + "/run", this::run)
                        .as(Operation.json("Begins a schedule's run now", "id", "at")
                                .status(201)
                                .problems(404, 422)));
    }

    private String known(Request request) throws RunRefused {
        String name = request.place("schedule");
        if (desk.all().stream().noneMatch(planned -> planned.name().equals(name))) {
            throw Refused.notFound("There is no schedule '" + name + "'.");
        }
        return name;
    }

    private Reply next(Request request) throws RunRefused {
        String name = known(request);
        int count = request.query().number("count", 1, MOST).orElse(USUAL).intValue();
        return Reply.json(Map.of(
                "schedule", name,
                "now", time.now(),
                "fires", desk.next(name, count).stream().map(ScheduleApi::fire).toList()));
    }

    private static Map<String, Object> fire(ScheduleDesk.Fire fire) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("at", fire.at().toInstant());
        facts.put("local", fire.at().toOffsetDateTime().toString());
        facts.put("zone", fire.at().getZone().getId());
        facts.put("mark", fire.mark());
        return facts;
    }

    private Reply pause(Request request) throws RunRefused {
        String name = known(request);
        desk.pause(name, request.caller().name());
        return Reply.json(Map.of("schedule", name));
    }

    private Reply resume(Request request) throws RunRefused {
        String name = known(request);
        desk.resume(name);
        return Reply.json(Map.of("schedule", name));
    }

    private Reply run(Request request) throws RunRefused {
        long run = desk.runNow(known(request), request.caller().name());
        return new Reply.Json(201, Map.of("id", run, "at", Api.ROOT + "/runs/" + run));
    }
}
