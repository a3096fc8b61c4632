package dev.steward.runner.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * A shell glob over a whole name: {@code *}, {@code ?}, {@code [abc]}, {@code [a-z]}, {@code [!abc]}; case counts. As Python's
 * {@code fnmatch}: a bracket that is not closed stands for itself. Matching takes at most name times pattern steps.
 */
final class Glob implements Predicate<String> {

    private static final IntPredicate STAR = c -> false;

    private final List<IntPredicate> parts = new ArrayList<>();

    Glob(String text) {
        int[] points = text.codePoints().toArray();
        int i = 0;
        while (i < points.length) {
            int c = points[i++];
            int end = c == '[' ? close(points, i) : -1;
            if (end > 0) {
                parts.add(set(points, i, end));
                i = end + 1;
            } else {
                parts.add(c == '*' ? STAR : c == '?' ? any -> true : point -> point == c);
            }
        }
    }

    /** Where the set that begins at i ends; -1: nowhere. A bracket in first place is a member. */
    private static int close(int[] points, int i) {
        int j = i < points.length && points[i] == '!' ? i + 1 : i;
        for (int k = j + 1; k < points.length; k++) {
            if (points[k] == ']') {
                return k;
            }
        }
        return -1;
    }

    private static IntPredicate set(int[] points, int from, int end) {
        boolean not = points[from] == '!';
        IntPredicate members = c -> false;
        int i = not ? from + 1 : from;
        while (i < end) {
            boolean range = i + 2 < end && points[i + 1] == '-';
            int low = points[i];
            int high = range ? points[i + 2] : low;
            members = members.or(c -> low <= c && c <= high);
            i += range ? 3 : 1;
        }
        return not ? members.negate() : members;
    }

    @Override
    public boolean test(String name) {
        int[] points = name.codePoints().toArray();
        int part = 0;
        int at = 0;
        int star = -1;
        int retry = 0;
        while (at < points.length) {
            if (part < parts.size() && parts.get(part) == STAR) {
                star = part++;
                retry = at;
            } else if (part < parts.size() && parts.get(part).test(points[at])) {
                part++;
                at++;
            } else if (star >= 0) {
                part = star + 1;
                at = ++retry;
            } else {
                return false;
            }
        }
        while (part < parts.size() && parts.get(part) == STAR) {
            part++;
        }
        return part == parts.size();
    }
}
