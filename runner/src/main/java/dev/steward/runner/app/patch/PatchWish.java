package dev.steward.runner.app.patch;

import dev.steward.runner.event.Cause;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Package work that somebody asks for.
 *
 * @param mode check or apply
 * @param targets hosts, groups or patterns of the inventory, and guests by their id: 101, home/101, lxc/101
 * @param node where all of them must be; empty: anywhere
 * @param vars for the playbook, by name
 * @param how the rest
 * @param cause who asks
 */
public record PatchWish(
        Mode mode, List<String> targets, Optional<String> node, Map<String, Object> vars, How how, Cause cause) {

    public PatchWish {
        targets = List.copyOf(targets);
        vars = Collections.unmodifiableMap(new LinkedHashMap<>(vars));
    }

    /** What shall happen. */
    public enum Mode {
        /** What would be done is found out; only package lists are refreshed. */
        CHECK,
        APPLY;

        /** The word in SQL and JSON. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * How carefully.
     *
     * @param concurrency hosts at once; empty: as the playbook has it
     * @param limit without news for so long the work on a host has timed out; empty: as configured
     * @param unchecked whether it is meant even where no fresh check is there
     * @param reason for people; perhaps empty
     * @param onBattery why it begins even while a UPS is on battery; empty: it does not
     */
    public record How(
            Optional<Integer> concurrency,
            Optional<Duration> limit,
            boolean unchecked,
            String reason,
            Optional<String> onBattery) {}
}
