package dev.steward.runner.inventory;

import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.word.Suggestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code steward inventory} prints: the same text as {@code ansible-inventory} on the same files, without the last line
 * break. Variables print as written (old names too). Two deviations, both towards losing nothing: {@code !unsafe} keeps the
 * inner values of lists and mappings, which Ansible 2.14 prints empty; and the graph shows closed vault values as {@code ***}.
 */
public final class InventoryListing {

    /** Ansible's own variables, which a listing leaves out whoever wrote them ({@code cli/inventory.py}). */
    private static final Set<String> INTERNAL = Set.of(
            "ansible_diff_mode",
            "ansible_config_file",
            "ansible_facts",
            "ansible_forks",
            "ansible_inventory_sources",
            "ansible_limit",
            "ansible_playbook_python",
            "ansible_run_tags",
            "ansible_skip_tags",
            "ansible_verbosity",
            "ansible_version",
            "inventory_dir",
            "inventory_file",
            "inventory_hostname",
            "inventory_hostname_short",
            "groups",
            "group_names",
            "omit",
            "playbook_dir");

    private final Inventory inventory;
    private final Map<String, Group> groups;

    /** Prints this inventory. */
    public InventoryListing(Inventory inventory) {
        this.inventory = inventory;
        this.groups = inventory.groups();
    }

    /**
     * {@code --list}: everything as JSON with sorted keys.
     *
     * @throws InventoryException where a whole file needs a vault password
     */
    public String list() {
        Map<Object, Object> all = new LinkedHashMap<>();
        addGroup(all, groups.get(InventoryBuilder.ALL), new HashSet<>());
        Map<Object, Object> hostvars = new LinkedHashMap<>();
        for (String host : inventory.hostNames()) {
            Map<Object, Object> vars = shown(inventory.written(host));
            if (!vars.isEmpty()) {
                hostvars.put(host, vars);
            }
        }
        Map<Object, Object> meta = new LinkedHashMap<>();
        meta.put("hostvars", hostvars);
        all.put("_meta", meta);
        return PythonJson.write(all);
    }

    private void addGroup(Map<Object, Object> all, Group group, Set<String> seen) {
        Map<Object, Object> entry = new LinkedHashMap<>();
        all.put(group.name(), entry);
        if (!group.name().equals(InventoryBuilder.ALL) && !group.hosts().isEmpty()) {
            entry.put("hosts", group.hosts());
        }
        if (!group.children().isEmpty()) {
            entry.put("children", group.children());
        }
        for (String child : group.children()) {
            if (seen.add(child)) {
                addGroup(all, groups.get(child), seen);
            }
        }
        if (entry.isEmpty()) {
            all.remove(group.name());
        }
    }

    /**
     * {@code --host}: one host's variables as JSON.
     *
     * @param pattern must stand for exactly one host
     * @throws InventoryException where it does not
     */
    public String host(String pattern) {
        List<String> names = inventory.namesOf(pattern);
        if (names.size() != 1) {
            throw HostPattern.refused(
                    new SourceRef("--host", 1, 1),
                    "'" + pattern + "' stands for " + names.size() + " hosts, one was expected",
                    "see --limit '" + pattern + "' --list-hosts");
        }
        return PythonJson.write(shown(inventory.written(names.get(0))));
    }

    /** {@code --limit P --list-hosts}: one name a line, in order. */
    public String hosts(String limit) {
        return String.join("\n", inventory.namesOf(limit));
    }

    /**
     * {@code --graph}: groups and hosts as a tree.
     *
     * @param top the group to begin at; {@code all} for everything
     * @param vars whether variables are shown too
     * @throws InventoryException where there is no such group
     */
    public String graph(String top, boolean vars) {
        Group group = groups.get(top);
        if (group == null) {
            throw HostPattern.refused(
                    new SourceRef("--graph", 1, 1),
                    "there is no group '" + top + "'",
                    Suggestion.question(top, groups.keySet()).orElse("name a group of the inventory"));
        }
        List<String> lines = new ArrayList<>();
        addTree(lines, group, 0, vars);
        return String.join("\n", lines);
    }

    private void addTree(List<String> lines, Group group, int depth, boolean vars) {
        lines.add(branch("@" + group.name() + ":", depth));
        group.children().forEach(child -> addTree(lines, groups.get(child), depth + 1, vars));
        if (!group.name().equals(InventoryBuilder.ALL)) {
            for (String host : group.hosts()) {
                lines.add(branch(host, depth + 1));
                if (vars) {
                    addVars(lines, inventory.written(host), depth + 2);
                }
            }
        }
        if (vars) {
            addVars(lines, inventory.writtenOf(group.name()), depth + 1);
        }
    }

    private static void addVars(List<String> lines, Map<Object, Object> vars, int depth) {
        shown(vars).entrySet().stream()
                .map(entry -> Map.entry(PythonJson.key(entry.getKey()), PythonText.of(entry.getValue())))
                .sorted(Map.Entry.comparingByKey(CodePoints.ORDER))
                .forEach(entry -> lines.add(branch("{" + entry.getKey() + " = " + entry.getValue() + "}", depth)));
    }

    private static String branch(String text, int depth) {
        return depth == 0 ? text : "  |".repeat(depth) + "--" + text;
    }

    /** Whether a variable is Ansible's own, or the runner's. */
    public static boolean isInternal(String name) {
        return INTERNAL.contains(name);
    }

    private static Map<Object, Object> shown(Map<Object, Object> vars) {
        Map<Object, Object> shown = new LinkedHashMap<>(vars);
        shown.keySet().removeIf(name -> name instanceof String text && INTERNAL.contains(text));
        return shown;
    }
}
