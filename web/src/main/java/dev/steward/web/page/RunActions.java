package dev.steward.web.page;

import dev.steward.runner.app.Runs;
import dev.steward.web.http.Params;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.Page;
import dev.steward.web.run.Retry;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the buttons of a run do. */
public final class RunActions implements Page {

    /** A field of a form begins so that says what becomes of what was under way on the host it goes on with. */
    private static final String OF_HOST = "unfinished-";

    private final Runs runs;

    RunActions(Runs runs) {
        this.runs = runs;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.post("/runs/{run}/cancel", this::cancel),
                Route.post("/runs/{run}/upids/cancel", this::cancelUpid),
                Route.post("/runs/{run}/again", this::again),
                Route.post("/runs/{run}/resume", this::resume),
                Route.post("/runs/{run}/answer", this::answer));
    }

    private Reply cancel(Request request) throws Exception {
        long run = request.number("run");
        if (!runs.cancel(run, request.caller().name(), request.form().on("force"))) {
            throw Refused.conflict("Run " + run + " has ended already, or does not exist.");
        }
        return Reply.see("/runs/" + run);
    }

    private Reply cancelUpid(Request request) throws Exception {
        long run = request.number("run");
        String upid = request.form().first("upid").orElseThrow(() -> Refused.bad("Which UPID? 'upid' is missing."));
        runs.cancelUpid(run, upid, request.caller().name(), false);
        return Reply.see("/runs/" + run);
    }

    private Reply again(Request request) throws Exception {
        long run = request.number("run");
        Params form = request.form();
        Runs.Text text = Retry.text(form.first("text"));
        Runs.Again how =
                new Runs.Again(form.on("failed"), text, request.caller().name());
        return Reply.see("/runs/" + runs.again(run, how));
    }

    private Reply resume(Request request) throws Exception {
        Params form = request.form();
        Map<String, String> hosts = form.all().stream()
                .filter(param -> param.name().startsWith(OF_HOST))
                // "as all" is a choice of the form
                .filter(param -> !param.value().isEmpty())
                .collect(Collectors.toMap(
                        param -> param.name().substring(OF_HOST.length()), Params.Param::value, (one, other) -> other));
        Runs.Resume how =
                Retry.resume(form.first("unfinished"), hosts, request.caller().name());
        return Reply.see("/runs/" + runs.resume(request.number("run"), how));
    }

    private Reply answer(Request request) throws Exception {
        long run = request.number("run");
        Params form = request.form();
        Runs.Question question = new Runs.Question(
                form.first("step").orElseThrow(() -> Refused.bad("Which question? 'step' is missing.")),
                form.first("host").orElseThrow(() -> Refused.bad("Which host? 'host' is missing.")));
        String said = form.first("answer").orElse("");
        if (!said.equals("go") && !said.equals("stop")) {
            throw Refused.bad("The answer must be 'go' or 'stop'.");
        }
        if (!runs.answer(run, question, said.equals("go"), request.caller().name())) {
            throw Refused.conflict("Nobody asks any more: it was answered, or its time is over.");
        }
        return Reply.see("/runs/" + run);
    }
}
