package dev.steward.runner.proxmox.detail;

import dev.steward.runner.proxmox.PveFields;
import java.time.Instant;
import java.util.Optional;

/**
 * A replication job and how it does ({@code GET /nodes/N/replication}).
 *
 * @param id as {@code 101-0}
 * @param guest its vmid as text
 * @param source the node that sends
 * @param target the node that keeps the copy
 * @param schedule in PVE's calendar format
 * @param last when it went well last; empty: never
 * @param next when it is due; empty: not planned
 * @param failures in a row
 * @param error of the last attempt; empty: none
 * @param disabled whether somebody switched it off
 */
public record Replication(
        String id,
        String guest,
        String source,
        String target,
        String schedule,
        Optional<Instant> last,
        Optional<Instant> next,
        long failures,
        Optional<String> error,
        boolean disabled) {

    static Replication of(PveFields fields, String node) {
        return new Replication(
                fields.text("id", ""),
                fields.text("guest", ""),
                fields.text("source", node),
                fields.text("target", ""),
                fields.text("schedule", "*/15"),
                at(fields, "last_sync"),
                at(fields, "next_sync"),
                fields.number("fail_count").orElse(0),
                fields.text("error").filter(error -> !error.isEmpty()),
                fields.flag("disable"));
    }

    /** In a word: ok, failed, disabled, or not yet. */
    public String word() {
        if (disabled) {
            return "disabled";
        }
        if (failures > 0 || error.isPresent()) {
            return "failed";
        }
        return last.isPresent() ? "ok" : "not yet";
    }

    /* Zero stands for never. */
    private static Optional<Instant> at(PveFields fields, String name) {
        return fields.number(name).stream()
                .filter(seconds -> seconds > 0)
                .mapToObj(Instant::ofEpochSecond)
                .findFirst();
    }
}
