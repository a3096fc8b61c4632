package dev.steward.runner.inventory;

import java.util.List;

/**
 * A group of hosts.
 *
 * @param name unique in the inventory
 * @param depth the longest way from {@code all}, which has 0; deeper groups' variables win
 * @param priority {@code ansible_group_priority} of the inventory file (1 where not said); decides within one depth
 * @param hosts its own hosts in order of definition, without those of its children
 * @param children its child groups in order of definition
 */
public record Group(String name, int depth, int priority, List<String> hosts, List<String> children) {

    public Group {
        hosts = List.copyOf(hosts);
        children = List.copyOf(children);
    }
}
