package dev.steward.runner.module.roll;

import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.Vmid;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.guest.Migration;
import dev.steward.runner.proxmox.act.guest.Running;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.roll.NodeRoll;
import dev.steward.runner.roll.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings guests home, one after the other. Used once. */
final class Homecoming {

    private static final Duration PAUSE = Duration.ofSeconds(3);

    /** HA moves back on its next rounds; what it leaves elsewhere by its own rules stays there. */
    private static final Duration HA_ROUNDS = Duration.ofMinutes(3);

    /** A node starts its onboot guests a while after it has quorum. */
    private static final Duration STARTS = Duration.ofMinutes(2);

    private final RollNode node;
    private final Duration limit;
    private final List<String> home = new ArrayList<>();
    private final List<String> elsewhere = new ArrayList<>();

    Homecoming(RollNode node, Duration limit) {
        this.node = node;
        this.limit = limit;
    }

    List<String> home() {
        return List.copyOf(home);
    }

    List<String> elsewhere() {
        return List.copyOf(elsewhere);
    }

    void bring(NodeRoll.Home one) throws PveException, ActException, InterruptedException {
        Optional<Guest> there = find(one);
        String words = one.guest().words();
        if (there.isEmpty()) {
            elsewhere.add(words + " is gone");
            return;
        }
        switch (one.way()) {
            case HA -> awaitHa(one);
            case LIVE, RESTART -> move(one, there.get());
            case STOP, STAYS -> start(one, there.get());
            case REFUSE -> throw new IllegalStateException("a guest that could not leave is not away: " + words);
        }
    }

    private Optional<Guest> find(NodeRoll.Home one) throws PveException, InterruptedException {
        return node.acting().guestView().guest(new Vmid(one.guest().vmid()));
    }

    private void awaitHa(NodeRoll.Home one) throws PveException, ActException, InterruptedException {
        Duration wait = limit.compareTo(HA_ROUNDS) < 0 ? limit : HA_ROUNDS;
        long begun = node.acting().time().nanos();
        while (true) {
            Guest guest = node.acting().guest(new Vmid(one.guest().vmid()));
            boolean runs = node.acting().state(guest).running();
            if (guest.node().equals(node.name()) && runs) {
                home.add(one.guest().words());
                return;
            }
            if (node.acting().time().nanos() - begun >= wait.toNanos()) {
                if (!runs) {
                    throw new ActException(one.guest().words() + ", which HA keeps, does not run on " + guest.node()
                            + "; see ha-manager status");
                }
                elsewhere.add(one.guest().words() + " stays on " + guest.node() + ", where HA keeps it");
                return;
            }
            node.acting().time().sleep(PAUSE);
        }
    }

    private void move(NodeRoll.Home one, Guest guest) throws PveException, ActException, InterruptedException {
        if (guest.node().equals(node.name())) {
            if (!node.acting().state(guest).running()) {
                new Running(node.acting()).started(guest, false);
            }
            home.add(one.guest().words());
            return;
        }
        if (one.to().filter(guest.node()::equals).isEmpty()) {
            elsewhere.add(one.guest().words() + " stays on " + guest.node() + ", where somebody moved it since");
            return;
        }
        new Moves(node.acting(), limit)
                .await(List.of(guest.node()), Optional.of(one.guest().vmid()));
        if (find(one).filter(now -> now.node().equals(node.name())).isPresent()) {
            home.add(one.guest().words());
            return;
        }
        Migration.How how = new Migration.How(
                Optional.of(node.name()), one.way() == Way.RESTART, true, Optional.empty(), Optional.empty());
        node.target()
                .log(new Migration(node.acting(), limit).move(guest, how, false).message());
        home.add(one.guest().words());
    }

    private void start(NodeRoll.Home one, Guest guest) throws PveException, ActException, InterruptedException {
        if (!guest.node().equals(node.name())) {
            elsewhere.add(one.guest().words() + " stays on " + guest.node() + ", where somebody moved it since");
            return;
        }
        boolean itself = one.way() == Way.STAYS && node.acting().config(guest).flag("onboot");
        long begun = node.acting().time().nanos();
        while (itself
                && !node.acting().state(guest).running()
                && node.acting().time().nanos() - begun < STARTS.toNanos()) {
            node.acting().time().sleep(PAUSE);
        }
        new Running(node.acting()).started(guest, false);
        home.add(one.guest().words());
    }
}
