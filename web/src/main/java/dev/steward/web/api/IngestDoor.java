package dev.steward.web.api;

import dev.steward.runner.collect.Agent;
import dev.steward.runner.collect.Ingest;
import dev.steward.runner.collect.IngestRefused;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.Tokens;
import dev.steward.runner.store.estate.RecordKind;
import dev.steward.runner.time.Time;
import dev.steward.web.http.Body;
import dev.steward.web.http.Operation;
import dev.steward.web.http.Operation.Type;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.security.IngestRate;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where agents push what they see on their node. It is kept and shown, and read by nothing else. */
final class IngestDoor {

    private static final String TAKES = "Takes what an agent tells of its ";

    private final Store store;
    private final Ingest ingest;
    private final IngestRate rate;

    IngestDoor(Store store, Time time) {
        this.store = store;
        this.ingest = new Ingest(store.estateRecords(), time);
        this.rate = new IngestRate(time);
    }

    List<Route> routes() {
        return List.of(
                route(
                        RecordKind.CLUSTER,
                        operation("cluster")
                                .field("cluster_name", Type.STRING, "its own name; also spelt name")
                                .field("cluster_id", Type.STRING, "also spelt px_cluster_id")
                                .field("nodes", Type.INTEGER, "how many it should have")
                                .field("quorate", Type.INTEGER, "0 or 1")
                                .field("version", Type.INTEGER, "of its configuration")),
                route(
                        RecordKind.NODE,
                        operation("node")
                                .needs("name", Type.STRING, "the node the token is for")
                                .field("node_id", Type.INTEGER, "in corosync; also spelt nodeid")
                                .field("ip", Type.STRING, "of its cluster network")
                                .field("online", Type.INTEGER, "0 or 1")
                                .field("local", Type.INTEGER, "0 or 1")
                                .field("level", Type.STRING, "of its subscription")
                                .field("pve_version", Type.STRING, "also spelt pveversion")),
                route(RecordKind.LXC, guest("container", "lxc_id")),
                route(RecordKind.QEMU, guest("VM", "qemu_id")));
    }

    private static Operation guest(String what, String id) {
        return operation(what)
                .field("name", Type.STRING, "of the guest")
                .field("vmid", Type.INTEGER, "100 to 999999999; needed where " + id + " is left out")
                .field(id, Type.STRING, "as in the list of resources")
                .field("node", Type.STRING, "the node the token is for")
                .field("status", Type.STRING, "running, stopped or paused")
                .field("uptime", Type.INTEGER, "in seconds")
                .field("cpu_cores", Type.INTEGER, "it may use")
                .field("memory_mb", Type.INTEGER, "it may use")
                .field("tags", Type.STRING, "separated by ; or ,")
                .field("config", Type.OBJECT, "all of its configuration");
    }

    private static Operation operation(String what) {
        return Operation.json(TAKES + what + "; it is shown and kept, and decides nothing", "success", "message")
                .further()
                .problems(400, 413, 415, 422, 429);
    }

    private Route route(RecordKind kind, Operation operation) {
        return Route.agent(RecordApi.ROOT + "/" + kind.word(), request -> take(kind, request))
                .as(operation);
    }

    private Reply take(RecordKind kind, Request request) {
        String token = request.caller().agent().orElseThrow();
        rate.check(token, request.body().getBytes(StandardCharsets.UTF_8).length);
        Tokens.Token bound = store.tokens()
                .find(token)
                .orElseThrow(() -> Refused.unknown("That token opens nothing here any more."));
        Agent agent = new Agent(token, bound.cluster(), bound.node());
        Body body = Body.open(request, store.json());
        try {
            String what = ingest.take(agent, kind, body.all());
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("success", true);
            answer.put("message", what + " is kept");
            return Reply.json(answer);
        } catch (IngestRefused e) {
            throw new Refused(e.status(), "Not taken", e.getMessage() + ".", List.of());
        }
    }
}
