package dev.steward.runner.inventory;

import dev.steward.dsl.check.Problem;
import dev.steward.runner.inventory.InventoryBuilder.GroupNode;
import dev.steward.runner.inventory.InventoryBuilder.HostNode;
import dev.steward.runner.inventory.origin.Scope;
import dev.steward.runner.inventory.origin.Scoped;
import dev.steward.runner.inventory.origin.Trail;
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
        return scopes(host, all).stream()
                .map(one -> new VarsFolder.Layer(one.vars(), one.trail(), one.closed()))
                .toList();
    }

    /** The same, each with whom it is of. */
    List<Scoped> scopes(HostNode host, GroupNode all) {
        List<GroupNode> groups =
                host.groups.stream().filter(g -> g != all).sorted(ORDER).toList();
        List<Scoped> scopes = new ArrayList<>();
        scopes.add(inline(all));
        groups.forEach(group -> scopes.add(inline(group)));
        beside.forEach(folder -> scopes.add(file(folder, all)));
        playbook.ifPresent(folder -> scopes.add(file(folder, all)));
        beside.forEach(folder -> groups.forEach(group -> scopes.add(file(folder, group))));
        playbook.ifPresent(folder -> groups.forEach(group -> scopes.add(file(folder, group))));
        Scope own = new Scope(Scope.Kind.HOST, host.name, 0, 1);
        scopes.add(scoped(own, inline(host.vars, host.trail)));
        beside.forEach(folder -> scopes.add(scoped(own, folder.host(host.name))));
        playbook.ifPresent(folder -> scopes.add(scoped(own, folder.host(host.name))));
        scopes.removeIf(scope -> scope.vars().isEmpty() && scope.closed().isEmpty());
        return scopes;
    }

    /** The variables of a group alone, as the graph shows them. */
    Map<Object, Object> of(GroupNode group) {
        List<VarsFolder.Layer> layers = new ArrayList<>();
        layers.add(inline(group.vars, group.trail));
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

    private static Scope whom(GroupNode group) {
        return new Scope(Scope.Kind.GROUP, group.name, group.depth, group.priority);
    }

    private static Scoped inline(GroupNode group) {
        return scoped(whom(group), inline(group.vars, group.trail));
    }

    private static Scoped file(VarsFolder folder, GroupNode group) {
        return scoped(whom(group), folder.group(group.name));
    }

    private static Scoped scoped(Scope of, VarsFolder.Layer layer) {
        return new Scoped(of, layer.vars(), layer.trail(), layer.closed());
    }

    private static VarsFolder.Layer inline(Map<Object, Object> vars, Trail trail) {
        return vars.isEmpty() ? VarsFolder.EMPTY : new VarsFolder.Layer(vars, trail, List.of());
    }
}
