package dev.steward.dsl.script;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what waits for itself, by way of others. */
public final class Circles {

    private final Map<String, List<String>> waits;
    private final Set<String> done = new HashSet<>();
    private final List<List<String>> found = new ArrayList<>();

    private Circles(Map<String, List<String>> waits) {
        this.waits = waits;
    }

    /**
     * The circles, each from a member back to it: {@code [a, b, a]}. Of those that share a member not all are found, but one at least.
     *
     * @param waits what each waits for
     */
    public static List<List<String>> of(Map<String, List<String>> waits) {
        Circles circles = new Circles(waits);
        waits.keySet().forEach(name -> circles.visit(name, new ArrayList<>()));
        return circles.found;
    }

    private void visit(String name, List<String> path) {
        int before = path.indexOf(name);
        if (before >= 0) {
            List<String> circle = new ArrayList<>(path.subList(before, path.size()));
            circle.add(name);
            found.add(circle);
            return;
        }
        if (!done.contains(name)) {
            path.add(name);
            waits.getOrDefault(name, List.of()).forEach(next -> visit(next, path));
            path.remove(path.size() - 1);
            done.add(name);
        }
    }
}
