package dev.steward.runner.inventory.origin;

import java.util.Locale;

/**
 * Of whom a variable was said; a host's own word counts more than a group's, a deeper group's more than that of one above it.
 *
 * @param name of the host or group
 * @param depth of a group below {@code all}; 0 for hosts
 * @param priority {@code ansible_group_priority}, which decides within one depth; 1 for hosts
 */
public record Scope(Kind kind, String name, int depth, int priority) {

    /** Of a group, or of the host itself. */
    public enum Kind {
        GROUP,
        HOST;

        /** In lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** As {@code group web} or {@code host web-1}. */
    public String words() {
        return kind.word() + " " + name;
    }
}
