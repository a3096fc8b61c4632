package dev.steward.runner.proxmox.act.cluster;

import dev.steward.runner.proxmox.GuestKind;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveException.Kind;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.Vmid;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.estate.Guest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Waits for the HA manager: a wish is written down at once, and carried out 5 to 20 s later, so that neither the answer of a
 * call nor the end of its UPID says that anything was done.
 */
public final class HaWatch {

    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final Acting acting;
    private final Duration limit;

    /**
     * On one cluster.
     *
     * @param limit of the waiting
     */
    public HaWatch(Acting acting, Duration limit) {
        this.acting = acting;
        this.limit = limit;
    }

    /**
     * A guest as the HA manager sees it.
     *
     * @param sid as {@code ct:101}
     * @param node where it is
     * @param state what the manager makes of it: started, stopped, migrate, error …
     * @param request what is asked for
     */
    public record Service(String sid, String node, String state, String request) {

        /** Whether nothing is under way. */
        boolean settled() {
            return state.equals("started")
                    || state.equals("stopped")
                    || state.equals("disabled")
                    || state.equals("ignored");
        }
    }

    /** The id of a guest among HA's resources. */
    public static String sid(GuestKind kind, Vmid vmid) {
        return (kind == GuestKind.LXC ? "ct:" : "vm:") + vmid;
    }

    /** What HA keeps. */
    public List<Service> services() throws PveException, InterruptedException {
        return acting.api().get(PvePath.of("cluster", "ha", "status", "current"), Map.of()).list().stream()
                .filter(row -> row.text("type", "").equals("service"))
                .map(HaWatch::service)
                .toList();
    }

    private static Service service(PveFields row) {
        return new Service(
                row.text("sid").orElseGet(() -> row.text("id", "").replaceFirst("^service:", "")),
                row.text("node", ""),
                // what people are shown as state is in between not the manager's own
                row.text("crm_state").or(() -> row.text("state")).orElse(""),
                row.text("request_state", ""));
    }

    /** What it makes of one guest. */
    public Optional<Service> service(String sid) throws PveException, InterruptedException {
        return services().stream().filter(one -> one.sid().equals(sid)).findFirst();
    }

    /**
     * Waits until the manager has moved a guest.
     *
     * @throws ActException when it fails, or does not in time
     */
    public void moved(Guest guest, String target) throws PveException, ActException, InterruptedException {
        String sid = sid(guest.kind(), guest.vmid());
        await(
                "HA to move " + guest.words() + " to " + target,
                () -> service(sid),
                one -> one.node().equals(target) && one.settled());
    }

    /** Waits until the manager has carried out what is asked for. */
    public void settled(Guest guest, String wanted) throws PveException, ActException, InterruptedException {
        String sid = sid(guest.kind(), guest.vmid());
        await(
                "HA to have " + guest.words() + " " + wanted,
                () -> service(sid),
                one -> one.state().equals(wanted)
                        || wanted.equals("disabled") && one.state().equals("stopped"));
    }

    private interface Look {

        Optional<Service> now() throws PveException, InterruptedException;
    }

    private void await(String what, Look look, Predicate<Service> done)
            throws PveException, ActException, InterruptedException {
        long begun = acting.time().nanos();
        while (true) {
            Optional<Service> now = seen(look);
            if (now.filter(done).isPresent()) {
                return;
            }
            if (now.filter(one -> one.state().equals("error")).isPresent()) {
                throw new ActException("waited for " + what + ", but it says error; see its log in PVE, mend it, then"
                        + " haResource state: 'disabled' and again 'started'");
            }
            if (acting.time().nanos() - begun >= limit.toNanos()) {
                throw new ActException("waited " + limit.toSeconds() + " s for " + what + "; it says "
                        + now.map(one -> one.state() + " on " + one.node()).orElse("nothing"));
            }
            acting.time().sleep(PAUSE);
        }
    }

    /* While it works a node may be away for a moment. */
    private static Optional<Service> seen(Look look) throws PveException, InterruptedException {
        try {
            return look.now();
        } catch (PveException e) {
            if (e.kind() == Kind.UNREACHABLE || e.kind() == Kind.TIMEOUT) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
