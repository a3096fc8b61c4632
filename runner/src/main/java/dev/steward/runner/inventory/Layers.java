package dev.steward.runner.inventory;

import dev.steward.dsl.check.Problem;
import dev.steward.runner.inventory.InventoryBuilder.GroupNode;
import dev.steward.runner.inventory.InventoryBuilder.HostNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The scopes of a host's variables, low to high, in Ansible's order (its {@code VARIABLE_PRECEDENCE}): what the file says of
 * {@code all} and of groups, then {@code group_vars/all} and {@code group_vars/*} beside the sources and beside the playbook,
 * then what the file says of the host, then {@code host_vars}. A higher value replaces a lower one whole.
 */
record Layers(List<VarsFolder> beside, Optional<VarsFolder> playbook) {

    private static final Comparator<GroupNode> ORDER = Comparator.<GroupNode>comparingInt(g -> g.depth)
            .thenComparingInt(g -> g.priority)
            .thenComparing(g -> g.name, CodePoints.ORDER);

    /** The scopes of a host, low to high. */
    List<VarsFolder.Layer> of(HostNode host, GroupNode all) {
        List<GroupNode> groups =
                host.groups.stream().filter(g -> g != all).sorted(ORDER).toList();
        List<VarsFolder.Layer> layers = new ArrayList<>();
        layers.add(inline(all.vars));
        groups.forEach(group -> layers.add(inline(group.vars)));
        beside.forEach(folder -> layers.add(folder.group(all.name)));
        playbook.ifPresent(folder -> layers.add(folder.group(all.name)));
        beside.forEach(folder -> groups.forEach(group -> layers.add(folder.group(group.name))));
        playbook.ifPresent(folder -> groups.forEach(group -> layers.add(folder.group(group.name))));
        layers.add(inline(host.vars));
        beside.forEach(folder -> layers.add(folder.host(host.name)));
        playbook.ifPresent(folder -> layers.add(folder.host(host.name)));
        layers.removeIf(layer -> layer == VarsFolder.EMPTY);
        return layers;
    }

    /** The variables of a group alone, as the graph shows them. */
    Map<Object, Object> of(GroupNode group) {
        List<VarsFolder.Layer> layers = new ArrayList<>();
        layers.add(inline(group.vars));
        beside.forEach(folder -> layers.add(folder.group(group.name)));
        playbook.ifPresent(folder -> layers.add(folder.group(group.name)));
        Map<Object, Object> merged = merged(layers);
        if (group.priority != 1) {
            merged.put("ansible_group_priority", (long) group.priority);
        }
        return merged;
    }

    /** All scopes in one, as written. */
    static Map<Object, Object> merged(List<VarsFolder.Layer> layers) {
        List<Problem> closed =
                layers.stream().flatMap(layer -> layer.closed().stream()).toList();
        if (!closed.isEmpty()) {
            throw new InventoryException(closed);
        }
        Map<Object, Object> merged = new LinkedHashMap<>();
        layers.forEach(layer -> merged.putAll(layer.vars()));
        return merged;
    }

    private static VarsFolder.Layer inline(Map<Object, Object> vars) {
        return vars.isEmpty() ? VarsFolder.EMPTY : new VarsFolder.Layer(vars, List.of());
    }
}
