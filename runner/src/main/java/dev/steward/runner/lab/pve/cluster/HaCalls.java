package dev.steward.runner.lab.pve.cluster;

import dev.steward.runner.lab.pve.access.Caller;
import dev.steward.runner.lab.pve.call.Call;
import dev.steward.runner.lab.pve.call.Handlers;
import dev.steward.runner.lab.pve.call.Refusal;
import dev.steward.runner.lab.pve.call.Row;
import dev.steward.runner.lab.pve.guest.Ha;
import dev.steward.runner.lab.pve.guest.MigrateCalls;
import dev.steward.runner.lab.pve.state.Guest;
import dev.steward.runner.lab.pve.state.HaResource;
import dev.steward.runner.lab.pve.state.PveCluster;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What HA keeps (API2/HA/Resources.pm). These calls change at once; HA acts later. */
public final class HaCalls {

    private static final Set<String> HOW = Set.of("sid", "digest", "delete", "type", "purge");
    private static final String DIGEST = "c4b9a0d5b7a5f5e5a8e1c3d2f1e0d9c8b7a69584";

    private HaCalls() {}

    /** Adds them. */
    public static void add(Handlers handlers) {
        String one = " /cluster/ha/resources/{sid}";
        handlers.on("GET /cluster/ha/resources", HaCalls::list)
                .on("POST /cluster/ha/resources", HaCalls::create)
                .on("GET" + one, call -> row(service(call)))
                .on("PUT" + one, HaCalls::change)
                .on("DELETE" + one, HaCalls::remove)
                .on("POST" + one + "/migrate", HaCalls::move)
                .on("POST" + one + "/relocate", HaCalls::move);
    }

    /** The name with its kind, where only a number was given. */
    private static String sid(Call call) {
        String given = call.text("sid");
        if (given.contains(":")) {
            return given;
        }
        Guest guest = call.cluster().guests().get(Integer.parseInt(given));
        if (guest == null) {
            throw Refusal.failed("cannot add " + given + ", no such guest");
        }
        return guest.kind().sid() + ":" + given;
    }

    private static HaResource service(Call call) {
        HaResource service = call.cluster().services().get(sid(call));
        if (service == null) {
            throw Refusal.failed("no such resource '" + sid(call) + "'");
        }
        return service;
    }

    private static Row row(HaResource service) {
        Row row = new Row()
                .with("sid", service.sid())
                .with("type", service.sid().substring(0, service.sid().indexOf(':')))
                .with("digest", DIGEST);
        row.putAll(service.settings());
        return row;
    }

    private static Object list(Call call) {
        return call.cluster().services().values().stream()
                .map(HaCalls::row)
                .filter(row ->
                        call.text("type", String.valueOf(row.get("type"))).equals(row.get("type")))
                .toList();
    }

    private static void settings(Call call, HaResource service) {
        if (call.cluster().nine() && call.has("group")) {
            throw Refusal.bad("group", "ha groups have been migrated to rules");
        }
        call.params().forEach((key, value) -> {
            if (!HOW.contains(key) && !key.equals("state")) {
                String text = call.text(key);
                service.settings().put(key, text.matches("\\d+") ? Long.parseLong(text) : text);
            }
        });
        call.items("delete").forEach(service.settings()::remove);
    }

    private static Object create(Call call) {
        call.quorum();
        String sid = sid(call);
        if (call.cluster().services().containsKey(sid)) {
            throw Refusal.failed("resource ID '" + sid + "' already defined");
        }
        if (!sid.matches("(vm|ct):\\d+") || !call.cluster().guests().containsKey(Integer.parseInt(sid.substring(3)))) {
            throw Refusal.failed("resource '" + sid + "' does not exist");
        }
        HaResource service = new HaResource(sid, call.text("state", "started"));
        settings(call, service);
        call.cluster().services().put(sid, service);
        new Ha(call.cluster()).want(service, service.wanted());
        return null;
    }

    private static Object change(Call call) {
        call.quorum();
        HaResource service = service(call);
        if (call.has("digest") && !call.text("digest").equals(DIGEST)) {
            throw Refusal.failed("detected modified configuration - file changed by other user? Try again.");
        }
        settings(call, service);
        if (call.has("state")) {
            new Ha(call.cluster()).want(service, call.text("state"));
        }
        return null;
    }

    private static Object remove(Call call) {
        call.quorum();
        call.cluster().services().remove(service(call).sid());
        return null;
    }

    private static Object move(Call call) {
        PveCluster cluster = call.cluster();
        HaResource service = service(call);
        call.quorum();
        String target = call.text("node");
        Guest guest = cluster.guests().get(service.vmid());
        if (!cluster.nodes().containsKey(target)) {
            throw Refusal.failed("no such cluster node '" + target + "'");
        }
        service.state("migrate");
        cluster.agenda().after(cluster.pace().ha(), () -> MigrateCalls.job(cluster, guest, target, true, Caller.SYSTEM)
                .atEnd(task -> service.state(service.wanted()))
                .start());
        Row row = new Row().with("sid", service.sid()).with("requested-node", target);
        Map<String, Object> answer = cluster.nine() ? row : null;
        return answer == null ? null : row.with("comigrated-resources", List.of());
    }
}
