package dev.steward.runner.metrics;

import dev.steward.runner.metrics.form.Families;
import dev.steward.runner.metrics.form.Family;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.patch.HostPatches;

/** How old the packages of hosts are. What is not known of a host has no series. */
final class PatchMetrics {

    private final Store store;

    PatchMetrics(Store store) {
        this.store = store;
    }

    void tell(Families families) {
        Family updates = families.gauge(
                "steward_host_updates", "Packages of a host that could be upgraded: all, and those for security.");
        Family checked = families.gauge(
                "steward_host_updates_checked_timestamp_seconds", "When the packages of a host were last counted.");
        Family patched = families.gauge(
                "steward_host_last_patched_timestamp_seconds", "When a host was last brought up to date.");
        Family reboot = families.gauge("steward_host_reboot_required", "1 where a host asks for a reboot.");
        for (HostPatches host : store.patches().hosts()) {
            String name = host.host();
            host.pending().count().ifPresent(count -> updates.add(count, "host", name, "kind", "all"));
            host.pending().security().ifPresent(count -> updates.add(count, "host", name, "kind", "security"));
            host.pending().checked().ifPresent(at -> checked.add(at, "host", name));
            host.patched().at().ifPresent(at -> patched.add(at, "host", name));
            host.reboot().required().ifPresent(required -> reboot.add(required, "host", name));
        }
    }
}
