package dev.steward.runner.patch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * What a check or an update found and did on one host.
 *
 * @param system what the host is
 * @param packages what was done; of a check, what would be
 * @param state how the host's packages are now
 * @param excluded what was left out
 * @param end how it ended
 */
public record PatchReport(System system, List<PackageChange> packages, State state, List<Excluded> excluded, End end) {

    public PatchReport {
        packages = List.copyOf(packages);
        excluded = List.copyOf(excluded);
    }

    /**
     * What the host is.
     *
     * @param family whose tool is used
     * @param os as it says
     */
    public record System(Family family, OsRelease os) {}

    /**
     * How the host's packages are now.
     *
     * @param pending what could still be changed, what is left out included; empty: nobody could tell
     * @param downloadBytes what a check's changes would load; empty: not known
     * @param held on hold there, whoever did it
     * @param reboot whether a reboot is needed; empty: not known
     * @param rebootReasons why, one each
     * @param indexRefreshed whether the package index was refreshed
     */
    public record State(
            Optional<List<PackageChange>> pending,
            Optional<Long> downloadBytes,
            List<String> held,
            Optional<Boolean> reboot,
            List<String> rebootReasons,
            boolean indexRefreshed) {

        public State {
            held = List.copyOf(held);
            rebootReasons = List.copyOf(rebootReasons);
        }
    }

    /**
     * How it ended.
     *
     * @param failure why it failed, for people; empty: it did not
     * @param running whether the update still goes on, detached, with nobody watching
     * @param exitCode of the package manager; empty: it was not called, or has not ended
     * @param stdout the end of what it said
     * @param stderr the end of what it complained of
     */
    public record End(Optional<String> failure, boolean running, OptionalInt exitCode, String stdout, String stderr) {}

    /** Whether it came to its end well. */
    public boolean well() {
        return end.failure().isEmpty();
    }

    /** The properties of the result; what is not known is left out. */
    public Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("family", system.family().word());
        data.put("os", system.os().words());
        data.put("osId", system.os().id());
        data.put("osVersion", system.os().version());
        data.put("packages", data(packages));
        state.pending().ifPresent(pending -> {
            data.put("pending", pending.size());
            PackageChange.security(pending).ifPresent(count -> data.put("pendingSecurity", count));
            data.put("pendingPackages", data(pending));
        });
        state.downloadBytes().ifPresent(bytes -> data.put("downloadBytes", bytes));
        data.put("held", state.held());
        data.put("excluded", excluded.stream().map(Excluded::data).collect(Collectors.toList()));
        state.reboot().ifPresent(needed -> data.put("rebootRequired", needed));
        data.put("rebootReasons", state.rebootReasons());
        data.put("indexRefreshed", state.indexRefreshed());
        end.exitCode().ifPresent(code -> data.put("exitCode", code));
        data.put("stdout", end.stdout());
        data.put("stderr", end.stderr());
        return data;
    }

    /** The same, failed for a reason that was found in it. */
    public PatchReport failed(String why) {
        End failed = new End(Optional.of(why), end.running(), end.exitCode(), end.stdout(), end.stderr());
        return new PatchReport(system, packages, state, excluded, failed);
    }

    /** The same as of an update whose index was refreshed by the check before. */
    public PatchReport refreshed(boolean before) {
        State now = new State(
                state.pending(),
                state.downloadBytes(),
                state.held(),
                state.reboot(),
                state.rebootReasons(),
                state.indexRefreshed() || before);
        return new PatchReport(system, packages, now, excluded, end);
    }

    private static List<Map<String, Object>> data(List<PackageChange> changes) {
        return changes.stream().map(PackageChange::data).collect(Collectors.toList());
    }

    /** As "3 packages upgraded (1 security), 1 installed"; of a check "3 packages to be upgraded". */
    public String summary(boolean done) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String action : List.of("upgraded", "downgraded", "installed", "removed", "configured")) {
            long count =
                    packages.stream().filter(c -> c.action().equals(action)).count();
            if (count > 0) {
                counts.put(action, count);
            }
        }
        if (counts.isEmpty()) {
            return "nothing to do" + reboot();
        }
        String verb = done ? " " : " to be ";
        List<String> parts = new ArrayList<>();
        counts.forEach((action, count) ->
                parts.add(count + (parts.isEmpty() ? (count == 1 ? " package" : " packages") : "") + verb + action));
        long security =
                packages.stream().filter(c -> c.security().orElse(false)).count();
        return String.join(", ", parts) + (security > 0 ? " (" + security + " security)" : "") + reboot();
    }

    private String reboot() {
        return state.reboot().orElse(false) ? ", reboot required" : "";
    }
}
