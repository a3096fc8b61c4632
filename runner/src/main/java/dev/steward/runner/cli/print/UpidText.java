package dev.steward.runner.cli.print;

import dev.steward.runner.event.RunEvent;

/** A UPID in the words of a person. */
public final class UpidText {

    private UpidText() {}

    /** As {@code vzstart 101 on pve2}; what is no UPID stays as it is. */
    public static String of(String upid) {
        String[] parts = upid.split(":");
        return parts.length < 8 ? upid : parts[5] + (parts[6].isEmpty() ? "" : " " + parts[6]) + " on " + parts[1];
    }

    /** What there is to say of an end that was not just well. */
    public static String ending(RunEvent.UpidEnded end) {
        return end.result().equals("ok") || end.exitStatus().isEmpty() ? "" : ": " + end.exitStatus();
    }
}
