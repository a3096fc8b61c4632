package dev.steward.web.inventory;

import dev.steward.runner.inventory.Group;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.InventoryBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A group in the tree of groups.
 *
 * @param hosts how many are in it and below
 * @param depth from 0
 * @param again it stands with its children further up
 */
public record Branch(String name, int hosts, int depth, boolean again) {

    private static final int DEEPEST = 5;

    /** The tree from {@code all} down, line by line; a group with several parents has its children below the first. */
    static List<Branch> tree(Inventory inventory) {
        List<Branch> lines = new ArrayList<>();
        Map<String, Group> groups = inventory.groups();
        Group all = groups.get(InventoryBuilder.ALL);
        add(lines, all, 0, new Walk(groups, inventory.memberships(), new HashSet<>()));
        return lines;
    }

    private record Walk(Map<String, Group> groups, Map<String, List<String>> members, Set<String> seen) {}

    private static void add(List<Branch> lines, Group group, int depth, Walk walk) {
        boolean again = !walk.seen().add(group.name());
        int hosts = walk.members().get(group.name()).size();
        lines.add(new Branch(group.name(), hosts, Math.min(depth, DEEPEST), again));
        if (!again) {
            group.children().stream()
                    .filter(child -> !child.equals("ungrouped")
                            || !walk.members().get(child).isEmpty())
                    .sorted()
                    .forEach(child -> add(lines, walk.groups().get(child), depth + 1, walk));
        }
    }
}
