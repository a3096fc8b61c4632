package dev.steward.runner.store.patch;

import java.util.Optional;

/**
 * Which operations: every part that is there must hold.
 *
 * @param host its exact name
 * @param run its number
 * @param status as {@link OperationStatus#word}
 * @param mode check or apply
 */
public record OperationFilter(
        Optional<String> host, Optional<Long> run, Optional<OperationStatus> status, Optional<String> mode) {

    /** All. */
    public static final OperationFilter ALL =
            new OperationFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Those on a host. */
    public static OperationFilter ofHost(String host) {
        return new OperationFilter(Optional.of(host), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Those of a run. */
    public static OperationFilter ofRun(long run) {
        return new OperationFilter(Optional.empty(), Optional.of(run), Optional.empty(), Optional.empty());
    }
}
