package dev.steward.dsl.render;

import java.util.List;

/**
 * The hosts that the plays of a plan stand for in an inventory, for showing them beside the plan.
 *
 * @param plays host names by play, in the plan's order; empty: no inventory was looked at
 */
public record Matches(List<List<String>> plays) {

    /** No inventory was looked at. */
    public static final Matches NONE = new Matches(List.of());

    /** Names shown of one play; the rest is counted. */
    static final int SHOWN = 20;

    public Matches {
        plays = plays.stream().map(List::copyOf).toList();
    }

    boolean known() {
        return !plays.isEmpty();
    }

    /** {@code 3 hosts: a, b, c}, long lists cut. */
    String line(int play) {
        List<String> names = plays.get(play);
        if (names.isEmpty()) {
            return "no host";
        }
        int more = names.size() - SHOWN;
        return names.size()
                + (names.size() == 1 ? " host: " : " hosts: ")
                + String.join(", ", shown(play))
                + (more > 0 ? " and " + more + " more" : "");
    }

    List<String> shown(int play) {
        List<String> names = plays.get(play);
        return names.subList(0, Math.min(SHOWN, names.size()));
    }
}
