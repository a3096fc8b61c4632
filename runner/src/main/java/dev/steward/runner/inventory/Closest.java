package dev.steward.runner.inventory;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The name that was probably meant. */
public final class Closest {

    private Closest() {}

    /** A suggestion as "did you mean 'web01'?"; empty where nothing is near. */
    public static Optional<String> suggestion(String wrong, Collection<String> names) {
        return of(wrong, names).map(name -> "did you mean '" + name + "'?");
    }

    /** The nearest name within a third of the word's length (at least one letter). */
    public static Optional<String> of(String wrong, Collection<String> names) {
        int most = Math.max(1, wrong.length() / 3);
        record Near(String name, int distance) {}
        return names.stream()
                .filter(name -> Math.abs(name.length() - wrong.length()) <= most)
                .map(name -> new Near(name, distance(wrong.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT))))
                .filter(near -> near.distance <= most)
                .min(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
                .map(Near::name);
    }

    /** Edits from one to the other, a swap of neighbours counted as one (Damerau, restricted). */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : step(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(int[][] d, String a, String b, int i, int j) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int least = Math.min(d[i - 1][j - 1] + (same ? 0 : 1), Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
    }
}
