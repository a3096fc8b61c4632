package dev.steward.runner.module.roll;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.Vmid;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.GuestState;
import dev.steward.runner.proxmox.act.guest.Migration;
import dev.steward.runner.proxmox.act.power.Goal;
import dev.steward.runner.proxmox.act.power.GuestPower;
import dev.steward.runner.proxmox.act.power.Reached;
import dev.steward.runner.proxmox.act.power.Wish;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.roll.EvacuationPreview;
import dev.steward.runner.roll.GuestMove;
import dev.steward.runner.roll.NodeRoll;
import dev.steward.runner.roll.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Empties a node. What it is about to do is kept first. */
final class Emptying {

    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final RollNode node;
    private final Duration limit;

    Emptying(RollNode node, Duration limit) {
        this.node = node;
        this.limit = limit;
    }

    void carryOut(NodeRoll begun, EvacuationPreview preview, boolean localDisks)
            throws PveException, ActException, ConnectionException, InterruptedException {
        Service service = new Service(node, limit);
        service.refuseForeign(begun);
        NodeRoll roll = begun;
        if (roll.notes().wellBefore().isEmpty()) {
            roll = roll.noted(new NodeRoll.Notes(
                    roll.notes().bootReasons(),
                    Soundness.storages(node),
                    roll.notes().overrides()));
        }
        for (GuestMove move : preview.guests()) {
            roll = roll.with(new NodeRoll.Home(move.guest(), move.way(), move.to()));
        }
        roll = node.keep(roll);
        roll = service.quiet(roll);
        roll = service.maintain(roll);
        awaitHa(preview);
        for (GuestMove move : preview.guests()) {
            carryOut(move, localDisks);
        }
        empty(preview);
        node.keep(roll.emptied(true));
    }

    /** What a run that died had begun to move is let come to its end. */
    void awaitMoves() throws PveException, ActException, InterruptedException {
        new Moves(node.acting(), limit).await(List.of(node.name()), Optional.empty());
    }

    /** The manager calls a node empty before it is: what counts is where the guests are. */
    private void awaitHa(EvacuationPreview preview) throws PveException, ActException, InterruptedException {
        await("HA to move away what it keeps on " + node.name(), () -> {
            List<String> left = new ArrayList<>();
            for (GuestMove move : preview.of(Way.HA)) {
                Guest guest = node.acting().guest(new Vmid(move.guest().vmid()));
                GuestState state = node.acting().state(guest);
                if (guest.node().equals(node.name()) || !state.running()) {
                    left.add(move.guest().words() + " is " + state.word() + " on " + guest.node());
                }
            }
            return left;
        });
    }

    private interface Look {

        List<String> left() throws PveException, ActException, InterruptedException;
    }

    private void await(String what, Look look) throws PveException, ActException, InterruptedException {
        long begun = node.acting().time().nanos();
        List<String> left = look.left();
        while (!left.isEmpty()) {
            if (node.acting().time().nanos() - begun >= limit.toNanos()) {
                throw new ActException(
                        "waited " + limit.toSeconds() + " s for " + what + ": " + String.join("; ", left));
            }
            node.acting().time().sleep(PAUSE);
            left = look.left();
        }
    }

    private void carryOut(GuestMove move, boolean localDisks) throws PveException, ActException, InterruptedException {
        if (move.way() != Way.LIVE && move.way() != Way.RESTART && move.way() != Way.STOP) {
            return;
        }
        Guest guest = node.acting().guest(new Vmid(move.guest().vmid()));
        if (!guest.node().equals(node.name())) {
            node.target().log(move.guest().words() + " is on " + guest.node() + " already");
            return;
        }
        String done;
        if (move.way() == Way.STOP) {
            done = down(guest);
        } else {
            Migration.How how = new Migration.How(
                    move.to(), move.way() == Way.RESTART, localDisks, Optional.empty(), Optional.empty());
            done = new Migration(node.acting(), limit).move(guest, how, false).message();
        }
        node.target().log(done);
    }

    private String down(Guest guest) throws ActException, InterruptedException {
        Reached reached =
                new GuestPower(node.acting()).one(guest, new Wish(Goal.SHUTDOWN, Optional.empty(), false, false));
        if (reached.result() == Reached.Result.FAILED) {
            throw new ActException(reached.sentence());
        }
        return reached.sentence();
    }

    /** Looks at the guests themselves: what the cluster says of them is some seconds old. */
    private void empty(EvacuationPreview preview) throws PveException, ActException, InterruptedException {
        Set<Integer> allowed =
                preview.of(Way.STAYS).stream().map(move -> move.guest().vmid()).collect(Collectors.toSet());
        List<String> left = new ArrayList<>();
        for (Guest guest : node.acting().guestView().guestsOf(node.name())) {
            boolean counts = !guest.template() && !allowed.contains(guest.vmid().value());
            if (counts && node.acting().state(guest).running()) {
                left.add(guest.words());
            }
        }
        if (!left.isEmpty()) {
            throw new ActException("node " + node.name() + " is not empty: " + String.join(", ", left) + " still "
                    + (left.size() == 1 ? "runs" : "run") + " there; it is not updated");
        }
    }
}
