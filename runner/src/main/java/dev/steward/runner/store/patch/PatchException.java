package dev.steward.runner.store.patch;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that people took out of the usual work, and why.
 *
 * @param id its number
 * @param kind of what
 * @param scope what its target names
 * @param target a name; empty for all
 * @param pattern of packages, with {@code *} and {@code ?}; empty for reboots
 * @param reason for people
 * @param by the person or token
 * @param made when
 * @param until it holds; empty: until somebody ends it
 * @param ended by whom and when; empty: nobody did
 */
public record PatchException(
        long id,
        Kind kind,
        Scope scope,
        String target,
        String pattern,
        String reason,
        String by,
        Instant made,
        Optional<Instant> until,
        Optional<Ended> ended) {

    /** Who ended it, and when. */
    public record Ended(String by, Instant at) {}

    /** What is left out. */
    public enum Kind {
        /** Packages that stay as they are. */
        PACKAGE,
        /** Reboots that nobody asked for by name. */
        REBOOT;

        /** The word in SQL and JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What the target is a name of. */
    public enum Scope {
        /** A host of the inventory. */
        HOST,
        /** A container or VM: its id, cluster/id, or its name there. */
        GUEST,
        /** A group of the inventory. */
        GROUP,
        /** A tag of Proxmox. */
        TAG,
        /** A schedule; only for reboots. */
        SCHEDULE,
        /** Everything. */
        ALL;

        /** The word in SQL and JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether it counts at a moment. */
    public boolean active(Instant now) {
        return ended.isEmpty() && until.filter(end -> !now.isBefore(end)).isEmpty();
    }
}
