package dev.steward.runner.app.tell;

import dev.steward.runner.module.Claims;
import dev.steward.runner.module.patch.guard.Leftover;
import dev.steward.runner.notice.Notice;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.proxmox.act.UpidWatcher;
import dev.steward.runner.proxmox.act.guest.PatchSnapshots;
import dev.steward.runner.proxmox.act.guest.PatchSnapshots.Kept;
import dev.steward.runner.proxmox.act.guest.PatchSnapshots.State;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the snapshots that updates of guests took: those whose time has come are removed, and an update that nobody ended,
 * because its Steward died, is told with the state its guest was left in.
 */
public final class PatchLook {

    private static final Logger LOG = LoggerFactory.getLogger(PatchLook.class);
    private static final Duration EACH = Duration.ofMinutes(5);

    private final ActingSource clusters;
    private final Claims claims;
    private final Consumer<Notice> out;
    private final Time time;

    /**
     * A look.
     *
     * @param claims guests that an update is at are left alone
     * @param out takes a notice and returns at once; one of a key that was told is not told again
     */
    public PatchLook(ActingSource clusters, Claims claims, Consumer<Notice> out, Time time) {
        this.clusters = clusters;
        this.claims = claims;
        this.out = out;
        this.time = time;
    }

    /** Looks once at all guests; a cluster or guest that cannot be asked is left to the next day. */
    public void look() throws InterruptedException {
        for (String cluster : clusters.names()) {
            try {
                Acting acting = new Acting(clusters.of(cluster), UpidWatcher.NONE);
                View view = acting.guestView();
                for (Guest guest : view.guests().values()) {
                    boolean there = view.nodes().containsKey(guest.node())
                            && view.nodes().get(guest.node()).online();
                    if (there && !guest.template()) {
                        look(acting, guest);
                    }
                }
            } catch (PveException | IllegalArgumentException e) {
                LOG.warn("The snapshots of updates on {} could not be looked at: {}", cluster, e.getMessage());
            }
        }
    }

    private void look(Acting acting, Guest guest) throws InterruptedException {
        Optional<Claims.Claim> claim =
                claims.take(guest.cluster() + "/" + guest.vmid(), "its old snapshots are looked at");
        if (claim.isEmpty()) {
            return;
        }
        PatchSnapshots snapshots = new PatchSnapshots(acting, EACH);
        try {
            for (Kept kept : snapshots.of(guest)) {
                if (snapshots.expired(guest, kept)) {
                    LOG.info("removed snapshot {} of an update of {}, which has expired", kept.name(), guest.words());
                } else if (kept.state() == State.OPEN) {
                    tell(guest, kept);
                }
            }
        } catch (PveException | ActException e) {
            LOG.warn("The snapshots of updates of {} could not be looked at: {}", guest.words(), e.getMessage());
        } finally {
            claim.get().close();
        }
    }

    private void tell(Guest guest, Kept kept) {
        String text = Leftover.words(guest, kept);
        LOG.warn("{}", text);
        out.accept(new Notice(
                "patch-open-" + guest.cluster() + "-" + guest.vmid() + "-" + kept.name(),
                Notice.Kind.LOST,
                Notice.Severity.WARNING,
                "patch",
                "An update of " + guest.words() + " was never ended; its snapshot " + kept.name() + " is there",
                text + "\n",
                Optional.empty(),
                time.now(),
                Optional.empty()));
    }
}
