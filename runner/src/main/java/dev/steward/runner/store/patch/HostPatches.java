package dev.steward.runner.store.patch;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a host's packages.
 *
 * @param host its name in the inventory
 * @param pending what is to be done there
 * @param patched when it was last brought up to date, by which run
 * @param reboot whether it asks for a reboot
 * @param os its system
 * @param held packages on hold there, by whomever
 * @param excluded packages that its last work left out, with name, reason, until and by
 * @param last what its last package work said
 */
public record HostPatches(
        String host,
        Pending pending,
        Done patched,
        Reboot reboot,
        Os os,
        List<String> held,
        List<Map<String, Object>> excluded,
        Last last) {

    public HostPatches {
        held = List.copyOf(held);
        excluded = List.copyOf(excluded);
    }

    /**
     * What could be upgraded.
     *
     * @param checked when it was counted last; empty: never
     * @param run that counted
     * @param count how many packages; empty: never counted
     * @param security how many of them for security; empty: not known
     * @param since when the oldest of them was first seen; empty: there is none
     * @param bytes to be downloaded; empty: not known
     */
    public record Pending(
            Optional<Instant> checked,
            Optional<Long> run,
            Optional<Integer> count,
            Optional<Integer> security,
            Optional<Instant> since,
            Optional<Long> bytes) {}

    /** When and by which run; both empty: never. */
    public record Done(Optional<Instant> at, Optional<Long> run) {}

    /**
     * Its need for a reboot.
     *
     * @param required empty: not known
     * @param reasons as the host says them
     */
    public record Reboot(Optional<Boolean> required, List<String> reasons) {

        public Reboot {
            reasons = List.copyOf(reasons);
        }
    }

    /** Its system, as it names itself, and the family of its package manager. */
    public record Os(Optional<String> name, Optional<String> family) {}

    /**
     * What its last package work said.
     *
     * @param status ok, changed, skipped, failed, unreachable; empty: there was none
     * @param said one line
     * @param run of it
     * @param at when
     */
    public record Last(Optional<String> status, String said, Optional<Long> run, Optional<Instant> at) {}
}
