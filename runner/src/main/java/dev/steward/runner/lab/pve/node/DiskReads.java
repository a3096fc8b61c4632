package dev.steward.runner.lab.pve.node;

import dev.steward.runner.lab.pve.call.Call;
import dev.steward.runner.lab.pve.call.Handlers;
import dev.steward.runner.lab.pve.call.Row;
import dev.steward.runner.lab.pve.state.Store;
import java.util.List;
import java.util.stream.Stream;

/** What a node's storages lie on (API2/Disks/ZFS.pm, LVM.pm, LVMThin.pm): a pool or group for each storage of that type. */
public final class DiskReads {

    private DiskReads() {}

    /** Adds them. */
    public static void add(Handlers handlers) {
        handlers.on("GET /nodes/{node}/disks/zfs", DiskReads::zfs)
                .on("GET /nodes/{node}/disks/lvm", DiskReads::lvm)
                .on("GET /nodes/{node}/disks/lvmthin", DiskReads::thin);
    }

    private static Stream<Store> stores(Call call, String type) {
        return call.cluster().stores().values().stream()
                .filter(store -> store.type().equals(type))
                .filter(store -> store.on(call.node().name()));
    }

    private static Object zfs(Call call) {
        return stores(call, "zfspool")
                .map(store -> new Row()
                        .with("name", store.name())
                        .with("size", store.total())
                        .with("alloc", store.used())
                        .with("free", store.total() - store.used())
                        .with("frag", 3)
                        .with("dedup", 1)
                        .with("health", "ONLINE"))
                .toList();
    }

    private static Object lvm(Call call) {
        List<Row> groups = stores(call, "lvm")
                .map(store -> volume(store, store.name(), 0).with("children", List.of(volume(store, "/dev/sdb", 1))))
                .toList();
        return new Row().with("leaf", 0).with("children", groups);
    }

    private static Row volume(Store store, String name, int leaf) {
        return new Row()
                .with("name", name)
                .with("size", store.total())
                .with("free", store.total() - store.used())
                .with("leaf", leaf);
    }

    private static Object thin(Call call) {
        return stores(call, "lvmthin")
                .map(store -> new Row()
                        .with("lv", store.name())
                        .with("vg", "pve")
                        .with("lv_size", store.total())
                        .with("used", store.used())
                        .with("metadata_size", store.total() / 100)
                        .with("metadata_used", store.used() / 200))
                .toList();
    }
}
