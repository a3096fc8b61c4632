package dev.steward.runner.proxmox.task;

import dev.steward.runner.proxmox.PveException.Kind;
import dev.steward.runner.proxmox.PveTexts;
import dev.steward.runner.proxmox.Upid;
import java.util.List;
import java.util.Optional;

/**
 * How following a UPID ended.
 *
 * @param upid that was followed
 * @param result what became of it
 * @param warnings how many it ended with
 * @param exitStatus the text of PVE, or why there is none
 * @param tail the last lines of its log
 */
public record TaskEnd(Upid upid, Result result, int warnings, String exitStatus, List<String> tail) {

    /** What became of a UPID. */
    public enum Result {
        /** It did what it should. */
        OK,
        /** It did what it should, and warns. */
        WARNINGS,
        /** It failed; the exit status says why. */
        FAILED,
        /** It was cancelled, from here or by somebody else. */
        CANCELLED,
        /** It is over, but left no word on how: its worker was killed, or its node went down. */
        UNKNOWN,
        /** It still runs; the time to follow it was up. */
        RUNNING,
        /** Its node could not be asked until the time to follow it was up. */
        LOST
    }

    public TaskEnd {
        tail = List.copyOf(tail);
    }

    /** Whether it did what it should. */
    public boolean ok() {
        return result == Result.OK || result == Result.WARNINGS;
    }

    /** Whether it is surely over. */
    public boolean over() {
        return result != Result.RUNNING && result != Result.LOST;
    }

    /** What its error text means; empty: none of the kinds a caller can act on. */
    public Optional<Kind> kind() {
        return result == Result.FAILED ? PveTexts.kind(exitStatus) : Optional.empty();
    }

    /** The message of a failure of this action. */
    public String failure(String action) {
        return switch (result) {
            case OK, WARNINGS -> "";
            case FAILED, CANCELLED, UNKNOWN -> "proxmox task for " + action + " failed: " + exitStatus;
            case RUNNING, LOST -> "proxmox task for " + action + " did not end in time: " + exitStatus;
        };
    }
}
