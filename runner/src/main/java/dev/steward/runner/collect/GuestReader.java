package dev.steward.runner.collect;

import dev.steward.runner.proxmox.GuestKind;
import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.estate.Guest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks one cluster for what its list of resources does not say. Everything is a GET and ends in 30 s. */
final class GuestReader {

    /** For one thing: pmxcfs that hangs must not hold up the others. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    private final PveApi api;

    GuestReader(PveApi api) {
        this.api = api;
    }

    /** The node that answers, and its own name for the cluster. */
    List<PveFields> status() throws PveException, InterruptedException {
        return api.within(LIMIT).get(PvePath.of("cluster", "status"), Map.of()).list();
    }

    PveFields node(String node) throws PveException, InterruptedException {
        return api.within(LIMIT)
                .get(PvePath.of("nodes", node, "status"), Map.of())
                .fields();
    }

    /** The last counted traffic of a node, in bytes a second. */
    PveFields traffic(String node) throws PveException, InterruptedException {
        List<PveFields> rows = api.within(LIMIT)
                .get(PvePath.of("nodes", node, "rrddata"), Map.of("timeframe", "hour"))
                .list();
        return rows.stream()
                .filter(row -> row.number("netin").isPresent())
                .reduce((earlier, later) -> later)
                .orElse(new PveFields(null));
    }

    /** What QEMU itself says of the VMs of a node, by id: there a paused one is paused. */
    Map<String, String> machines(String node) throws PveException, InterruptedException {
        Map<String, String> all = new HashMap<>();
        for (PveFields one : api.within(LIMIT)
                .get(PvePath.of("nodes", node, "qemu"), Map.of("full", true))
                .list()) {
            one.text("qmpstatus").ifPresent(status -> all.put("qemu/" + one.text("vmid", ""), status));
        }
        return all;
    }

    PveFields config(Guest guest) throws PveException, InterruptedException {
        return api.within(LIMIT)
                .get(guest.kind().path(guest.node(), guest.vmid()).and("config"), Map.of())
                .fields();
    }

    /** What the agent in a VM says of its operating system. */
    PveFields osInfo(Guest guest) throws PveException, InterruptedException {
        return api.within(LIMIT)
                .get(GuestKind.QEMU.path(guest.node(), guest.vmid()).and("agent", "get-osinfo"), Map.of())
                .fields()
                .inside("result");
    }
}
