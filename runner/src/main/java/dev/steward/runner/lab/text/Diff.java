package dev.steward.runner.lab.text;

import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.file.Node;
import dev.steward.runner.lab.process.Arguments;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Inputs;
import dev.steward.runner.lab.process.Program;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** diff: normal and unified. */
final class Diff implements Program {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.nnnnnnnnn Z").withZone(ZoneOffset.UTC);
    private static final int LARGEST = 4000;

    /** A run of lines that differ: from, to (exclusive) on both sides. */
    private record Change(int left, int leftEnd, int right, int rightEnd) {}

    @Override
    public int run(Call call) {
        Arguments options = Arguments.of(call, "uqsNrab", "UL", "unified=U brief=q label=L new-file=N");
        if (options.rest().size() != 2) {
            throw Arguments.refuse(call, "missing operand after 'diff'");
        }
        String[] texts = new String[2];
        for (int i = 0; i < 2; i++) {
            String name = options.rest().get(i);
            try {
                texts[i] = Inputs.text(call, name);
            } catch (FileException e) {
                if (!options.has("N")) {
                    return call.fail(2, name + ": " + e.errno().text());
                }
                texts[i] = "";
            }
        }
        if (texts[0].equals(texts[1])) {
            return 0;
        }
        if (options.has("q")) {
            call.out()
                    .line("Files " + options.rest().get(0) + " and "
                            + options.rest().get(1) + " differ");
            return 1;
        }
        List<String> left = lines(texts[0]);
        List<String> right = lines(texts[1]);
        List<Change> changes = changes(call, left, right);
        if (options.has("u") || options.has("U")) {
            String context = options.value("U", "");
            unified(call, options, left, right, changes, context.isEmpty() ? 3 : Integer.parseInt(context));
        } else {
            changes.forEach(change -> normal(call, left, right, change));
        }
        return 1;
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("(?<=\n)"));
    }

    private static List<Change> changes(Call call, List<String> left, List<String> right) {
        int head = 0;
        while (head < left.size() && head < right.size() && left.get(head).equals(right.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < left.size() - head
                && tail < right.size() - head
                && left.get(left.size() - 1 - tail).equals(right.get(right.size() - 1 - tail))) {
            tail++;
        }
        int rows = left.size() - head - tail;
        int columns = right.size() - head - tail;
        if ((long) rows * columns > (long) LARGEST * LARGEST) {
            return List.of(new Change(head, head + rows, head, head + columns));
        }
        return walk(left, right, table(call, left, right, head, rows, columns), head);
    }

    private static int[][] table(Call call, List<String> left, List<String> right, int head, int rows, int columns) {
        int[][] table = new int[rows + 1][columns + 1];
        for (int i = rows - 1; i >= 0; i--) {
            call.proc().step();
            for (int j = columns - 1; j >= 0; j--) {
                table[i][j] = left.get(head + i).equals(right.get(head + j))
                        ? table[i + 1][j + 1] + 1
                        : Math.max(table[i + 1][j], table[i][j + 1]);
            }
        }
        return table;
    }

    private static List<Change> walk(List<String> left, List<String> right, int[][] table, int head) {
        List<Change> changes = new ArrayList<>();
        int rows = table.length - 1;
        int columns = table[0].length - 1;
        int i = 0;
        int j = 0;
        while (i < rows || j < columns) {
            if (i < rows && j < columns && left.get(head + i).equals(right.get(head + j))) {
                i++;
                j++;
                continue;
            }
            int fromLeft = i;
            int fromRight = j;
            while ((i < rows || j < columns)
                    && !(i < rows && j < columns && left.get(head + i).equals(right.get(head + j)))) {
                if (j == columns || i < rows && table[i + 1][j] >= table[i][j + 1]) {
                    i++;
                } else {
                    j++;
                }
            }
            changes.add(new Change(head + fromLeft, head + i, head + fromRight, head + j));
        }
        return changes;
    }

    private static void normal(Call call, List<String> left, List<String> right, Change change) {
        boolean adds = change.left() == change.leftEnd();
        boolean drops = change.right() == change.rightEnd();
        String from = adds ? Integer.toString(change.left()) : range(change.left(), change.leftEnd());
        String to = drops ? Integer.toString(change.right()) : range(change.right(), change.rightEnd());
        call.out().line(from + (adds ? "a" : drops ? "d" : "c") + to);
        left.subList(change.left(), change.leftEnd()).forEach(line -> show(call, "< ", line));
        call.out().print(adds || drops ? "" : "---\n");
        right.subList(change.right(), change.rightEnd()).forEach(line -> show(call, "> ", line));
    }

    private static String range(int from, int end) {
        return end - from == 1 ? Integer.toString(end) : (from + 1) + "," + end;
    }

    private static void show(Call call, String mark, String line) {
        call.out().print(mark).print(line).print(line.endsWith("\n") ? "" : "\n\\ No newline at end of file\n");
    }

    private static void unified(
            Call call, Arguments options, List<String> left, List<String> right, List<Change> changes, int context) {
        List<String> labels = options.values("L");
        call.out()
                .line("--- " + (labels.isEmpty() ? stamped(call, options.rest().get(0)) : labels.get(0)));
        call.out()
                .line("+++ " + (labels.size() < 2 ? stamped(call, options.rest().get(1)) : labels.get(1)));
        int first = 0;
        while (first < changes.size()) {
            int last = first;
            while (last + 1 < changes.size()
                    && changes.get(last + 1).left() - changes.get(last).leftEnd() <= 2 * context) {
                last++;
            }
            hunk(call, left, right, changes.subList(first, last + 1), context);
            first = last + 1;
        }
    }

    private static String stamped(Call call, String name) {
        Node node = call.machine().files().look(call.proc().who(), name);
        return name + "\t" + STAMP.format(node == null ? call.machine().now() : node.modified());
    }

    private static void hunk(Call call, List<String> left, List<String> right, List<Change> changes, int context) {
        Change one = changes.get(0);
        Change end = changes.get(changes.size() - 1);
        int before = Math.min(context, one.left());
        int after = Math.min(context, left.size() - end.leftEnd());
        int from = one.left() - before;
        int fromRight = one.right() - before;
        int leftCount = end.leftEnd() + after - from;
        int rightCount = end.rightEnd() + after - fromRight;
        call.out().line("@@ -" + place(from, leftCount) + " +" + place(fromRight, rightCount) + " @@");
        int at = from;
        for (Change change : changes) {
            left.subList(at, change.left()).forEach(line -> show(call, " ", line));
            left.subList(change.left(), change.leftEnd()).forEach(line -> show(call, "-", line));
            right.subList(change.right(), change.rightEnd()).forEach(line -> show(call, "+", line));
            at = change.leftEnd();
        }
        left.subList(at, at + after).forEach(line -> show(call, " ", line));
    }

    private static String place(int from, int count) {
        return count == 1 ? Integer.toString(from + 1) : (count == 0 ? from : from + 1) + "," + count;
    }
}
