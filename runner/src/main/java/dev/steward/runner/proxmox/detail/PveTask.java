package dev.steward.runner.proxmox.detail;

import dev.steward.runner.proxmox.PveFields;
import java.time.Instant;
import java.util.Optional;

/**
 * A line of a node's list of tasks.
 *
 * @param upid its name
 * @param type as {@code vzstart}
 * @param id what it is about, mostly a vmid; may be empty
 * @param user who began it, with {@code !token} where it was a token
 * @param start when it began
 * @param end when it ended; empty: it goes on
 * @param status OK, WARNINGS: n, or what went wrong; empty: it goes on, which PVE also calls RUNNING
 */
public record PveTask(
        String upid,
        String type,
        String id,
        String user,
        Instant start,
        Optional<Instant> end,
        Optional<String> status) {

    static PveTask of(PveFields fields) {
        return new PveTask(
                fields.text("upid", ""),
                fields.text("type", ""),
                fields.text("id", ""),
                fields.text("user", "")
                        + fields.text("tokenid").map(t -> "!" + t).orElse(""),
                Instant.ofEpochSecond(fields.number("starttime").orElse(0)),
                fields.number("endtime").stream()
                        .mapToObj(Instant::ofEpochSecond)
                        .findFirst(),
                fields.text("status").filter(status -> !status.isEmpty() && !status.equals("RUNNING")));
    }

    /** In a word: running, ok, or failed; warnings are ok. */
    public String word() {
        if (end.isEmpty() && status.isEmpty()) {
            return "running";
        }
        return status.filter(text -> text.equals("OK") || text.startsWith("WARNINGS"))
                        .isPresent()
                ? "ok"
                : "failed";
    }
}
