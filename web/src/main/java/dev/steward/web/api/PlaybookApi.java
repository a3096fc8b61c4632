package dev.steward.web.api;

import dev.steward.dsl.check.Checked;
import dev.steward.dsl.check.Problem;
import dev.steward.dsl.plan.SourceRef;
import dev.steward.runner.app.Playbooks;
import dev.steward.runner.app.RunRefused;
import dev.steward.web.http.Operation;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.HostLookup;
import dev.steward.web.run.PlanOutline;
import dev.steward.web.run.RunForm;
import dev.steward.web.run.Wish;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Playbooks as JSON. */
final class PlaybookApi {

    private final Playbooks playbooks;
    private final HostLookup hosts;

    PlaybookApi(Playbooks playbooks, HostLookup hosts) {
        this.playbooks = playbooks;
        this.hosts = hosts;
    }

    List<Route> routes() {
        String one = Api.ROOT + "/playbooks/{playbook}";
        return List.of(
                Route.get(Api.ROOT + "/playbooks", this::all)
                        .as(Operation.json("All playbooks of the folder, with their problems", "playbooks", "trouble")),
                Route.get(one, this::one)
                        .as(Operation.json(
                                        "A playbook: its source, problems and parameters",
                                        "file",
                                        "name",
                                        "accepted",
                                        "problems",
                                        "source",
                                        "parameters")
                                .problems(404)),
                Route.get(one + "/plan", this::plan)
                        .as(Operation.json("What a playbook would do", "name", "plays")
                                .problems(404, 422)));
    }

    private Reply all(Request request) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("playbooks", playbooks.names().stream().map(this::facts).toList());
        all.put("trouble", playbooks.trouble().orElse(null));
        return Reply.json(all);
    }

    private String known(Request request) {
        Wish.known(playbooks, request.place("playbook"));
        return request.place("playbook");
    }

    private Checked check(String file) {
        return playbooks.check(playbooks.folder().resolve(file), Map.of());
    }

    private Map<String, Object> facts(String file) {
        Checked checked = check(file);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("file", file);
        facts.put(
                "name",
                checked instanceof Checked.Accepted accepted ? accepted.plan().name() : null);
        facts.put("accepted", checked instanceof Checked.Accepted);
        facts.put(
                "problems",
                Stream.concat(checked.problems().stream(), warnings(checked, file).stream())
                        .map(PlaybookApi::problem)
                        .toList());
        return facts;
    }

    /** Host patterns that match nothing; where nothing could be compared, that is one. */
    private List<Problem> warnings(Checked checked, String file) {
        if (!(checked instanceof Checked.Accepted accepted)) {
            return List.of();
        }
        try {
            return hosts.of(accepted.plan(), Optional.empty()).problems();
        } catch (RunRefused refused) {
            return List.of(new Problem(
                    new SourceRef(file, 1, 1),
                    "host patterns were not compared: " + refused.problems().get(0),
                    Optional.empty(),
                    Problem.Severity.WARNING));
        }
    }

    private static Map<String, Object> problem(Problem problem) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("file", problem.at().file());
        facts.put("line", problem.at().line());
        facts.put("column", problem.at().column());
        facts.put("severity", problem.severity());
        facts.put("message", problem.message());
        facts.put("suggestion", problem.suggestion());
        return facts;
    }

    private Reply one(Request request) throws Exception {
        String file = known(request);
        Map<String, Object> facts = facts(file);
        facts.put("source", playbooks.source(file));
        facts.put(
                "parameters",
                check(file) instanceof Checked.Accepted accepted ? RunForm.of(accepted.plan()) : List.of());
        return Reply.json(facts);
    }

    private Reply plan(Request request) {
        String file = known(request);
        if (check(file) instanceof Checked.Accepted accepted) {
            return Reply.json(Map.of("name", accepted.plan().name(), "plays", PlanOutline.of(accepted.plan())));
        }
        throw new Refused(
                422,
                "No plan",
                "The playbook has errors.",
                check(file).problems().stream().map(Problem::toString).toList());
    }
}
