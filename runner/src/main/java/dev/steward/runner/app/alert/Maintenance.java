package dev.steward.runner.app.alert;

import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Which nodes are in maintenance, or went down in it: of a node that is offline HA says no more than that it is unknown. Used by one
 * thread.
 */
final class Maintenance {

    private static final String WORD = "maintenance";

    private final Time time;
    private final Duration longest;
    private final Map<String, Long> last = new HashMap<>();

    /**
     * Of no node yet.
     *
     * @param longest that a node is taken for in maintenance while it is offline
     */
    Maintenance(Time time, Duration longest) {
        this.time = time;
        this.longest = longest;
    }

    /** Takes one look. */
    Maintenance look(Estate estate) {
        long now = time.nanos();
        for (Node node : estate.nodes()) {
            if (node.haState().filter(WORD::equals).isPresent()) {
                last.put(key(node), now);
            } else if (node.online()) {
                last.remove(key(node));
            }
        }
        last.values().removeIf(at -> now - at > longest.toNanos());
        return this;
    }

    /** Whether a node is, or was when it was last seen. */
    boolean has(Node node) {
        return last.containsKey(key(node));
    }

    private static String key(Node node) {
        return node.cluster() + "/" + node.name();
    }
}
