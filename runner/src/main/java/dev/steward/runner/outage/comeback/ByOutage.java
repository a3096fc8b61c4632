package dev.steward.runner.outage.comeback;

import dev.steward.runner.outage.aswas.AsWas.ClusterWas;
import dev.steward.runner.outage.aswas.AsWas.GuestWas;
import dev.steward.runner.outage.aswas.Mark.What;
import dev.steward.runner.outage.aswas.Ours;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.GuestState;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.time.Instant;

/**
 * What of one cluster went down by an outage: what it stopped itself, and what ran on nodes that have booted since, for those lost
 * their power.
 *
 * @param at when it was noted how everything was
 */
record ByOutage(Instant at, ClusterWas was, Ours ours, Time time) {

    /** A node that was up then and says a shorter uptime by more than this has booted since; clocks differ a little. */
    private static final Duration SKEW = Duration.ofSeconds(30);

    /** Whether a guest is down by it. */
    boolean stopped(GuestWas guest, View now) {
        Node node = now.nodes().get(guest.node());
        return ours.stopped(was.name(), guest) || node != null && fell(node);
    }

    /** Whether it was told to go down itself. */
    boolean told(GuestWas guest) {
        return ours.of(was.name(), What.GUEST_STOPPED).contains(guest.id());
    }

    /** Whether a guest in this state has run since before all was noted. */
    boolean ranThrough(GuestState state) {
        Duration since = Duration.between(at, time.now());
        return state.running() && state.uptime() >= since.toSeconds();
    }

    /** Whether no node has lost its power; one that is away now and was not before may have. */
    boolean noneFell(Acting acting) throws InterruptedException {
        try {
            View now = acting.guestView();
            return was.online().stream()
                    .allMatch(name -> now.nodes().containsKey(name)
                            && now.nodes().get(name).online()
                            && !fell(now.nodes().get(name)));
        } catch (PveException e) {
            return was.problem().isPresent();
        }
    }

    private boolean fell(Node node) {
        Duration since = Duration.between(at, time.now());
        return node.online() && node.load().uptime().plus(SKEW).compareTo(since) < 0;
    }
}
