package dev.steward.web.page;

import dev.steward.runner.store.Run;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.Page;
import dev.steward.web.timeline.Timeline;
import dev.steward.web.timeline.Timelines;
import java.util.List;

/** When what of a run went on, and what took long. */
public final class TimelinePage implements Page {

    private static final long MOST_HOSTS = 100_000;

    private final RunHeads heads;
    private final Timelines timelines;

    TimelinePage(RunHeads heads, Timelines timelines) {
        this.heads = heads;
        this.timelines = timelines;
    }

    /** What the page shows. */
    public record View(RunHead head, Timeline line) {}

    @Override
    public List<Route> routes() {
        return List.of(Route.get("/runs/{run}/timeline", this::page));
    }

    private Reply page(Request request) {
        Run run = heads.known(request.number("run"));
        int from = request.query().number("from", 0, MOST_HOSTS).orElse(0L).intValue();
        View view = new View(heads.of(run, "timeline"), timelines.of(run, from));
        return Reply.page("runtimeline", "Timeline of run " + run.id(), view);
    }
}
