package dev.steward.runner.lab.pve.state;

import java.util.Map;

/**
 * A snapshot of a guest.
 *
 * @param parent the one before, empty for the first
 * @param at in seconds of the epoch
 * @param memory whether it holds the memory (QEMU's vmstate)
 * @param config as it was
 */
public record Snap(
        String name, String description, String parent, long at, boolean memory, Map<String, Object> config) {

    public Snap {
        config = Map.copyOf(config);
    }
}
