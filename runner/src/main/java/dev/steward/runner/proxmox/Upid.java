package dev.steward.runner.proxmox;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of one task of PVE.
 *
 * @param text as PVE wrote it
 * @param node that works on it, and keeps its status and log
 * @param pid of the worker on the node
 * @param processStart of the worker, in clock ticks since the node's start; with the pid it names the process
 * @param start when it began
 * @param type as {@code vzstart}
 * @param id what it is about, mostly a VMID; may be empty
 * @param user who began it, with {@code !token} where it was a token
 */
public record Upid(
        String text, String node, long pid, long processStart, Instant start, String type, String id, String user) {

    /** pve-common, PVE/Tools.pm: upid_decode. */
    private static final Pattern FORM = Pattern.compile("UPID:([A-Za-z0-9][A-Za-z0-9-]*):([0-9A-F]{8}):([0-9A-F]{8,9}):"
            + "([0-9A-F]{8}):([^:\\s/]+):([^:\\s/]*):([^:\\s/]+):");

    /**
     * Reads a UPID.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Upid parse(String text) {
        return find(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + text + "' is no UPID; expected the form UPID:node:pid:processStart:start:type:id:user:"));
    }

    /** Reads a UPID; empty: it is none. */
    public static Optional<Upid> find(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Upid(
                text,
                m.group(1),
                Long.parseLong(m.group(2), 16),
                Long.parseLong(m.group(3), 16),
                Instant.ofEpochSecond(Long.parseLong(m.group(4), 16)),
                m.group(5),
                m.group(6),
                m.group(7)));
    }

    /** The guest it is about; empty: something else. */
    public Optional<Vmid> vmid() {
        return Vmid.find(id);
    }

    /** The API token that began it, as {@code t2} of {@code root@pam!t2}; empty: a ticket. */
    public Optional<String> token() {
        int bang = user.indexOf('!');
        return bang < 0 ? Optional.empty() : Optional.of(user.substring(bang + 1));
    }

    /** Where its status, log and end are: {@code /nodes/N/tasks/UPID}. */
    public PvePath path() {
        return PvePath.of("nodes", node, "tasks", text);
    }

    @Override
    public String toString() {
        return text;
    }
}
