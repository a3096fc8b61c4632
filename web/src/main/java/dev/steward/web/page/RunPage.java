package dev.steward.web.page;

import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunQueries;
import dev.steward.web.format.LogLine;
import dev.steward.web.format.LogLines;
import dev.steward.web.format.Times;
import dev.steward.web.format.When;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.live.PageFrames;
import dev.steward.web.live.Streams;
import dev.steward.web.matrix.Matrices;
import dev.steward.web.matrix.RunMatrix;
import dev.steward.web.matrix.Window;
import dev.steward.web.parts.Page;
import dev.steward.web.parts.WebParts;
import dev.steward.web.run.OpenQuestion;
import dev.steward.web.run.UpidLine;
import dev.steward.web.run.UpidLines;
import dev.steward.web.usual.Forecasts;
import java.util.List;
import java.util.Optional;

/** One run: head, recap, hosts x tasks, and the end of its log, live. */
public final class RunPage implements Page {

    private static final int TAIL = 300;
    private static final int TAIL_LINES = 1_000;

    private final RunQueries queries;
    private final RunHeads heads;
    private final Times times;
    private final LogLines lines;
    private final Streams streams;

    private final Matrices matrices;
    private final Forecasts forecasts;
    private final UpidLines upids;

    RunPage(Parts parts, Matrices matrices, Forecasts forecasts) {
        this.queries = parts.web().store().queries();
        this.heads = parts.heads();
        this.times = parts.times();
        this.lines = parts.lines();
        this.streams = new Streams(parts.web().store().runs());
        this.matrices = matrices;
        this.forecasts = forecasts;
        this.upids = new UpidLines(parts.web().store(), parts.times());
    }

    /** What the page shares with others. */
    record Parts(WebParts web, RunHeads heads, Times times, LogLines lines) {}

    /**
     * What the page shows.
     *
     * @param head of every page of the run
     * @param questions that wait
     * @param matrix hosts x tasks
     * @param upids what PVE does for it
     * @param tail the end of the log
     */
    public record View(RunHead head, List<Question> questions, RunMatrix matrix, List<UpidLine> upids, Tail tail) {}

    /** A question and when it goes on by itself. */
    public record Question(String step, String host, String text, When until) {}

    /**
     * The end of the log.
     *
     * @param lines in order
     * @param earlier how many events come before; 0: none
     * @param last the number of the last event that is shown: from there it goes on live
     */
    public record Tail(List<LogLine> lines, long earlier, long last) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/runs/{run}", request -> page(request, true)),
                Route.get("/parts/runs/{run}", request -> page(request, false)),
                Route.get("/parts/runs/{run}/matrix", this::matrix),
                Route.get("/runs/{run}/live", this::live));
    }

    private Reply page(Request request, boolean whole) {
        Run run = heads.known(request.number("run"));
        List<Question> questions = run.status().ended()
                ? List.of()
                : OpenQuestion.of(queries, run.id()).stream()
                        .map(q -> new Question(q.step(), q.host(), q.text(), times.when(q.until())))
                        .toList();
        View view =
                new View(heads.of(run, "overview"), questions, table(request, run), upids.of(run), tail(run, whole));
        return whole
                ? Reply.page("run", "Run " + run.id() + ": " + run.playbook(), view)
                : Reply.part("runparts", view);
    }

    private RunMatrix table(Request request, Run run) {
        return matrices.of(
                run,
                Window.asked(request.query()),
                request.query().first("group"),
                forecasts.of(run).stalls());
    }

    private Reply matrix(Request request) {
        Run run = heads.known(request.number("run"));
        return Reply.part("runmatrix", new MatrixView(run.id(), table(request, run)));
    }

    /** A window on hosts x tasks alone. */
    public record MatrixView(long run, RunMatrix matrix) {}

    private Tail tail(Run run, boolean wanted) {
        long from =
                wanted ? queries.back(run.id(), run.lastEvent(), TAIL, TAIL_LINES, Optional.empty()) : run.lastEvent();
        List<NumberedEvent> events = wanted
                ? queries.piece(run.id(), from, TAIL, TAIL_LINES, Optional.empty())
                        .events()
                : List.of();
        long last = events.isEmpty() ? from : events.get(events.size() - 1).number();
        return new Tail(lines.of(events), from, last);
    }

    private Reply live(Request request) {
        Run run = heads.known(request.number("run"));
        long after = Streams.after(request);
        return new Reply.Stream(channel -> streams.begin(channel, run.id(), after, new PageFrames(lines)));
    }
}
