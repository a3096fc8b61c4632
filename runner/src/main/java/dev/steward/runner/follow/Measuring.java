package dev.steward.runner.follow;

import dev.steward.runner.follow.FollowException.Kind;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.estate.Estates;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Asks for what guests and nodes use. */
final class Measuring {

    private static final Duration GUEST = Duration.ofSeconds(3);
    private static final Duration NODE = Duration.ofSeconds(1);

    private final Estates estates;
    private final Finder finder;
    private final Time time;

    Measuring(Estates estates, Finder finder, Time time) {
        this.estates = estates;
        this.finder = finder;
        this.time = time;
    }

    /** Once. */
    Stats once(Subject subject) throws FollowException, InterruptedException {
        try {
            return measured(subject);
        } catch (PveException e) {
            throw FollowException.of(e);
        }
    }

    /** At once, then of a guest every 3 s, of a node every second, until it is gone or nobody receives. */
    void live(Subject subject, Receiver<Stats> receiver) throws FollowException, IOException, InterruptedException {
        Duration pause = subject instanceof Subject.OfGuest ? GUEST : NODE;
        receiver.take(once(subject));
        for (long next = time.nanos() + pause.toNanos(); ; next += pause.toNanos()) {
            long late = time.nanos() - next;
            if (late < 0) {
                time.sleep(Duration.ofNanos(-late));
            } else if (late > pause.toNanos()) {
                next += late;
            }
            try {
                receiver.take(measured(finder.renewed(subject)));
            } catch (PveException e) {
                receiver.note(e.getMessage());
            }
        }
    }

    private Stats measured(Subject subject) throws PveException, FollowException, InterruptedException {
        if (subject instanceof Subject.OfNode node) {
            PvePath path = PvePath.of("nodes", node.node(), "status");
            return NodeStats.of(node.seen(), fields(node.cluster(), path));
        }
        Guest guest = ((Subject.OfGuest) subject).guest();
        try {
            return GuestStats.of(guest, current(guest));
        } catch (PveException e) {
            switch (e.kind()) {
                case MISSING -> {
                    Guest moved = present(guest, e);
                    return GuestStats.of(moved, current(moved));
                }
                case UNREACHABLE, TIMEOUT -> {
                    return GuestStats.of(present(guest, e));
                }
                default -> throw e;
            }
        }
    }

    /* It may have moved, be gone, or be on a node that is down: the cluster knows. */
    private Guest present(Guest guest, PveException cause) throws FollowException, InterruptedException {
        Optional<Guest> now = finder.again(guest);
        return now.orElseThrow(() ->
                new FollowException(Kind.NOT_FOUND, guest.words() + " is gone from cluster " + guest.cluster(), cause));
    }

    /** What the guest's node says of it now. */
    PveFields current(Guest guest) throws PveException, InterruptedException {
        return fields(
                guest.cluster(), guest.kind().path(guest.node(), guest.vmid()).and("status", "current"));
    }

    private PveFields fields(String cluster, PvePath path) throws PveException, InterruptedException {
        return estates.api(cluster).interactive().get(path, Map.of()).fields();
    }
}
