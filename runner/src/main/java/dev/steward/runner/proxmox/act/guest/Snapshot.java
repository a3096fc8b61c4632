package dev.steward.runner.proxmox.act.guest;

import dev.steward.runner.proxmox.PveFields;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A snapshot of a guest.
 *
 * @param name unique in its guest
 * @param at when it was taken; empty: not said
 * @param memory whether it has the VM's memory
 * @param state what is under way with it, as prepare or delete; empty: it is whole
 * @param expires when it is no longer needed; empty: never
 */
record Snapshot(String name, Optional<Instant> at, boolean memory, Optional<String> state, Optional<Instant> expires) {

    /** What names made by this product begin with; only those are removed without being named. */
    static final String PREFIX = "steward-";

    private static final Pattern MADE = Pattern.compile(Pattern.quote(PREFIX) + "\\d{8}-\\d{6}");
    private static final Pattern EXPIRES = Pattern.compile("steward: expires (\\S+)");

    /** Reads an entry of the list. */
    static Snapshot of(PveFields entry) {
        return new Snapshot(
                entry.text("name", ""),
                entry.number("snaptime").stream()
                        .mapToObj(Instant::ofEpochSecond)
                        .findFirst(),
                entry.flag("vmstate"),
                entry.text("snapstate").filter(text -> !text.isEmpty()),
                expiry(entry.text("description", "")));
    }

    /** What stands in the description of one that expires. */
    static String mark(Instant expires) {
        return "steward: expires " + expires;
    }

    private static Optional<Instant> expiry(String description) {
        Matcher m = EXPIRES.matcher(description);
        if (!m.find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(m.group(1)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether this product made its name out of the time alone; what updates took has a name space of its own. */
    boolean ours() {
        return MADE.matcher(name).matches();
    }
}
