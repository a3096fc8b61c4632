package dev.steward.runner.lab.pve.cluster;

import dev.steward.runner.lab.pve.call.Call;
import dev.steward.runner.lab.pve.call.Handlers;
import dev.steward.runner.lab.pve.call.Refusal;
import dev.steward.runner.lab.pve.call.Row;
import dev.steward.runner.lab.pve.state.Ceph;
import dev.steward.runner.lab.pve.state.Store;
import dev.steward.runner.lab.pve.task.Job;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Ceph's flags and health (API2/Cluster/Ceph.pm). */
public final class CephCalls {

    private CephCalls() {}

    /** Adds the calls. */
    public static void add(Handlers handlers) {
        handlers.on("GET /cluster/ceph/flags", CephCalls::flags)
                .on("PUT /cluster/ceph/flags", CephCalls::setAll)
                .on("GET /cluster/ceph/flags/{flag}", call -> ceph(call).set().contains(call.text("flag")) ? 1 : 0)
                .on("PUT /cluster/ceph/flags/{flag}", CephCalls::setOne)
                .on("GET /cluster/ceph/status", CephCalls::status)
                .on("GET /nodes/{node}/ceph/pool", CephCalls::pools);
    }

    private static Stream<Store> stores(Call call) {
        return call.cluster().stores().values().stream()
                .filter(store -> store.type().equals("rbd"));
    }

    /* API2/Ceph/Pool.pm */
    private static Object pools(Call call) {
        ceph(call);
        return stores(call)
                .map(store -> new Row()
                        .with("pool", 1)
                        .with("pool_name", store.name())
                        .with("size", 3)
                        .with("min_size", 2)
                        .with("pg_num", 32)
                        .with("type", "replicated")
                        .with("crush_rule", 0)
                        .with("crush_rule_name", "replicated_rule")
                        .with("bytes_used", store.used())
                        .with("percent_used", (double) store.used() / store.total()))
                .toList();
    }

    private static Ceph ceph(Call call) {
        return call.cluster().ceph().orElseThrow(() -> Refusal.failed("binary not installed: /usr/bin/ceph-mon"));
    }

    private static Object flags(Call call) {
        Ceph ceph = ceph(call);
        return Ceph.FLAGS.stream()
                .map(flag -> new Row()
                        .with("name", flag)
                        .with("description", "Flag " + flag)
                        .with("value", ceph.set().contains(flag) ? 1 : 0))
                .toList();
    }

    private static void set(Ceph ceph, String flag, boolean on) {
        if (on) {
            ceph.set().add(flag);
        } else {
            ceph.set().remove(flag);
        }
    }

    private static Object setAll(Call call) {
        Ceph ceph = ceph(call);
        List<String> given = Ceph.FLAGS.stream().filter(call::has).toList();
        Job job = call.job("cephsetflags", "");
        return job.then(
                        Duration.ofSeconds(1),
                        () -> given.forEach(flag -> {
                            job.task().log((call.flag(flag) ? "set " : "unset ") + flag);
                            set(ceph, flag, call.flag(flag));
                        }))
                .start()
                .upid();
    }

    private static Object setOne(Call call) {
        set(ceph(call), call.text("flag"), call.flag("value"));
        return null;
    }

    private static Object status(Call call) {
        Ceph ceph = ceph(call);
        Row checks = new Row();
        if (!ceph.set().isEmpty()) {
            checks.with(
                    "OSDMAP_FLAGS",
                    new Row()
                            .with("severity", "HEALTH_WARN")
                            .with("summary", new Row().with("message", String.join(",", ceph.set()) + " flag(s) set")));
        }
        ceph.checks()
                .forEach((name, words) -> checks.with(
                        name,
                        new Row().with("severity", ceph.health()).with("summary", new Row().with("message", words))));
        return new Row()
                .with("fsid", "9c7d1b3e-2f54-4f0e-8b6a-0a2b4c6d8e0f")
                .with("quorum_names", ceph.monitors())
                .with("health", new Row().with("status", ceph.health()).with("checks", checks))
                .with(
                        "pgmap",
                        new Row()
                                .with(
                                        "bytes_total",
                                        stores(call).mapToLong(Store::total).sum())
                                .with(
                                        "bytes_used",
                                        stores(call).mapToLong(Store::used).sum()));
    }
}
