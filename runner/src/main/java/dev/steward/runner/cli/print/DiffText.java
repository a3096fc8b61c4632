package dev.steward.runner.cli.print;

import dev.steward.runner.event.Diff;
import java.util.ArrayList;
import java.util.List;

/** A diff as lines with "-", "+" and " ": the common head and tail are left out but for some context. */
final class DiffText {

    private static final int CONTEXT = 3;

    private DiffText() {}

    static String of(Diff diff) {
        List<String> before = diff.before().lines().toList();
        List<String> after = diff.after().lines().toList();
        int head = 0;
        int shorter = Math.min(before.size(), after.size());
        while (head < shorter && before.get(head).equals(after.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head
                && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        List<String> lines = new ArrayList<>();
        before.subList(Math.max(0, head - CONTEXT), head).forEach(line -> lines.add("  " + line));
        before.subList(head, before.size() - tail).forEach(line -> lines.add("- " + line));
        after.subList(head, after.size() - tail).forEach(line -> lines.add("+ " + line));
        int end = before.size() - tail;
        before.subList(end, Math.min(before.size(), end + CONTEXT)).forEach(line -> lines.add("  " + line));
        return String.join("\n", lines);
    }
}
