package dev.steward.runner.lab.pve.state;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Whether HA acts at all, and which nodes have a watchdog that would reset them. The cluster's monitor guards it. */
public final class HaStack {

    /** A local manager keeps its watchdog so long after its last service is gone (PVE/HA/LRM.pm: 60 idle rounds). */
    private static final Duration IDLE = Duration.ofMinutes(10);

    private final Map<String, Instant> busy = new HashMap<>();
    private final Map<String, Instant> alone = new HashMap<>();
    private String mode = "";
    private boolean released;

    /** Asks it to let go, in mode freeze or ignore. */
    public void disarm(String resourceMode) {
        mode = resourceMode;
        released = false;
    }

    /** All watchdogs are let go, where it was asked to. */
    public void release() {
        released = !mode.isEmpty();
    }

    /** It acts again. */
    public void arm() {
        mode = "";
        released = false;
    }

    /** The mode it was disarmed with; empty: it is armed. */
    public String mode() {
        return mode;
    }

    /** Whether all watchdogs are let go. */
    public boolean disarmed() {
        return released;
    }

    /** Whether guests may be handled as if HA did not keep them. */
    public boolean ignores() {
        return released && mode.equals("ignore");
    }

    /** As the API calls it. */
    public String word(boolean services) {
        return mode.isEmpty() ? (services ? "armed" : "standby") : released ? "disarmed" : "disarming";
    }

    /** A node has services now. */
    public void busy(String node, Instant now) {
        busy.put(node, now);
    }

    /** Whether the watchdog of a node is active. */
    public boolean watched(String node, Instant now) {
        Instant last = busy.get(node);
        return !released && last != null && now.isBefore(last.plus(IDLE));
    }

    /** How long a node has been without quorum; zero where it has it. */
    public Duration alone(String node, boolean quorate, Instant now) {
        if (quorate) {
            alone.remove(node);
            return Duration.ZERO;
        }
        return Duration.between(alone.computeIfAbsent(node, any -> now), now);
    }

    /** A node went down: what was known of it is over. */
    public void forget(String node) {
        busy.remove(node);
        alone.remove(node);
    }
}
