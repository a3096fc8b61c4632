package dev.steward.runner.event;

import java.util.stream.Collectors;

/** The recap as Ansible prints it, with the columns aborted and not_reached where they are not zero. */
public final class RecapText {

    private RecapText() {}

    /** The lines of all hosts. */
    public static String of(Recap recap) {
        int width =
                recap.hosts().keySet().stream().mapToInt(String::length).max().orElse(0);
        return recap.hosts().entrySet().stream()
                .map(entry ->
                        String.format("%-" + Math.max(width, 1) + "s : ", entry.getKey()) + counts(entry.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String counts(Recap.Counts c) {
        String line = String.format(
                "ok=%-4d changed=%-4d unreachable=%-4d failed=%-4d skipped=%-4d rescued=%-4d ignored=%-4d",
                c.ok(), c.changed(), c.unreachable(), c.failed(), c.skipped(), c.rescued(), c.ignored());
        return (line
                        + (c.aborted() > 0 ? " aborted=" + c.aborted() : "")
                        + (c.notReached() > 0 ? " not_reached=" + c.notReached() : ""))
                .stripTrailing();
    }
}
