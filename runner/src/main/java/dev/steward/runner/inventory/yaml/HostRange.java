package dev.steward.runner.inventory.yaml;

import java.util.ArrayList;
import java.util.List;

/**
 * Names written as a range: {@code web[01:10:3].example.com}, {@code db[a:c]}; several ranges multiply, the left one outermost.
 * As Ansible's {@code expand_hostname_range}: both ends belong to it; a leading zero fixes the width; letters run a–z, A–Z.
 */
final class HostRange {

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int MOST = 100_000;

    private HostRange() {}

    /**
     * The names a text stands for, itself where it has no range; none where the range is empty.
     *
     * @throws IllegalArgumentException saying what is wrong with the range
     */
    static List<String> expand(String text) {
        List<String> names = new ArrayList<>();
        expand(text, names);
        return names;
    }

    private static void expand(String text, List<String> names) {
        int open = text.indexOf('[');
        if (open < 0) {
            names.add(text);
            return;
        }
        int close = text.indexOf(']');
        if (close < open || text.contains("|")) {
            throw new IllegalArgumentException("'" + text + "' has a '[' without its ']'");
        }
        String head = text.substring(0, open);
        String tail = text.substring(close + 1);
        for (String member : members(text, text.substring(open + 1, close))) {
            if (names.size() >= MOST) {
                throw new IllegalArgumentException("'" + text + "' stands for more than " + MOST + " hosts");
            }
            expand(head + member + tail, names);
        }
    }

    private static List<String> members(String text, String range) {
        String[] bounds = range.split(":", -1);
        if (bounds.length != 2 && bounds.length != 3) {
            throw new IllegalArgumentException("the range [" + range + "] is not [begin:end] or [begin:end:step]");
        }
        String begin = bounds[0].isEmpty() ? "0" : bounds[0];
        String end = bounds[1];
        if (end.isEmpty()) {
            throw new IllegalArgumentException("the range [" + range + "] has no end");
        }
        int width = begin.startsWith("0") && begin.length() > 1 ? begin.length() : 0;
        if (width > 0 && width != end.length()) {
            throw new IllegalArgumentException("both ends of the range [" + range + "] need the same number of digits");
        }
        int step = bounds.length == 3 ? number(bounds[2], range) : 1;
        if (step == 0) {
            throw new IllegalArgumentException("the range [" + range + "] has a step of 0");
        }
        boolean letters = LETTERS.contains(begin) && LETTERS.contains(end);
        return letters ? letters(begin, end, step, range) : numbers(begin, end, step, range);
    }

    private static List<String> letters(String begin, String end, int step, String range) {
        int from = LETTERS.indexOf(begin);
        int to = LETTERS.indexOf(end);
        if (from > to) {
            throw new IllegalArgumentException("the range [" + range + "] ends before it begins");
        }
        List<String> members = new ArrayList<>();
        for (int i = from; step > 0 && i <= to; i += step) {
            members.add(LETTERS.substring(i, i + 1));
        }
        return members;
    }

    private static List<String> numbers(String begin, String end, int step, String range) {
        long from = number(begin, range);
        long to = number(end, range) + 1L;
        int width = begin.startsWith("0") && begin.length() > 1 ? begin.length() : 0;
        List<String> members = new ArrayList<>();
        for (long i = from; step > 0 ? i < to : i > to; i += step) {
            if (members.size() >= MOST) {
                throw new IllegalArgumentException("the range [" + range + "] has more than " + MOST + " members");
            }
            String digits = Long.toString(i);
            members.add("0".repeat(Math.max(0, width - digits.length())) + digits);
        }
        return members;
    }

    private static int number(String text, String range) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' in the range [" + range + "] is no number", e);
        }
    }
}
