package dev.steward.web.patch;

import dev.steward.runner.app.patch.PatchDesk;
import dev.steward.runner.app.patch.PatchFacts;
import dev.steward.web.http.Operation;
import dev.steward.web.http.Operation.Type;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.Asked;
import java.util.List;
import java.util.Map;

/** Rolling updates of nodes, as JSON. */
public final class RollApi {

    private final PatchDesk desk;

    /** At a desk. */
    public RollApi(PatchDesk desk) {
        this.desk = desk;
    }

    /**
     * The ways in.
     *
     * @param root where the API is
     */
    public List<Route> routes(String root) {
        return List.of(
                Route.get(root + "/rolls", request -> Reply.json(Map.of("rolls", open())))
                        .as(Operation.json("Nodes that a rolling update has in its hands", "rolls")),
                Route.get(root + "/rolls/{cluster}/preview", this::preview)
                        .as(Operation.json(
                                        "How far a rolling update would reach, and what would become of each guest; asked of"
                                                + " the cluster now, changes nothing",
                                        "summary",
                                        "nodes",
                                        "quorate",
                                        "previews")
                                .query("node", Type.STRING, "this node alone; may be said several times")
                                .problems(404, 422)));
    }

    private List<Map<String, Object>> open() {
        return desk.rolls().open().stream().map(PatchFacts::of).toList();
    }

    private Reply preview(Request request) {
        List<String> nodes = request.query().values("node");
        return Reply.json(Asked.of(() -> desk.rolls().radius(request.place("cluster"), nodes))
                .data());
    }
}
