package dev.steward.web.api;

import dev.steward.runner.proxmox.detail.ClusterFacts;
import dev.steward.runner.proxmox.detail.EstateRows;
import dev.steward.runner.proxmox.detail.GraphSvg;
import dev.steward.runner.proxmox.detail.HostGraph;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Estate.Seen;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.web.estate.EstateKit;
import dev.steward.web.estate.GraphPage;
import dev.steward.web.estate.GuestFilter;
import dev.steward.web.estate.Reads;
import dev.steward.web.http.Operation;
import dev.steward.web.http.Operation.Type;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The Proxmox estate as JSON, as it is known: nobody waits for a cluster but who asks for its whole status. */
final class EstateApi {

    private static final String ESTATE = Api.ROOT + "/estate";
    private static final String SPANS = "hour, day, week or month; hour where it is left out";
    private static final long USUAL = 20;
    private static final long MOST = 500;

    private final EstateKit kit;
    private final EstateDetails details;

    EstateApi(EstateKit kit) {
        this.kit = kit;
        this.details = new EstateDetails(kit);
    }

    List<Route> routes() {
        String cluster = ESTATE + "/clusters/{cluster}";
        return List.of(
                Route.get(ESTATE, this::all)
                        .as(Operation.json("All clusters in short, and what changed lately", "clusters", "changes")),
                Route.get(ESTATE + "/nodes", this::nodes).as(nodes()),
                Route.get(ESTATE + "/guests", this::guests).as(guests()),
                Route.get(ESTATE + "/graph.txt", request -> graph(request, "text/plain", e -> new HostGraph(e).text()))
                        .as(graph("Which node carries which guest, as a tree", "text/plain")),
                Route.get(
                                ESTATE + "/graph.dot",
                                request -> graph(request, "text/vnd.graphviz", e -> new HostGraph(e).dot()))
                        .as(graph("The same as DOT for Graphviz", "text/vnd.graphviz")),
                Route.get(ESTATE + "/graph.svg", request -> graph(request, "image/svg+xml", GraphSvg::of))
                        .as(graph("The same as a picture", "image/svg+xml")),
                Route.get(cluster, this::cluster)
                        .as(Operation.json(
                                        "A cluster's status whole: quorum, votes, nodes, storages, replication, HA",
                                        "cluster",
                                        "answers",
                                        "lastSeen",
                                        "unread")
                                .problems(404)),
                Route.get(cluster + "/nodes/{node}", details::node)
                        .as(Operation.json("A node", "id", "status", "sums", "storages", "guestList", "unread")
                                .problems(404, 503)),
                Route.get(cluster + "/nodes/{node}/series", details::nodeSeries).as(series("What a node used")),
                Route.get(cluster + "/nodes/{node}/usage", details::nodeUsage).as(usage("a node")),
                Route.get(cluster + "/guests/{vmid}", details::guest)
                        .as(Operation.json("A guest", "id", "status", "mark", "addresses", "hosts", "unread")
                                .problems(404, 503)),
                Route.get(cluster + "/guests/{vmid}/series", details::guestSeries)
                        .as(series("What a guest used")),
                Route.get(cluster + "/guests/{vmid}/usage", details::guestUsage).as(usage("a guest")));
    }

    private static Operation usage(String of) {
        return Operation.json(
                        "What " + of + " used, in even steps: what its cluster says, filled up with what was collected",
                        "means",
                        "mosts",
                        "problem")
                .query("span", Type.STRING, SPANS)
                .problems(400, 404, 503);
    }

    private static Operation series(String summary) {
        return Operation.json(summary, "span", "rows", "problem")
                .query("span", Type.STRING, SPANS)
                .problems(400, 404, 503);
    }

    private static Operation graph(String summary, String type) {
        return Operation.json(summary)
                .type(type)
                .query("cluster", Type.STRING, "this one alone")
                .problems(400);
    }

    private static Operation paged(Operation operation) {
        return operation
                .query("page", Type.INTEGER, "from 1")
                .query("perPage", Type.INTEGER, "1 to " + MOST + "; " + USUAL + " where it is left out")
                .problems(400);
    }

    private static Operation nodes() {
        return paged(Operation.json("The nodes", "nodes", "total", "page", "perPage")
                .query("cluster", Type.STRING, "of this cluster")
                .query("status", Type.STRING, "online, offline or maintenance"));
    }

    private static Operation guests() {
        Operation operation = Operation.json("The guests", "guests", "total", "page", "perPage");
        for (Map.Entry<String, String> field : GuestFilter.FIELDS.entrySet()) {
            operation = operation.query(
                    field.getKey(), Type.STRING, field.getValue() + "; a,b means a or b; !a means not a");
        }
        return paged(operation.query("sort", Type.STRING, "as id, name, -cpu, -memory"));
    }

    private Reply all(Request request) {
        Estate estate = kit.known();
        return Reply.json(Map.of(
                "clusters",
                estate.clusters().values().stream().map(EstateRows::cluster).toList(),
                "changes",
                kit.lately().last(50)));
    }

    private Reply nodes(Request request) {
        Estate estate = kit.known();
        List<String> clusters = request.query().values("cluster");
        List<String> statuses = request.query().values("status");
        List<Node> fit = estate.nodes().stream()
                .filter(node -> clusters.isEmpty() || clusters.contains(node.cluster()))
                .filter(node -> statuses.isEmpty() || statuses.contains(node.status()))
                .toList();
        return page(request, "nodes", fit, node -> EstateRows.node(estate, node));
    }

    private Reply guests(Request request) {
        Estate estate = kit.known();
        List<Guest> fit = new GuestFilter(request.query()).of(estate);
        return page(request, "guests", fit, guest -> details.row(estate, guest));
    }

    private static <T> Reply page(Request request, String name, List<T> fit, Function<T, Map<String, Object>> row) {
        long page = request.query().number("page", 1, Integer.MAX_VALUE).orElse(1L);
        long perPage = request.query().number("perPage", 1, MOST).orElse(USUAL);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put(
                name,
                fit.stream().skip((page - 1) * perPage).limit(perPage).map(row).toList());
        data.put("total", fit.size());
        data.put("page", page);
        data.put("perPage", perPage);
        return Reply.json(data);
    }

    private Reply cluster(Request request) throws InterruptedException {
        Seen seen = kit.cluster(request);
        ClusterFacts facts = ClusterFacts.NONE;
        if (seen.view().isPresent() && seen.problem().isEmpty()) {
            facts = kit.reads()
                    .of(
                            seen.name(),
                            "status",
                            Reads.FRESH,
                            (api, reader) -> ClusterFacts.read(api, seen.view().get()))
                    .value()
                    .orElse(ClusterFacts.NONE);
        }
        return Reply.json(EstateRows.whole(kit.known(), seen, facts));
    }

    private Reply graph(Request request, String type, Function<Estate, String> form) {
        Estate shown = GraphPage.which(kit, request);
        return new Reply.Text(type + "; charset=utf-8", form.apply(shown), Optional.empty());
    }
}
