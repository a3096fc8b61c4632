package dev.steward.runner.app.patch;

import dev.steward.runner.config.patch.PatchesConfig;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.patch.Exceptions;
import dev.steward.runner.patch.Excluded;
import dev.steward.runner.store.patch.PatchException;
import dev.steward.runner.store.patch.PatchException.Kind;
import dev.steward.runner.store.patch.PatchExceptions;
import dev.steward.runner.time.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The packages that people want left as they are, from the store; those that ran out do not count. */
public final class StoredExceptions implements Exceptions {

    /** What a node keeps where the configuration says so. */
    private static final List<String> PVE = List.of("pve-*", "proxmox-*", "libpve-*", "qemu-server", "lxc-pve");

    private final PatchExceptions store;
    private final PatchesConfig config;
    private final Time time;

    /** Those of a store. */
    public StoredExceptions(PatchExceptions store, PatchesConfig config, Time time) {
        this.store = store;
        this.config = config;
        this.time = time;
    }

    @Override
    public List<Excluded> of(Host host) {
        List<Excluded> all = new ArrayList<>();
        for (PatchException one : store.active(Kind.PACKAGE, time.now())) {
            if (HostWords.covers(one, host, Optional.empty())) {
                all.add(new Excluded(one.pattern(), one.reason(), one.until(), one.by()));
            }
        }
        if (config.holdPvePackages() && HostWords.node(host)) {
            PVE.forEach(name -> all.add(
                    new Excluded(name, "held on nodes by patches.holdPvePackages", Optional.empty(), "steward.yml")));
        }
        return List.copyOf(all);
    }
}
