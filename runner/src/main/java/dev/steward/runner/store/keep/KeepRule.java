package dev.steward.runner.store.keep;

import java.util.List;
import java.util.Optional;

/**
 * One bound of the history.
 *
 * @param kind what it bounds
 * @param playbook whose runs alone, as the configuration names it; empty: all others' together
 * @param files of that playbook, or of those that are left out: they have a bound of this kind of their own
 * @param most days, runs or bytes
 * @param written as the configuration has it, such as 5GB
 */
public record KeepRule(Kind kind, Optional<String> playbook, List<String> files, long most, String written) {

    /** What is bounded. */
    public enum Kind {
        DAYS,
        RUNS,
        SIZE
    }

    public KeepRule {
        files = List.copyOf(files);
    }

    /** Whether it is for the runs of a playbook's file. */
    boolean holds(String file) {
        return files.contains(file) == playbook.isPresent();
    }

    /** What is past it, in words that follow a count of runs: "older than 30 days". */
    public String past() {
        return switch (kind) {
                    case DAYS -> "older than " + written + (most == 1 ? " day" : " days");
                    case RUNS -> "beyond the newest " + (most == 1 ? "one" : written);
                    case SIZE -> "beyond the newest " + written;
                }
                + playbook.map(name -> " of " + name).orElse("");
    }
}
