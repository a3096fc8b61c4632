package dev.steward.runner.proxmox.act.config;

import dev.steward.runner.proxmox.GuestKind;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveException.Kind;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.Change;
import dev.steward.runner.proxmox.act.Deed;
import dev.steward.runner.proxmox.act.Insisting;
import dev.steward.runner.proxmox.estate.Guest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a guest's configuration what it shall be: reads it, writes what differs with the digest that was read, again from the
 * start where somebody else wrote in between, and tells what waits for a restart of the guest.
 */
public final class ConfigChange {

    private static final int TRIES = 3;
    private static final String CONFIG = "config";

    private final Acting acting;
    private final Duration limit;

    /**
     * On one cluster.
     *
     * @param limit for each UPID
     */
    public ConfigChange(Acting acting, Duration limit) {
        this.acting = acting;
        this.limit = limit;
    }

    /**
     * Makes it so.
     *
     * @param check whether nothing may be changed
     * @return with {@code settings} (the changed keys), {@code pending} (the keys that wait) and {@code restartRequired}
     */
    public Deed make(Guest guest, Wanted wanted, boolean check)
            throws PveException, ActException, InterruptedException {
        PvePath path = guest.kind().path(guest.node(), guest.vmid());
        ConfigPlan plan = wanted.against(read(path));
        String what = guest.kind().prefix() + " " + guest.vmid();
        if (!plan.empty() && !check) {
            plan = write(path, what, plan, wanted);
        }
        List<String> pending = pending(path);
        Deed deed = Deed.of(!plan.empty(), message(guest, plan, pending, check))
                .with("settings", plan.keys())
                .with("pending", pending)
                .with("restartRequired", !pending.isEmpty());
        return plan.empty() ? deed : deed.with(plan.difference(what + " " + CONFIG));
    }

    private PveFields read(PvePath path) throws PveException, InterruptedException {
        return acting.api().get(path.and(CONFIG), Map.of()).fields();
    }

    private ConfigPlan write(PvePath path, String what, ConfigPlan first, Wanted wanted)
            throws PveException, ActException, InterruptedException {
        ConfigPlan plan = first;
        for (int left = TRIES - 1; !plan.changed().isEmpty(); left--) {
            try {
                set(path, what, plan);
                break;
            } catch (PveException e) {
                boolean again = e.kind() == Kind.CONFLICT && left > 0;
                boolean look = e.kind() == Kind.UNKNOWN_OUTCOME;
                ConfigPlan now = again || look ? wanted.against(read(path)) : plan;
                if (look && now.changed().isEmpty()) {
                    break;
                }
                if (!again) {
                    throw e;
                }
                plan = now;
            }
        }
        for (Map.Entry<String, Long> growth : plan.growths().entrySet()) {
            Map<String, Object> form = Map.of("disk", growth.getKey(), "size", DiskWish.sizeText(growth.getValue()));
            new Insisting(acting)
                    .done(Change.put("grow " + growth.getKey() + " of " + what, path.and("resize"), form)
                            .within(limit));
        }
        return plan;
    }

    /* PVE says itself that changes of a VM that touch storages belong to POST, which works in a UPID; a container has PUT alone. */
    private void set(PvePath path, String what, ConfigPlan plan)
            throws PveException, ActException, InterruptedException {
        String action = "set " + String.join(", ", plan.changed().keySet()) + " of " + what;
        boolean machine = path.segments().get(2).equals(GuestKind.QEMU.word());
        Change change = machine
                ? Change.post(action, path.and(CONFIG), plan.form())
                : Change.put(action, path.and(CONFIG), plan.form());
        new Insisting(acting).done(change.within(limit));
    }

    private List<String> pending(PvePath path) throws PveException, InterruptedException {
        return acting.api().get(path.and("pending"), Map.of()).list().stream()
                .filter(row ->
                        row.text("pending").isPresent() || row.number("delete").orElse(0) > 0)
                .map(row -> row.text("key", ""))
                .sorted()
                .toList();
    }

    private static String message(Guest guest, ConfigPlan plan, List<String> pending, boolean check) {
        String done = plan.empty()
                ? guest.words() + " is as it should be"
                : (check ? "would set " : "set ") + String.join(", ", plan.keys()) + " of " + guest.words();
        return pending.isEmpty()
                ? done
                : done + "; "
                        + String.join(
                                ", ", Set.copyOf(pending).stream().sorted().toList())
                        + (pending.size() == 1 ? " waits" : " wait") + " for a restart of the guest";
    }
}
