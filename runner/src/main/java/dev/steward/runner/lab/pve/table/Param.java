package dev.steward.runner.lab.pve.table;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One parameter, or one key of a property string.
 *
 * @param name {@code net[n]} stands for net0, net1…
 * @param type string, integer, number, boolean, array, object; alias for a key that names another's value
 * @param optional whether it may be left out
 * @param limits min, max, shortest, longest, requires, pattern, default, enum, format, property; as written in the table
 */
public record Param(String name, String type, boolean optional, Map<String, String> limits) {

    private static final Pattern RANGE = Pattern.compile("([a-z]+)(\\d+)\\.\\.(\\d+)");

    public Param {
        limits = Map.copyOf(limits);
    }

    /** A limit, empty where it is not set. */
    public String limit(String key) {
        return limits.getOrDefault(key, "");
    }

    /** The values allowed, empty where any is. */
    public List<String> values() {
        return limits.containsKey("enum")
                ? Stream.of(limit("enum").split(",", -1)).flatMap(Param::spread).toList()
                : List.of();
    }

    private static Stream<String> spread(String item) {
        Matcher range = RANGE.matcher(item);
        return range.matches()
                ? IntStream.rangeClosed(Integer.parseInt(range.group(2)), Integer.parseInt(range.group(3)))
                        .mapToObj(i -> range.group(1) + i)
                : Stream.of(item);
    }

    /** Whether a request's key means this parameter. */
    public boolean covers(String key) {
        if (!name.endsWith("[n]")) {
            return name.equals(key);
        }
        String base = name.substring(0, name.length() - 3);
        return key.startsWith(base) && key.substring(base.length()).matches("0|[1-9]\\d{0,2}");
    }
}
