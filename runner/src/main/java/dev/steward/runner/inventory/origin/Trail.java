package dev.steward.runner.inventory.origin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was said of the variables of one group, host or file, and where: the last word first. Not thread-safe. */
public final class Trail {

    private final Map<Object, List<Said>> said = new HashMap<>();

    /**
     * A value that somebody said.
     *
     * @param value as written
     * @param at where
     */
    public record Said(Object value, Place at) {}

    /** Notes a word that replaces those before it. */
    public void note(Object variable, Object value, Place at) {
        said.merge(variable, List.of(new Said(value, at)), (before, now) -> joined(now, before));
    }

    /** Notes a word that counts only where nobody has said anything. */
    public void offer(Object variable, Object value, Place at) {
        said.merge(variable, List.of(new Said(value, at)), Trail::joined);
    }

    /** Takes over all that another knows. */
    public void addAll(Trail other) {
        said.putAll(other.said);
    }

    /** What was said of a variable, the word that counts first. */
    public List<Said> of(Object variable) {
        return said.getOrDefault(variable, List.of());
    }

    private static List<Said> joined(List<Said> first, List<Said> then) {
        List<Said> all = new ArrayList<>(first);
        all.addAll(then);
        return List.copyOf(all);
    }
}
