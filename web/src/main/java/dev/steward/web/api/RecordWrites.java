package dev.steward.web.api;

import dev.steward.runner.collect.Documents;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.estate.EstateRecord;
import dev.steward.runner.store.estate.RecordKind;
import dev.steward.web.http.Body;
import dev.steward.web.http.Operation;
import dev.steward.web.http.Operation.Type;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.http.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Corrects and forgets records; nothing is done to what they are about. */
final class RecordWrites {

    private static final List<String> FAMILIES =
            List.of("alpine", "arch", "debian", "gentoo", "nixos", "rhel", "suse", "windows", "other");

    private final Store store;

    RecordWrites(Store store) {
        this.store = store;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        RecordApi.LISTS.forEach((name, kind) -> {
            String at = RecordApi.ROOT + "/" + name + "/{id}";
            routes.add(Route.own(Verb.DELETE, at, request -> remove(kind, request))
                    .as(Operation.json(
                                    "Forgets one of " + name + " with its history; what is still there comes again",
                                    "id",
                                    "deleted")
                            .problems(404)));
            if (kind.guest()) {
                routes.add(new Route(Verb.PATCH, at, Route.Access.CHANGE, request -> correct(kind, request))
                        .as(Operation.json("Says which family of operating systems one of " + name + " is", "id", "os")
                                .field(
                                        "platform_family",
                                        Type.STRING,
                                        "one of " + String.join(", ", FAMILIES) + "; null: as it is found")
                                .problems(400, 404, 415)));
            }
        });
        return routes;
    }

    private Reply remove(RecordKind kind, Request request) {
        EstateRecord record = RecordApi.find(store, kind, request.place("id"), request.caller());
        request.caller()
                .agent()
                .ifPresentOrElse(token -> store.estateRecords().remove(record, token), () -> store.estateRecords()
                        .remove(record.id()));
        return Reply.json(Map.of("id", record.id(), "deleted", true));
    }

    private Reply correct(RecordKind kind, Request request) {
        Body body = Body.of(request, store.json(), Set.of("platform_family"));
        EstateRecord record = RecordApi.find(store, kind, request.place("id"), request.caller());
        if (!body.has("platform_family")) {
            throw Refused.bad("'platform_family' is missing.");
        }
        Optional<String> family = body.narrowing("platform_family");
        family.filter(said -> !FAMILIES.contains(said)).ifPresent(said -> {
            throw Refused.bad(
                    "'platform_family' is '" + said + "'; expected one of " + String.join(", ", FAMILIES) + ".");
        });
        store.estateRecords().family(record.id(), family);
        return Reply.json(
                Documents.of(store.estateRecords().find(kind, record.id()).orElseThrow()));
    }
}
