package dev.steward.runner.lab.debian;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One paragraph of a control file (deb-control(5)). */
record Stanza(Map<String, String> fields) {

    static List<Stanza> parse(String text) {
        List<Stanza> all = new ArrayList<>();
        for (String paragraph : text.split("\n\n+")) {
            Map<String, String> fields = new LinkedHashMap<>();
            String last = "";
            for (String line : paragraph.split("\n")) {
                int colon = line.indexOf(':');
                if (line.startsWith(" ")) {
                    fields.merge(last, "\n" + line, String::concat);
                } else if (colon > 0) {
                    last = line.substring(0, colon);
                    fields.put(last, line.substring(colon + 1).trim());
                }
            }
            if (!fields.isEmpty()) {
                all.add(new Stanza(fields));
            }
        }
        return all;
    }

    String get(String name) {
        return fields.getOrDefault(name, "");
    }

    String name() {
        return get("Package");
    }

    String version() {
        return get("Version");
    }

    boolean installed() {
        return get("Status").endsWith(" installed");
    }

    boolean held() {
        return get("Status").startsWith("hold ");
    }

    /** The names it needs; of alternatives the first. */
    List<String> depends() {
        return names("Depends");
    }

    /** The names that go where it comes. */
    List<String> conflicts() {
        return names("Conflicts");
    }

    private List<String> names(String field) {
        return Arrays.stream(get(field).split(","))
                .map(part -> part.trim().replaceFirst("[ (|].*", "").replaceFirst(":any", ""))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    Stanza with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(fields);
        changed.put(name, value);
        return new Stanza(changed);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        fields.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append('\n'));
        return text.toString();
    }
}
