package dev.steward.runner.lab.pve.node;

import dev.steward.runner.lab.pve.call.Call;
import dev.steward.runner.lab.pve.call.Handlers;
import dev.steward.runner.lab.pve.call.Refusal;
import dev.steward.runner.lab.pve.call.Row;
import dev.steward.runner.lab.pve.state.Store;
import dev.steward.runner.lab.pve.state.Volume;
import dev.steward.runner.lab.pve.task.Job;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Storages and what lies on them (API2/Storage). */
public final class StorageCalls {

    private StorageCalls() {}

    /** Adds them. */
    public static void add(Handlers handlers) {
        handlers.on("GET /storage", StorageCalls::settings)
                .on("GET /storage/{storage}", call -> setting(store(call)))
                .on("GET /nodes/{node}/storage", StorageCalls::list)
                .on("GET /nodes/{node}/storage/{storage}/status", StorageCalls::status)
                .on("GET /nodes/{node}/storage/{storage}/content", StorageCalls::content)
                .on("GET /nodes/{node}/storage/{storage}/content/{volume}", StorageCalls::volume)
                .on("DELETE /nodes/{node}/storage/{storage}/content/{volume}", StorageCalls::remove);
    }

    static Store store(Call call) {
        Store store = call.cluster().stores().get(call.text("storage"));
        if (store == null) {
            throw Refusal.failed("storage '" + call.text("storage") + "' does not exist");
        }
        if (call.params().containsKey("node") && !store.on(call.node().name())) {
            throw Refusal.failed("storage '" + store.name() + "' is not available on node '"
                    + call.node().name() + "'");
        }
        return store;
    }

    private static Row setting(Store store) {
        Row row = new Row()
                .with("storage", store.name())
                .with("type", store.type())
                .with("content", store.content())
                .with("digest", "66877933064c0629a6f65448e47ef533385ff3c1")
                .some("path", store.path())
                .when(store.content().contains("backup"), "prune-backups", "keep-all=1")
                .when(store.shared(), "shared", 1);
        if (store.type().equals("nfs")) {
            row.with("server", store.path().replaceFirst(":.*", ""))
                    .with("export", store.path().replaceFirst("^[^:]*:", ""))
                    .with("path", "/mnt/pve/" + store.name());
        }
        return row.some("nodes", String.join(",", store.nodes()));
    }

    private static Object settings(Call call) {
        return call.cluster().stores().values().stream()
                .filter(store -> call.text("type", store.type()).equals(store.type()))
                .filter(store -> visible(call, store))
                .map(StorageCalls::setting)
                .toList();
    }

    private static boolean visible(Call call, Store store) {
        String path = "/storage/" + store.name();
        return call.allowed(path, "Datastore.Audit") || call.allowed(path, "Datastore.AllocateSpace");
    }

    private static Row space(Store store) {
        return new Row()
                .with("type", store.type())
                .with("content", store.content())
                .with("active", 1)
                .with("enabled", 1)
                .with("shared", store.shared() ? 1 : 0)
                .with("total", store.total())
                .with("used", store.used())
                .with("avail", store.total() - store.used());
    }

    private static Object list(Call call) {
        return call.cluster().stores().values().stream()
                .filter(store -> store.on(call.node().name()))
                .filter(store -> call.text("storage", store.name()).equals(store.name()))
                .filter(store -> call.items("content").stream().allMatch(store.content()::contains))
                .filter(store -> visible(call, store))
                .map(store -> space(store)
                        .with("storage", store.name())
                        .with("used_fraction", (double) store.used() / store.total()))
                .toList();
    }

    private static Object status(Call call) {
        return space(store(call));
    }

    private static Stream<Volume> volumes(Call call) {
        Store store = store(call);
        return call.cluster().volumes().stream()
                .filter(volume -> volume.storage().equals(store.name()))
                .filter(volume ->
                        store.shared() || volume.node().equals(call.node().name()));
    }

    private static Row row(Volume volume) {
        return new Row()
                .with("volid", volume.id())
                .with("content", volume.content())
                .with("format", volume.format())
                .with("size", volume.size())
                .with("ctime", volume.made())
                .when(volume.vmid() > 0, "vmid", volume.vmid())
                .some("subtype", volume.subtype());
    }

    private static Object content(Call call) {
        List<Row> rows = volumes(call)
                .filter(volume -> call.text("content", volume.content()).equals(volume.content()))
                .filter(volume -> !call.has("vmid") || call.number("vmid", 0) == volume.vmid())
                .map(StorageCalls::row)
                .toList();
        return rows;
    }

    private static Volume one(Call call) {
        String wanted = call.text("volume");
        String id = wanted.contains(":") ? wanted : call.text("storage") + ":" + wanted;
        return volumes(call)
                .filter(volume -> volume.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.failed("volume '" + id + "' does not exist"));
    }

    private static Object volume(Call call) {
        Volume volume = one(call);
        return new Row()
                .with("path", "/var/lib/vz/" + volume.id().substring(volume.id().indexOf(':') + 1))
                .with("format", volume.format())
                .with("size", volume.size())
                .with("used", volume.size());
    }

    private static Object remove(Call call) {
        Volume volume = one(call);
        Job job = call.job("imgdel", volume.vmid() + "@" + volume.storage());
        job.then(Duration.ofSeconds(1), () -> {
            call.cluster().volumes().remove(volume);
            job.task().log("Removed volume '" + volume.id() + "'");
        });
        return job.start().upid();
    }
}
