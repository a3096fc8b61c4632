package dev.steward.web.format;

import dev.steward.runner.event.Diff;
import java.util.ArrayList;
import java.util.List;

/** A diff as lines; the common head and tail are left out but for some context. */
public final class DiffLines {

    private static final int CONTEXT = 3;
    private static final int MOST = 2_000;

    private DiffLines() {}

    /** The lines, each with "add", "del" or "" as its look and its sign in front. */
    public static List<Span> of(Diff diff) {
        List<String> before = diff.before().lines().toList();
        List<String> after = diff.after().lines().toList();
        int shorter = Math.min(before.size(), after.size());
        int head = 0;
        while (head < shorter && before.get(head).equals(after.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head && last(before, tail).equals(last(after, tail))) {
            tail++;
        }
        List<Span> lines = new ArrayList<>();
        add(lines, "", "  ", before.subList(Math.max(0, head - CONTEXT), head));
        add(lines, "del", "- ", before.subList(head, before.size() - tail));
        add(lines, "add", "+ ", after.subList(head, after.size() - tail));
        int end = before.size() - tail;
        add(lines, "", "  ", before.subList(end, Math.min(before.size(), end + CONTEXT)));
        return lines;
    }

    private static String last(List<String> lines, int fromEnd) {
        return lines.get(lines.size() - 1 - fromEnd);
    }

    private static void add(List<Span> lines, String look, String sign, List<String> texts) {
        texts.stream().limit(MOST).forEach(text -> lines.add(new Span(look, sign + text)));
        if (texts.size() > MOST) {
            lines.add(new Span("", "… " + (texts.size() - MOST) + " lines more"));
        }
    }
}
