package dev.steward.runner.doctor;

import dev.steward.dsl.plan.PowerPlan;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Storages that a guest serves: who uses them must be down before it, and the plan must say so. */
final class StorageServers {

    private static final PvePath STORAGES = PvePath.of("storage");

    private final Acting acting;
    private final Estate.Seen seen;
    private final Inventory inventory;

    StorageServers(Acting acting, Estate.Seen seen, Inventory inventory) {
        this.acting = acting;
        this.seen = seen;
        this.inventory = inventory;
    }

    void look(View view, PowerPlan plan, List<Finding> findings) throws InterruptedException {
        try {
            for (PveFields storage : acting.api().get(STORAGES, Map.of()).list()) {
                Optional<String> server =
                        storage.text("server").or(() -> storage.text("portal")).or(() -> storage.text("monhost"));
                Optional<Guest> guest = server.flatMap(address -> serves(view, address));
                if (guest.isPresent() && !covered(plan, guest.get())) {
                    findings.add(Finding.problem(
                            "storage " + storage.text("storage", ""),
                            "is served by " + guest.get().words()
                                    + ": whoever uses it hangs when that goes first; write"
                                    + " stopBefore consumers: 'WHO', providers: '"
                                    + host(guest.get()).orElse(guest.get().name()) + "' in the plan"));
                }
            }
        } catch (PveException e) {
            findings.add(Finding.note("storages of " + acting.cluster(), e.getMessage()));
        }
    }

    private Optional<Guest> serves(View view, String address) {
        String bare = address.replaceFirst(":\\d+$", "");
        return view.guests().values().stream()
                .filter(guest -> seen.of(guest).has(bare)
                        || guest.name().equalsIgnoreCase(bare)
                        || host(guest).flatMap(inventory::host).stream()
                                .anyMatch(one ->
                                        bare.equals(String.valueOf(one.vars().get("ansible_host")))))
                .findFirst();
    }

    private Optional<String> host(Guest guest) {
        return inventory.hostNames().stream()
                .filter(name -> inventory
                        .host(name)
                        .filter(one -> guest.vmid()
                                .toString()
                                .equals(String.valueOf(one.vars().get("proxmox_vmid"))))
                        .isPresent())
                .findFirst();
    }

    private boolean covered(PowerPlan plan, Guest guest) {
        String name = host(guest).orElse(guest.name());
        return plan.stopBefore().stream().anyMatch(rule -> {
            try {
                return inventory.namesOf(rule.providers()).contains(name);
            } catch (InventoryException e) {
                return false;
            }
        });
    }
}
