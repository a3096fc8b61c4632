package dev.steward.runner.lab.pve.cluster;

import dev.steward.runner.lab.pve.call.Call;
import dev.steward.runner.lab.pve.call.Handlers;
import dev.steward.runner.lab.pve.call.Refusal;
import dev.steward.runner.lab.pve.call.Row;
import dev.steward.runner.lab.pve.state.Guest;
import dev.steward.runner.lab.pve.state.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Pools (API2/Pool.pm). */
public final class PoolCalls {

    private PoolCalls() {}

    /** Adds the calls. */
    public static void add(Handlers handlers) {
        handlers.on("GET /pools", PoolCalls::list)
                .on("POST /pools", PoolCalls::create)
                .on("PUT /pools", PoolCalls::change)
                .on("DELETE /pools", PoolCalls::remove)
                .on("GET /pools/{poolid}", call -> members(call, pool(call)))
                .on("PUT /pools/{poolid}", PoolCalls::change)
                .on("DELETE /pools/{poolid}", PoolCalls::remove);
    }

    private static Pool pool(Call call) {
        Pool pool = call.cluster().pools().get(call.text("poolid"));
        if (pool == null) {
            throw Refusal.failed("pool '" + call.text("poolid") + "' does not exist");
        }
        return pool;
    }

    private static Row head(Pool pool) {
        return new Row().with("poolid", pool.id()).some("comment", pool.comment());
    }

    private static Object list(Call call) {
        if (call.has("poolid")) {
            Pool pool = pool(call);
            return List.of(members(call, pool).with("poolid", pool.id()));
        }
        return call.cluster().pools().values().stream()
                .filter(pool -> call.allowed("/pool/" + pool.id(), "Pool.Audit"))
                .map(PoolCalls::head)
                .toList();
    }

    private static Row members(Call call, Pool pool) {
        List<Row> rows = new ArrayList<>();
        for (int vmid : pool.guests()) {
            Guest guest = call.cluster().guests().get(vmid);
            if (guest != null) {
                rows.add(new Row()
                        .with("id", guest.kind().path() + "/" + vmid)
                        .with("type", guest.kind().path())
                        .with("vmid", vmid)
                        .with("node", guest.node())
                        .with("name", guest.name())
                        .with("status", guest.running() ? "running" : "stopped"));
            }
        }
        for (String name : pool.storages()) {
            rows.add(new Row()
                    .with("id", "storage/" + call.node().name() + "/" + name)
                    .with("type", "storage")
                    .with("storage", name)
                    .with("node", call.node().name())
                    .with("status", "available"));
        }
        return new Row().with("members", rows).some("comment", pool.comment());
    }

    private static Object create(Call call) {
        call.quorum();
        String id = call.text("poolid");
        if (call.cluster().pools().containsKey(id)) {
            throw Refusal.failed("create pool failed: pool '" + id + "' already exists");
        }
        Pool pool = new Pool(id);
        pool.comment(call.text("comment"));
        call.cluster().pools().put(id, pool);
        return null;
    }

    private static Object change(Call call) {
        call.quorum();
        Pool pool = pool(call);
        if (call.has("comment")) {
            pool.comment(call.text("comment"));
        }
        for (String each : call.items("vms")) {
            int vmid = Integer.parseInt(each);
            if (call.flag("delete")) {
                if (!pool.guests().remove(vmid)) {
                    throw Refusal.failed("update pools failed: VM " + vmid + " is not a pool member");
                }
            } else {
                add(call, pool, vmid);
            }
        }
        if (call.flag("delete")) {
            pool.storages().removeAll(call.items("storage"));
        } else {
            pool.storages().addAll(call.items("storage"));
        }
        return null;
    }

    private static void add(Call call, Pool pool, int vmid) {
        if (!call.cluster().guests().containsKey(vmid)) {
            throw Refusal.failed("update pools failed: VM " + vmid + " does not exist");
        }
        Pool old = call.cluster().pool(vmid).orElse(null);
        if (old != null && old != pool) {
            if (!call.flag("allow-move")) {
                throw Refusal.failed("update pools failed: VM " + vmid + " belongs already to pool '" + old.id()
                        + "' and 'allow-move' is not set");
            }
            old.guests().remove(vmid);
        }
        pool.guests().add(vmid);
    }

    private static Object remove(Call call) {
        call.quorum();
        Pool pool = pool(call);
        if (!pool.guests().isEmpty() || !pool.storages().isEmpty()) {
            String held = Stream.concat(pool.guests().stream().map(String::valueOf), pool.storages().stream())
                    .collect(Collectors.joining(", "));
            throw Refusal.failed("delete pool failed: pool '" + pool.id() + "' is not empty (contains " + held + ")");
        }
        call.cluster().pools().remove(pool.id());
        return null;
    }
}
