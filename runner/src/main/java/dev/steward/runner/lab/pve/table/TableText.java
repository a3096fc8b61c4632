package dev.steward.runner.lab.pve.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the table's text; its head says how it is written. */
final class TableText {

    private static final Pattern LIMIT = Pattern.compile("([a-z]+)=(\"(?:[^\"\\\\]|\\\\.)*\"|\\S*)");
    private static final Pattern METHOD = Pattern.compile("(GET|POST|PUT|DELETE) (\\S+)(?: ([89]))?((?: [a-z]+)*)");
    private static final Pattern LINE = Pattern.compile("  (?:([89]) )?(\\S+) (\\S+) ?(.*)");

    private final Release release;
    private final Map<String, Property> properties = new HashMap<>();
    private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();

    TableText(Release release) {
        this.release = release;
    }

    TableText read(String text) {
        for (String part : text.split("\n\\s*\n")) {
            List<String> lines =
                    part.lines().filter(line -> !line.startsWith("#")).toList();
            if (!lines.isEmpty() && lines.get(0).startsWith("property ")) {
                property(lines);
            } else if (!lines.isEmpty()) {
                endpoint(lines);
            }
        }
        return this;
    }

    Map<String, Property> properties() {
        return properties;
    }

    List<Endpoint> endpoints() {
        return List.copyOf(endpoints.values());
    }

    private void property(List<String> lines) {
        String[] words = lines.get(0).split(" ");
        String bare = words.length > 2 ? words[2].substring("bare=".length()) : "";
        properties.put(words[1], new Property(words[1], bare, params(lines.subList(1, lines.size()))));
    }

    private void endpoint(List<String> lines) {
        Matcher head = METHOD.matcher(lines.get(0));
        if (!head.matches()) {
            throw new IllegalArgumentException("not a line of the table: " + lines.get(0));
        }
        if (!release.is(head.group(3) == null ? "" : head.group(3))) {
            return;
        }
        String may = "";
        for (String line : lines) {
            Matcher one = LINE.matcher(line);
            if (one.matches() && one.group(2).equals("may") && release.is(digit(one))) {
                may = line.substring(line.indexOf("may ") + 4);
            }
        }
        List<String> flags = head.group(4).isBlank()
                ? List.of()
                : List.of(head.group(4).trim().split(" "));
        Endpoint made = new Endpoint(head.group(1), head.group(2), flags, may, params(lines.subList(1, lines.size())));
        endpoints.put(made.title(), made);
    }

    private static String digit(Matcher line) {
        return line.group(1) == null ? "" : line.group(1);
    }

    private List<Param> params(List<String> lines) {
        List<Param> params = new ArrayList<>();
        for (String line : lines) {
            Matcher one = LINE.matcher(line);
            if (!one.matches()) {
                throw new IllegalArgumentException("not a line of the table: " + line);
            }
            if (release.is(digit(one)) && !one.group(2).equals("may")) {
                boolean optional = one.group(3).endsWith("?");
                String type = optional ? one.group(3).substring(0, one.group(3).length() - 1) : one.group(3);
                params.add(new Param(one.group(2), type, optional, limits(one.group(4))));
            }
        }
        return params;
    }

    private static Map<String, String> limits(String text) {
        Map<String, String> limits = new HashMap<>();
        Matcher each = LIMIT.matcher(text);
        while (each.find()) {
            String value = each.group(2);
            limits.put(
                    each.group(1),
                    value.startsWith("\"")
                            ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
                            : value);
        }
        return limits;
    }
}
