package dev.steward.web.page;

import dev.steward.runner.app.RunRefused;
import dev.steward.runner.app.ScheduleDesk;
import dev.steward.runner.store.RunFilter;
import dev.steward.runner.store.RunQueries;
import dev.steward.web.format.Times;
import dev.steward.web.format.When;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.Page;
import dev.steward.web.parts.WebParts;
import dev.steward.web.week.Week;
import dev.steward.web.week.Weeks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Schedules with their next fires and their history. */
public final class SchedulesPage implements Page {

    private static final int FIRES = 10;
    private static final int STRIP = 20;

    private final ScheduleDesk desk;
    private final RunQueries queries;
    private final RunRows rows;
    private final Times times;
    private final Weeks weeks;

    SchedulesPage(WebParts parts, RunRows rows, Times times) {
        this.desk = parts.schedules();
        this.queries = parts.store().queries();
        this.rows = rows;
        this.times = times;
        this.weeks = new Weeks(desk, queries, parts.time(), parts.zone());
    }

    /** Schedules, and a week of their fires. */
    public record View(List<Line> lines, Week week) {}

    /**
     * A schedule.
     *
     * @param planned its rules
     * @param paused since when; empty: it is not
     * @param fires to come
     * @param strip its last runs, oldest first
     */
    public record Line(ScheduleDesk.Planned planned, Optional<When> paused, List<Fire> fires, List<RunRow> strip) {}

    /** A fire to come and what a clock change does to it. */
    public record Fire(When at, Optional<String> mark) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/schedules", request -> Reply.page("schedules", "Schedules", view(request))),
                Route.post("/schedules/{schedule}/pause", this::pause),
                Route.post("/schedules/{schedule}/resume", this::resume),
                Route.post("/schedules/{schedule}/run", this::run));
    }

    private View view(Request request) throws RunRefused {
        int week = request.query().number("week", 0, Weeks.MOST - 1).orElse(0L).intValue();
        List<ScheduleDesk.Planned> all = desk.all();
        List<Line> lines = new ArrayList<>();
        for (ScheduleDesk.Planned planned : all) {
            lines.add(line(planned));
        }
        return new View(lines, weeks.of(all, week));
    }

    private Line line(ScheduleDesk.Planned planned) throws RunRefused {
        RunFilter mine = RunFilter.ALL.and(RunFilter.Field.SCHEDULE, planned.name());
        List<RunRow> strip = new ArrayList<>(rows.of(queries.page(mine, Optional.empty(), STRIP)));
        Collections.reverse(strip);
        List<Fire> fires = desk.next(planned.name(), FIRES).stream()
                .map(fire -> new Fire(times.when(fire.at()), fire.mark()))
                .toList();
        return new Line(planned, planned.pause().map(pause -> times.when(pause.since())), fires, strip);
    }

    private Reply pause(Request request) throws RunRefused {
        desk.pause(known(request), request.caller().name());
        return Reply.see("/schedules");
    }

    private Reply resume(Request request) throws RunRefused {
        desk.resume(known(request));
        return Reply.see("/schedules");
    }

    private Reply run(Request request) throws RunRefused {
        return Reply.see("/runs/" + desk.runNow(known(request), request.caller().name()));
    }

    private String known(Request request) throws RunRefused {
        String name = request.place("schedule");
        if (desk.all().stream().noneMatch(planned -> planned.name().equals(name))) {
            throw Refused.notFound("There is no schedule '" + name + "'.");
        }
        return name;
    }
}
