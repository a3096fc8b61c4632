package dev.steward.runner.alert;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one look saw. What is not in it was not seen, and stays as it was; unless all of its kind was seen, or it itself is known to be
 * gone.
 *
 * @param signs what was seen
 * @param whole kinds of clusters, as {@code node:home}, of which everything was seen; and identities that are gone
 */
public record Looked(List<Sign> signs, Set<String> whole) {

    /** Nothing was seen. */
    public static final Looked NOTHING = new Looked(List.of(), Set.of());

    public Looked {
        signs = List.copyOf(signs);
        whole = Set.copyOf(whole);
    }

    /** The word in {@code whole} for all of a kind in a cluster. */
    public static String all(AlertKind kind, String cluster) {
        return kind + ":" + cluster;
    }

    /** Whether something that is not among the signs is no longer there. */
    boolean gone(String kind, String cluster, String identity) {
        return whole.contains(kind + ":" + cluster) || whole.contains(identity);
    }

    /** Both. */
    public Looked and(Looked other) {
        List<Sign> all = new ArrayList<>(signs);
        all.addAll(other.signs);
        Set<String> both = new HashSet<>(whole);
        both.addAll(other.whole);
        return new Looked(all, both);
    }
}
