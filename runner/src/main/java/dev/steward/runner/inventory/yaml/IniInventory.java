package dev.steward.runner.inventory.yaml;

import dev.steward.dsl.plan.SourceRef;
import dev.steward.runner.inventory.InventoryException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An INI inventory of Ansible's as the tree that its YAML form is: {@code [web]}, {@code [web:vars]}, {@code [site:children]},
 * hosts with {@code name=value}, ranges and ports as they are written. Steward runs YAML alone; this is for what moves here.
 */
public final class IniInventory {

    private static final Pattern SECTION = Pattern.compile("\\[([^:\\]\\s]+)(?::(\\w+))?\\]\\s*(?:[#;].*)?");

    private final String shown;
    private final Problems problems = new Problems();
    private final Map<String, Object> groups = new LinkedHashMap<>();
    private final Map<String, SourceRef> wanted = new LinkedHashMap<>();
    private final Set<String> declared = new HashSet<>(Set.of("all", "ungrouped"));
    private String group = "ungrouped";
    private String kind = "hosts";

    private IniInventory(String shown) {
        this.shown = shown;
    }

    /**
     * Reads a text.
     *
     * @param shown how problems name it
     * @return the groups by their names, {@code all} and {@code ungrouped} among them where the text says something of them
     * @throws InventoryException with every problem found
     */
    public static Map<String, Object> read(String text, String shown) {
        IniInventory reader = new IniInventory(shown);
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            reader.line(lines.get(i).strip(), new SourceRef(shown, i + 1, 1));
        }
        reader.wanted.forEach((name, at) -> {
            if (!reader.declared.contains(name)) {
                reader.problems.error(at, "the group '" + name + "' is nowhere", "write a section [" + name + "]");
            }
        });
        if (reader.problems.refuse()) {
            throw new InventoryException(reader.problems.all());
        }
        return reader.groups;
    }

    private void line(String line, SourceRef at) {
        if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
            return;
        }
        Matcher section = SECTION.matcher(line);
        if (section.matches()) {
            section(section.group(1), section.group(2) == null ? "hosts" : section.group(2), at);
            return;
        }
        switch (kind) {
            case "vars" -> variable(line, at);
            case "children" -> child(line, at);
            case "hosts" -> host(line, at);
            default -> {
                // the section was refused already
            }
        }
    }

    private void section(String name, String what, SourceRef at) {
        group = name;
        kind = what;
        if (!List.of("hosts", "vars", "children").contains(what)) {
            problems.error(at, "[" + name + ":" + what + "] is no section", "a group has :vars and :children");
        } else if (!what.equals("vars")) {
            declared.add(name);
            group();
        } else {
            wanted.putIfAbsent(name, at);
        }
    }

    private void variable(String line, SourceRef at) {
        int equals = line.indexOf('=');
        if (equals < 1) {
            problems.error(at, "a variable is written name=value", "take the line out, or give it a value");
            return;
        }
        below(group(), "vars")
                .put(
                        line.substring(0, equals).strip(),
                        PythonLiteral.of(line.substring(equals + 1).strip()));
    }

    private void child(String line, SourceRef at) {
        String name = line.replaceFirst("\\s*#.*", "");
        if (!name.matches("\\S+")) {
            problems.error(at, "a child is the name of a group", "write one name a line");
            return;
        }
        wanted.putIfAbsent(name, at);
        if (!group.equals("all")) {
            below(group(), "children").put(name, null);
        }
    }

    private void host(String line, SourceRef at) {
        List<String> words = new ArrayList<>();
        if (!ShellWords.split(line, words)) {
            problems.error(at, "a quote is not closed", "close it");
            return;
        }
        if (words.isEmpty()) {
            return;
        }
        Map<String, Object> vars = below(below(group(), "hosts"), words.get(0));
        for (String word : words.subList(1, words.size())) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                problems.error(
                        at, "after a host stands name=value, this is none: word " + words.indexOf(word), "quote it");
                return;
            }
            vars.put(word.substring(0, equals), PythonLiteral.of(word.substring(equals + 1)));
        }
    }

    private Map<String, Object> group() {
        return below(groups, group);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> below(Map<String, Object> tree, String key) {
        return (Map<String, Object>) tree.computeIfAbsent(key, any -> new LinkedHashMap<String, Object>());
    }
}
