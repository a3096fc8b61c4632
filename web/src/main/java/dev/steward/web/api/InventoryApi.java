package dev.steward.web.api;

import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.inventory.drift.DriftRows;
import dev.steward.web.http.Operation;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.InventoryDrift;
import java.util.List;

/** The inventory as JSON. */
final class InventoryApi {

    private final InventoryDrift drift;

    InventoryApi(InventoryDrift drift) {
        this.drift = drift;
    }

    List<Route> routes() {
        return List.of(Route.get(Api.ROOT + "/inventory/drift", this::drift)
                .as(Operation.json(
                                "Where the inventory's files and the Proxmox clusters disagree",
                                "count",
                                "complete",
                                "clusters",
                                "differences")
                        .problems(422)));
    }

    private Reply drift(Request request) {
        try {
            return Reply.json(DriftRows.of(drift.known()));
        } catch (InventoryException e) {
            throw new Refused(
                    422,
                    "The inventory has problems",
                    "Nothing can be compared with it.",
                    e.problems().stream().map(Object::toString).toList());
        }
    }
}
