package dev.steward.runner.proxmox.detail;

import dev.steward.runner.proxmox.PveFields;
import java.time.Instant;
import java.util.Optional;

/**
 * A snapshot of a guest.
 *
 * @param name of it
 * @param description what its maker wrote; may be empty
 * @param at when it was taken
 * @param parent the one before; empty: the first
 * @param memory whether the VM's memory is in it
 */
public record Snapshot(String name, String description, Optional<Instant> at, Optional<String> parent, boolean memory) {

    static Snapshot of(PveFields fields) {
        return new Snapshot(
                fields.text("name", ""),
                fields.text("description", "").strip(),
                fields.number("snaptime").stream()
                        .mapToObj(Instant::ofEpochSecond)
                        .findFirst(),
                fields.text("parent"),
                fields.flag("vmstate"));
    }
}
