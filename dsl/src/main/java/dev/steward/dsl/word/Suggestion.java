package dev.steward.dsl.word;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody meant. */
public final class Suggestion {

    private Suggestion() {}

    /** "did you mean 'apt'?", or nothing when no candidate is near. */
    public static String of(String written, Collection<String> candidates) {
        return question(written, candidates).orElse("");
    }

    /** The same; empty when no candidate is near. */
    public static Optional<String> question(String written, Collection<String> candidates) {
        return nearest(written, candidates).map(c -> "did you mean '" + c + "'?");
    }

    /** The candidate nearest to what was written; empty where none is near. */
    public static Optional<String> nearest(String written, Collection<String> candidates) {
        int limit = Math.max(1, Math.min(3, written.length() / 3));
        return candidates.stream()
                .filter(c -> distance(written, c) <= limit)
                .min(Comparator.comparingInt((String c) -> distance(written, c)).thenComparing(c -> c));
    }

    /**
     * How many slips lead from one word to the other: a letter too many, missing, wrong, or two letters swapped (optimal
     * string alignment). Case does not count, beyond one slip in all.
     */
    static int distance(String written, String meant) {
        String a = written.toLowerCase(Locale.ROOT);
        String b = meant.toLowerCase(Locale.ROOT);
        if (a.equals(b)) {
            return written.equals(meant) ? 0 : 1;
        }
        if (Math.abs(a.length() - b.length()) > 3 || a.length() > 60) {
            return 99;
        }
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                d[i][j] = step(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(int[][] d, String a, String b, int i, int j) {
        int differs = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + differs);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }
}
