package dev.steward.runner.proxmox.act.guest;

import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.Change;
import dev.steward.runner.proxmox.act.Deed;
import dev.steward.runner.proxmox.act.GuestState;
import dev.steward.runner.proxmox.act.Insisting;
import dev.steward.runner.proxmox.estate.Guest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Destroys guests, with their disks. What speaks against it is read first, all of it before anything is done. */
public final class Destroying {

    private final Acting acting;
    private final Duration limit;

    /**
     * On one cluster.
     *
     * @param limit for each UPID
     */
    public Destroying(Acting acting, Duration limit) {
        this.acting = acting;
        this.limit = limit;
    }

    /**
     * How.
     *
     * @param consent the name of the guest, said once more: an id may have become somebody else's
     * @param running whether it may run; it is stopped hard then
     * @param purge whether it goes from backup jobs, replication and HA too
     */
    public record How(Optional<String> consent, boolean running, boolean purge) {}

    /** Destroys one. */
    public Deed destroy(Guest guest, How how, boolean check) throws PveException, ActException, InterruptedException {
        PvePath path = guest.kind().path(guest.node(), guest.vmid());
        PveFields config = acting.api().get(path.and("config"), Map.of()).fields();
        GuestState state = acting.state(guest);
        allowed(guest, how, config, state);
        if (check) {
            return Deed.changed("would destroy " + guest.words());
        }
        if (state.running()) {
            new Running(acting).stopped(guest);
        }
        Map<String, Object> query = new LinkedHashMap<>();
        if (how.purge()) {
            query.put("purge", true);
        }
        String action = "destroy " + guest.kind().prefix() + " " + guest.vmid();
        new Insisting(acting).done(Change.delete(action, path, query).within(limit));
        return Deed.changed("destroyed " + guest.words());
    }

    private static void allowed(Guest guest, How how, PveFields config, GuestState state) throws ActException {
        if (how.consent().isEmpty()) {
            throw new ActException(
                    "destroying " + guest.words() + " needs your consent: say consent: '" + guest.name() + "'");
        }
        if (!how.consent().get().equals(guest.name())) {
            throw new ActException("consent names '" + how.consent().get() + "', but " + guest.id() + " is '"
                    + guest.name() + "'; nothing was destroyed");
        }
        if (config.flag("protection")) {
            throw new ActException(
                    guest.words() + " is protected in PVE; take the protection away first (protection:" + " false)");
        }
        if (state.managed() && (state.running() || !how.purge())) {
            throw new ActException(guest.words() + " is kept by HA; take it out first (haResource state: 'absent')");
        }
        if (state.lock().isPresent()) {
            throw new ActException(guest.words() + " is locked (" + state.lock().get()
                    + "): something works on it; if nothing does, a crash left the lock (qm unlock or pct unlock on the"
                    + " node)");
        }
        if (state.running() && !how.running()) {
            throw new ActException(guest.words()
                    + " runs; shut it down first (guest state: 'shutdown'), or say force: true to pull its plug");
        }
    }
}
