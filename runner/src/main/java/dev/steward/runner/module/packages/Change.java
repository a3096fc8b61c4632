package dev.steward.runner.module.packages;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A package that changed.
 *
 * @param from its version before; empty where it was not installed
 * @param to its version now; empty where it is gone
 */
public record Change(String name, String from, String to) {

    /**
     * What differs between two states, by name.
     *
     * @param before lines {@code status|name|version} of what is not the same after, status as dpkg-query abbreviates it:
     *     what is neither installed nor half so has no version
     * @param after such lines of what was not the same before
     */
    public static List<Change> between(List<String> before, List<String> after) {
        Map<String, String> was = versions(before);
        Map<String, String> is = versions(after);
        TreeMap<String, Change> changes = new TreeMap<>();
        was.forEach((name, from) -> changes.put(name, new Change(name, from, is.getOrDefault(name, ""))));
        is.forEach((name, to) -> changes.putIfAbsent(name, new Change(name, "", to)));
        changes.values().removeIf(c -> c.from().isEmpty() && c.to().isEmpty());
        return List.copyOf(changes.values());
    }

    private static Map<String, String> versions(List<String> lines) {
        Map<String, String> versions = new LinkedHashMap<>();
        for (String line : lines) {
            String[] parts = line.split("\\|", 3);
            boolean gone = parts[0].length() > 1 && (parts[0].charAt(1) == 'c' || parts[0].charAt(1) == 'n');
            versions.put(parts[1], gone ? "" : parts[2]);
        }
        return versions;
    }

    /** What happened to it: {@code installed}, {@code upgraded}, {@code removed} or {@code configured}. */
    public String action() {
        if (from.isEmpty()) {
            return "installed";
        }
        return to.isEmpty() ? "removed" : from.equals(to) ? "configured" : "upgraded";
    }

    Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", name);
        data.put("from", from);
        data.put("to", to);
        data.put("action", action());
        return data;
    }
}
