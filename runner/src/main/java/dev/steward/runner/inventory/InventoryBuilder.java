package dev.steward.runner.inventory;

import dev.steward.runner.inventory.origin.Place;
import dev.steward.runner.inventory.origin.Trail;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Collects groups and hosts in the order of their sources, by the rules of Ansible's {@code inventory/data.py}: groups are
 * global by name, a host named like a group puts its variables on the group, the first source of a host counts as its file.
 * Not thread-safe. Cycles are told by {@link #addChild}.
 */
public final class InventoryBuilder {

    /** The group of all hosts. */
    public static final String ALL = "all";

    static final String UNGROUPED = "ungrouped";

    final Map<String, GroupNode> groups = new LinkedHashMap<>();
    final Map<String, HostNode> hosts = new LinkedHashMap<>();
    final List<String> gaps = new ArrayList<>();
    final List<String> unasked = new ArrayList<>();

    /** An inventory with the groups {@code all} and {@code ungrouped} alone. */
    public InventoryBuilder() {
        addGroup(ALL);
        addGroup(UNGROUPED);
        addChild(ALL, UNGROUPED);
    }

    /** Adds a group unless it is there. */
    public void addGroup(String name) {
        groups.computeIfAbsent(name, GroupNode::new);
    }

    /** Whether there is a group of this name. */
    public boolean hasGroup(String name) {
        return groups.containsKey(name);
    }

    /** Whether there is a host of this name. */
    public boolean hasHost(String name) {
        return hosts.containsKey(name);
    }

    /** All group and host names so far; for suggestions. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>(groups.keySet());
        names.addAll(hosts.keySet());
        return names;
    }

    /** The names of all groups so far, in order. */
    public List<String> groupNames() {
        return List.copyOf(groups.keySet());
    }

    /** The names of all hosts so far, in order. */
    public List<String> hostNames() {
        return List.copyOf(hosts.keySet());
    }

    /** How many hosts there are. */
    public int size() {
        return hosts.size();
    }

    /**
     * Adds a host to a group that exists; the port counts only where the host is new.
     *
     * @param source where it was read; empty: it was added by a run
     */
    public void addHost(String name, String group, Optional<Integer> port, Optional<Source> source) {
        HostNode host = hosts.get(name);
        if (host == null) {
            host = new HostNode(name);
            hosts.put(name, host);
            Place place = Place.of(source.map(Source::file).orElse("a run"));
            port.filter(p -> p != 0).ifPresent(p -> set(name, "ansible_port", p.longValue(), place));
            set(name, "inventory_file", source.map(Source::file).orElse(null), place);
            set(name, "inventory_dir", source.flatMap(Source::folder).orElse(null), place);
        }
        groups.get(group).add(host);
    }

    /** Sets a variable of a group, or where there is no such group, of a host; said there. */
    public void set(String name, Object variable, Object value, Place at) {
        GroupNode group = groups.get(name);
        if (group != null) {
            group.vars.put(variable, value);
            group.trail.note(variable, value, at);
        } else {
            hosts.get(name).vars.put(variable, value);
            hosts.get(name).trail.note(variable, value, at);
        }
    }

    /** Sets a variable of a host, unless a file has set it. */
    public void offer(String host, String variable, Object value, Place at) {
        hosts.get(host).vars.putIfAbsent(variable, value);
        hosts.get(host).trail.offer(variable, value, at);
    }

    /** What the sources say of a host's variable; its groups and the files of host_vars are not looked at. */
    public Optional<Object> said(String host, String variable) {
        return Optional.ofNullable(hosts.get(host).vars.get(variable));
    }

    /** Notes that hosts may be missing, and why: patterns that could mean them are refused. */
    public void gap(String reason) {
        gaps.add(reason);
    }

    /**
     * Notes that nobody is there to be asked for hosts that no file lists, and why: patterns that name groups of such hosts are
     * refused, be it to take them away; what files list is known.
     */
    public void unasked(String reason) {
        unasked.add(reason);
    }

    /** Sets {@code ansible_group_priority}. */
    public void priority(String group, int priority) {
        groups.get(group).priority = priority;
    }

    /**
     * Makes a group (or where there is no such group, a host) a child of a group.
     *
     * @return false: refused, because the child is the group itself or one of its ancestors
     */
    public boolean addChild(String parent, String child) {
        GroupNode group = groups.get(parent);
        GroupNode below = groups.get(child);
        if (below == null) {
            group.add(hosts.get(child));
            return true;
        }
        return group.adopt(below);
    }

    /** Gives parentless groups and hosts their place; called once all sources are read. */
    void reconcile() {
        GroupNode all = groups.get(ALL);
        GroupNode ungrouped = groups.get(UNGROUPED);
        for (GroupNode group : groups.values()) {
            if (group != all && group.parents.isEmpty()) {
                all.adopt(group);
            }
        }
        for (HostNode host : hosts.values()) {
            boolean elsewhere = host.groups.stream().anyMatch(g -> g != all && g != ungrouped);
            if (host.groups.contains(ungrouped)) {
                if (elsewhere) {
                    ungrouped.remove(host);
                }
            } else if (!elsewhere) {
                addChild(UNGROUPED, host.name);
            }
        }
    }

    /**
     * The inventory as it stands.
     *
     * @param beside folders of the sources in their order, later ones win
     * @param playbook the playbook's folder; empty: none
     */
    public Inventory build(List<VarsFolder> beside, Optional<VarsFolder> playbook, Inventory.Setting setting) {
        reconcile();
        return new Inventory(this, new Layers(List.copyOf(beside), playbook), setting);
    }

    InventoryBuilder copy() {
        InventoryBuilder copy = new InventoryBuilder();
        copy.gaps.addAll(gaps);
        copy.unasked.addAll(unasked);
        groups.keySet().forEach(copy::addGroup);
        hosts.forEach((name, host) -> {
            HostNode twin = new HostNode(name);
            twin.vars.putAll(host.vars);
            twin.trail.addAll(host.trail);
            copy.hosts.put(name, twin);
        });
        groups.forEach((name, group) -> group.copyInto(copy));
        hosts.forEach((name, host) ->
                host.groups.forEach(g -> copy.hosts.get(name).groups.add(copy.groups.get(g.name))));
        return copy;
    }

    /**
     * Where a host was read.
     *
     * @param file absolute path, or the host list as written
     * @param folder its folder; empty for a host list
     */
    public record Source(String file, Optional<String> folder) {

        /** A file. */
        public static Source of(Path file) {
            Path absolute = file.toAbsolutePath().normalize();
            return new Source(
                    absolute.toString(),
                    Optional.ofNullable(absolute.getParent()).map(Path::toString));
        }
    }

    /** A host as it grows. */
    static final class HostNode {

        final String name;
        final Map<Object, Object> vars = new LinkedHashMap<>();
        final Trail trail = new Trail();
        final Set<GroupNode> groups = new LinkedHashSet<>();

        HostNode(String name) {
            this.name = name;
        }

        private void leave(GroupNode group) {
            groups.remove(group);
            for (GroupNode old : group.ancestors()) {
                boolean needed = old.name.equals(ALL)
                        || groups.stream().anyMatch(g -> g.ancestors().contains(old));
                if (!needed && groups.contains(old)) {
                    leave(old);
                }
            }
        }
    }

    /** A group as it grows. */
    static final class GroupNode {

        final String name;
        final Map<Object, Object> vars = new LinkedHashMap<>();
        final Trail trail = new Trail();
        final Map<String, HostNode> hosts = new LinkedHashMap<>();
        final Set<GroupNode> children = new LinkedHashSet<>();
        final Set<GroupNode> parents = new LinkedHashSet<>();
        int depth;
        int priority = 1;

        GroupNode(String name) {
            this.name = name;
        }

        private void add(HostNode host) {
            if (hosts.putIfAbsent(host.name, host) == null) {
                host.groups.addAll(ancestors());
                host.groups.add(this);
            }
        }

        private void remove(HostNode host) {
            if (hosts.remove(host.name) != null) {
                host.leave(this);
            }
        }

        private boolean adopt(GroupNode child) {
            if (children.contains(child)) {
                return true;
            }
            Set<GroupNode> above = ancestors();
            above.add(this);
            if (above.contains(child)) {
                return false;
            }
            children.add(child);
            child.parents.add(this);
            child.sink(depth + 1);
            child.members().forEach(host -> host.groups.addAll(above));
            return true;
        }

        private void sink(int least) {
            if (depth < least) {
                depth = least;
                children.forEach(child -> child.sink(least + 1));
            }
        }

        Set<GroupNode> ancestors() {
            Set<GroupNode> seen = new LinkedHashSet<>();
            List<GroupNode> next = new ArrayList<>(parents);
            for (int i = 0; i < next.size(); i++) {
                if (seen.add(next.get(i))) {
                    next.addAll(next.get(i).parents);
                }
            }
            return seen;
        }

        /**
         * All hosts of the group and its descendants: level by level, each level in order of definition. (Ansible walks a
         * set below the first level, so its order there changes from run to run.)
         */
        List<HostNode> members() {
            Set<GroupNode> seen = new LinkedHashSet<>(List.of(this));
            List<GroupNode> next = new ArrayList<>(seen);
            for (int i = 0; i < next.size(); i++) {
                next.get(i).children.stream().filter(seen::add).forEach(next::add);
            }
            Set<HostNode> members = new LinkedHashSet<>();
            next.forEach(group -> members.addAll(group.hosts.values()));
            return new ArrayList<>(members);
        }

        private void copyInto(InventoryBuilder copy) {
            GroupNode twin = copy.groups.get(name);
            twin.vars.putAll(vars);
            twin.trail.addAll(trail);
            twin.depth = depth;
            twin.priority = priority;
            hosts.keySet().forEach(host -> twin.hosts.put(host, copy.hosts.get(host)));
            children.forEach(child -> twin.children.add(copy.groups.get(child.name)));
            parents.forEach(parent -> twin.parents.add(copy.groups.get(parent.name)));
        }
    }
}
