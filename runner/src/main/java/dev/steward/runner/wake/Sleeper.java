package dev.steward.runner.wake;

import dev.steward.runner.config.wake.WakeConfig;
import dev.steward.runner.proxmox.Vmid;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.runner.store.wake.WakeStore.StateRow;
import dev.steward.runner.wake.IdleWatch.Sample;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** What one guest does, by what its cluster says and by what was done to it from here. Thread-safe. */
final class Sleeper {

    /** Older knowledge is none. */
    private static final Duration STALE = Duration.ofMinutes(2);

    /** PVE notes what runs each 10 s; until it has, what was just done here is believed. */
    private static final Duration SETTLING = Duration.ofSeconds(30);

    private final WakeRule rule;
    private final Parts parts;
    private final IdleWatch idle;
    private WakeState state = WakeState.UNKNOWN;
    private Instant since;
    private String words = "";
    private String guest;
    private Optional<String> forward = Optional.empty();
    private boolean ran;
    private boolean suspended;
    private long counted = -1;
    private long settled;

    Sleeper(WakeRule rule, Parts parts) {
        this.rule = rule;
        this.parts = parts;
        this.idle = new IdleWatch(rule.config().quiet());
        this.since = parts.time().now();
        this.guest = rule.ofNode()
                ? "node " + rule.config().node().orElseThrow()
                : "guest " + rule.config().vmid() + " of " + rule.cluster();
        this.settled = parts.time().nanos();
        parts.store().state(rule.name()).ifPresent(this::remember);
    }

    private void remember(StateRow row) {
        if (row.state().equals(WakeState.ASLEEP.word())) {
            state = WakeState.ASLEEP;
            since = row.since();
            words = row.words();
            suspended = row.words().startsWith("suspended");
        }
    }

    WakeRule rule() {
        return rule;
    }

    synchronized WakeView view() {
        return new WakeView(rule, guest, state, since, words, forward);
    }

    /**
     * Looks at what the cluster says.
     *
     * @return the reason to put it to sleep now; empty: none
     */
    synchronized Optional<String> look(Estate estate) {
        if (working()) {
            return Optional.empty();
        }
        Optional<View> view = Optional.ofNullable(estate.clusters().get(rule.cluster()))
                .filter(seen -> seen.age().compareTo(STALE) < 0)
                .flatMap(Estate.Seen::view);
        if (rule.ofNode()) {
            node(view);
            return Optional.empty();
        }
        Optional<Guest> found = view.flatMap(v -> v.guest(new Vmid(rule.config().vmid())));
        found.ifPresent(known -> guest = known.words());
        if (found.isEmpty() || !(found.get().running() || found.get().status().equals("stopped"))) {
            idle.look(Optional.empty());
            become(WakeState.UNKNOWN, found.isEmpty() ? "its cluster does not show it" : "its node cannot be asked");
            return Optional.empty();
        }
        return seen(found.get(), view.get().at());
    }

    private void node(Optional<View> view) {
        boolean online = view.map(v -> v.nodes().get(rule.config().node().orElseThrow()))
                .filter(node -> node.online())
                .isPresent();
        become(online ? WakeState.AWAKE : WakeState.UNKNOWN, online ? "" : "the node cannot be asked");
    }

    private Optional<String> seen(Guest found, Instant at) {
        if (parts.time().nanos() < settled) {
            idle.begin();
            return Optional.empty();
        }
        if (!found.running()) {
            idle.look(Optional.empty());
            if (state != WakeState.FAILED || ran) {
                become(WakeState.ASLEEP, state == WakeState.ASLEEP ? words : "");
            }
            return Optional.empty();
        }
        long bytes = found.traffic().received() + found.traffic().sent();
        if (suspended && still(bytes)) {
            return Optional.empty();
        }
        Duration quiet =
                idle.look(Optional.of(new Sample(at, bytes, parts.time().nanos())));
        if (state != WakeState.FAILED || !ran) {
            become(WakeState.AWAKE, state == WakeState.AWAKE ? words : "");
        }
        return tired(found, quiet);
    }

    /** A paused VM runs, as its node says, but its counters stand still. */
    private boolean still(long bytes) {
        counted = counted < 0 ? bytes : counted;
        suspended = counted == bytes;
        return suspended;
    }

    private Optional<String> tired(Guest found, Duration quiet) {
        WakeConfig config = rule.config();
        if (config.idle().isEmpty() || quiet.compareTo(config.idle().get()) < 0) {
            return Optional.empty();
        }
        ZoneId zone = config.zone().orElseGet(ZoneId::systemDefault);
        boolean kept = config.hours().hold(parts.time().now().atZone(zone).toLocalTime());
        if (kept
                || found.lock().isPresent()
                || parts.busy().getAsBoolean()
                || parts.hold().why().isPresent()) {
            return Optional.empty();
        }
        return Optional.of("idle for " + quiet.toMinutes() + " min");
    }

    /** Begins a work that no look interferes with; false where one is under way. */
    synchronized boolean begin(WakeState work, String why) {
        if (working()) {
            return false;
        }
        forward = Optional.empty();
        become(work, why);
        return true;
    }

    private boolean working() {
        return state == WakeState.WAKING || state == WakeState.STOPPING;
    }

    /** The work came to this. */
    synchronized void end(WakeState reached, String said, Optional<String> to) {
        settled = parts.time().nanos() + SETTLING.toNanos();
        suspended = reached == WakeState.ASLEEP && said.startsWith("suspended");
        counted = -1;
        forward = to;
        idle.begin();
        become(reached, said);
    }

    /**
     * The work failed.
     *
     * @param running whether the guest runs all the same
     */
    synchronized void failed(String said, boolean running) {
        settled = parts.time().nanos();
        ran = running;
        forward = Optional.empty();
        idle.begin();
        become(WakeState.FAILED, said);
    }

    private void become(WakeState next, String said) {
        if (next == state && said.equals(words)) {
            return;
        }
        if (next != state) {
            since = parts.time().now();
        }
        if (next != WakeState.AWAKE) {
            forward = Optional.empty();
        }
        if (next == WakeState.ASLEEP || next == WakeState.AWAKE) {
            ran = next == WakeState.AWAKE;
        }
        state = next;
        words = said;
        parts.store().put(rule.name(), new StateRow(state.word(), since, words));
    }
}
