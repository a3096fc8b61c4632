package dev.steward.runner.proxmox.task;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How far a UPID is, where its log tells it: backups, moves of disks and downloads write percentages. */
public final class Progress {

    private static final Pattern PERCENT = Pattern.compile("(?<![\\d.])(\\d{1,3})(?:\\.\\d+)?\\s?%");

    private Progress() {}

    /** The percentage that a line of a log names, 0 to 100; empty: none. */
    public static OptionalInt of(String line) {
        Matcher found = PERCENT.matcher(line);
        if (!found.find()) {
            return OptionalInt.empty();
        }
        int percent = Integer.parseInt(found.group(1));
        return percent <= 100 ? OptionalInt.of(percent) : OptionalInt.empty();
    }
}
