package dev.steward.web.api;

import dev.steward.runner.collect.Documents;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.estate.ChangeFilter;
import dev.steward.runner.store.estate.EstateRecord;
import dev.steward.runner.store.estate.EstateRow;
import dev.steward.runner.store.estate.Noted;
import dev.steward.runner.store.estate.RecordFilter;
import dev.steward.runner.store.estate.RecordKind;
import dev.steward.runner.store.estate.RecordPage;
import dev.steward.web.http.Caller;
import dev.steward.web.http.Operation;
import dev.steward.web.http.Operation.Type;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.http.Verb;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known of clusters, nodes and guests, how it was, and what changed. An agent sees what it told, and no more. */
final class RecordApi {

    /** Where it is: the addresses that other collectors have. */
    static final String ROOT = "/api/proxmox";

    /** The lists by the names they have there. */
    static final Map<String, RecordKind> LISTS = lists();

    private static final long USUAL = 20;
    private static final long MOST = 500;
    private static final Set<String> FILTERS = Set.of("page", "perPage", "cluster_id", "node_id", "closed");
    private static final Set<String> CHANGES = Set.of("cluster", "subject", "kind", "since", "before", "count");
    private static final Set<String> HISTORY = Set.of("count", "changes");

    private final Store store;

    RecordApi(Store store) {
        this.store = store;
    }

    private static Map<String, RecordKind> lists() {
        Map<String, RecordKind> lists = new LinkedHashMap<>();
        lists.put("clusters", RecordKind.CLUSTER);
        lists.put("nodes", RecordKind.NODE);
        lists.put("lxc", RecordKind.LXC);
        lists.put("qemu", RecordKind.QEMU);
        return lists;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        LISTS.forEach((name, kind) -> {
            String at = ROOT + "/" + name;
            routes.add(Route.own(Verb.GET, at, request -> list(kind, request)).as(list(name)));
            routes.add(Route.own(Verb.GET, at + "/{id}", request -> Reply.json(Documents.of(one(kind, request))))
                    .as(Operation.json("One of " + name, "id", "cluster", "source", "last_seen")
                            .problems(404)));
            routes.add(Route.own(Verb.GET, at + "/{id}/history", request -> history(kind, request))
                    .as(Operation.json("How one of " + name + " was, newest first", "id", "history")
                            .query("count", Type.INTEGER, "1 to 500; 20 where it is left out")
                            .query("changes", Type.BOOLEAN, "only where what describes it changed")
                            .problems(400, 404)));
        });
        routes.add(Route.get(ROOT + "/changes", this::changes)
                .as(Operation.json("What changed in the clusters, newest first", "changes")
                        .query("cluster", Type.STRING, "as configured")
                        .query("subject", Type.STRING, "as lxc/101 or node/pve1")
                        .query("kind", Type.STRING, "as guest_moved")
                        .query("since", Type.STRING, "a moment as 2026-01-31T12:00:00Z")
                        .query("before", Type.INTEGER, "only those with a smaller id")
                        .query("count", Type.INTEGER, "1 to 500; 20 where it is left out")
                        .problems(400)));
        return routes;
    }

    private static Operation list(String name) {
        return Operation.json("All " + name + " that are known", "page", "perPage", "totalItems", "totalPages", "items")
                .query("page", Type.INTEGER, "from 1")
                .query("perPage", Type.INTEGER, "1 to 500; 20 where it is left out")
                .query("cluster_id", Type.STRING, "of a cluster's record, or the cluster's configured name")
                .query("node_id", Type.STRING, "of a node's record, or the node's name")
                .query("closed", Type.BOOLEAN, "also what is gone")
                .problems(400);
    }

    private Reply list(RecordKind kind, Request request) {
        known(request, FILTERS);
        int page = request.query().number("page", 1, 1_000_000).orElse(1L).intValue();
        int perPage = request.query().number("perPage", 1, MOST).orElse(USUAL).intValue();
        RecordPage found = store.estateRecords()
                .page(
                        new RecordFilter(
                                kind,
                                request.query().first("cluster_id"),
                                request.query().first("node_id"),
                                request.caller().agent(),
                                request.query().on("closed")),
                        page,
                        perPage);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("page", page);
        answer.put("perPage", perPage);
        answer.put("totalItems", found.total());
        answer.put("totalPages", (found.total() + perPage - 1) / perPage);
        answer.put("items", found.items().stream().map(Documents::of).toList());
        return Reply.json(answer);
    }

    private EstateRecord one(RecordKind kind, Request request) {
        return find(store, kind, request.place("id"), request.caller());
    }

    /** A record that a caller may see: what another agent told is not there for an agent. */
    static EstateRecord find(Store store, RecordKind kind, String id, Caller caller) {
        return store.estateRecords()
                .find(kind, id)
                .filter(record -> caller.agent()
                        .map(token -> record.toldBy().contains(token))
                        .orElse(true))
                .orElseThrow(() -> Refused.notFound("There is no " + kind.word() + " '" + id + "'."));
    }

    private Reply history(RecordKind kind, Request request) {
        known(request, HISTORY);
        EstateRecord record = one(kind, request);
        int count = request.query().number("count", 1, MOST).orElse(USUAL).intValue();
        List<Map<String, Object>> rows =
                store.estateRecords().history(record.id(), request.query().on("changes"), count).stream()
                        .map(RecordApi::noted)
                        .toList();
        return Reply.json(Map.of("id", record.id(), "history", rows));
    }

    private static Map<String, Object> noted(Noted noted) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("at", noted.at().toString());
        row.put("readings", noted.readings());
        row.put("facts", noted.facts().orElse(null));
        return row;
    }

    private Reply changes(Request request) {
        known(request, CHANGES);
        ChangeFilter filter = new ChangeFilter(
                request.query().first("cluster"),
                request.query().first("subject"),
                request.query().first("kind"),
                request.query().first("since").map(RecordApi::moment));
        Optional<Long> before = request.query().number("before", 1, Long.MAX_VALUE);
        int count = request.query().number("count", 1, MOST).orElse(USUAL).intValue();
        return Reply.json(Map.of(
                "changes",
                store.estateChanges().page(filter, before, count).stream()
                        .map(RecordApi::change)
                        .toList()));
    }

    private static Map<String, Object> change(EstateRow row) {
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("id", row.id());
        change.put("at", row.at().toString());
        change.put("cluster", row.cluster());
        change.put("subject", row.subject());
        change.put("kind", row.kind());
        change.put("text", row.text());
        return change;
    }

    private static Instant moment(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Refused.bad("'since' must be a moment as 2026-01-31T12:00:00Z, not '" + text + "'.");
        }
    }

    /** A filter that is not known might be a misspelt one, and must not widen the list. */
    private static void known(Request request, Set<String> names) {
        request.query().all().stream()
                .filter(param -> !names.contains(param.name()))
                .findFirst()
                .ifPresent(param -> {
                    throw Refused.bad("'" + param.name() + "' is no filter here; there are "
                            + String.join(", ", names.stream().sorted().toList()) + ".");
                });
    }
}
