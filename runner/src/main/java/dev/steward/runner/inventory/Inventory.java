package dev.steward.runner.inventory;

import dev.steward.dsl.check.Problem;
import dev.steward.dsl.check.Problem.Severity;
import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.inventory.HostPattern.Term;
import dev.steward.runner.inventory.InventoryBuilder.HostNode;
import dev.steward.runner.inventory.origin.Place;
import dev.steward.runner.inventory.origin.Scoped;
import dev.steward.runner.inventory.origin.Trail;
import dev.steward.runner.secret.AnsibleVault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Hosts and groups, read whole or not at all. Immutable and thread-safe; {@link #with} makes another one. Variables are merged
 * and vault values opened when a host is first asked for, so that a listing needs no vault password.
 */
public final class Inventory {

    /** Names of variables and groups that clusters give. */
    private static final Pattern FROM_CLUSTERS = Pattern.compile("proxmox_.*|tag_.*|ansible_host");

    private final InventoryBuilder data;
    private final Layers layers;
    private final Setting setting;
    private final Map<String, List<String>> memberships;
    private final Map<String, Host> known = new ConcurrentHashMap<>();

    Inventory(InventoryBuilder data, Layers layers, Setting setting) {
        this.data = data;
        this.layers = layers;
        this.setting = setting;
        Map<String, List<String>> members = new LinkedHashMap<>();
        data.groups.values().forEach(group -> members.put(group.name, names(group.members())));
        this.memberships = java.util.Collections.unmodifiableMap(members);
    }

    /** What stood out while reading: old names, keys that mean nothing, duplicate keys. */
    public List<Problem> warnings() {
        return setting.warnings();
    }

    /** All hosts in order; the implicit localhost is not among them. */
    public List<String> hostNames() {
        return memberships.get(InventoryBuilder.ALL);
    }

    /** Group name to the names of all its hosts (the magic variable {@code groups}). */
    public Map<String, List<String>> memberships() {
        return memberships;
    }

    /** All groups in order of definition. */
    public Map<String, Group> groups() {
        Map<String, Group> groups = new LinkedHashMap<>();
        data.groups
                .values()
                .forEach(g -> groups.put(
                        g.name,
                        new Group(
                                g.name,
                                g.depth,
                                g.priority,
                                List.copyOf(g.hosts.keySet()),
                                g.children.stream().map(child -> child.name).toList())));
        return groups;
    }

    /**
     * A host by its exact name, or the implicit localhost.
     *
     * @throws InventoryException where one of its values stays closed or its files cannot be read
     */
    public Optional<Host> host(String name) {
        HostNode node = data.hosts.get(name);
        if (node == null && !List.of("localhost", "127.0.0.1", "::1").contains(name)) {
            return Optional.empty();
        }
        return Optional.of(host(node != null ? node : new Matching(data).localhost(name)));
    }

    /**
     * The hosts of a play's pattern.
     *
     * @throws InventoryException where the pattern cannot be understood, or a host's values cannot be had
     */
    public Selection select(String pattern) {
        HostPattern terms = HostPattern.of(pattern);
        Matching.Gaps.check(terms, data);
        Matching matching = new Matching(data);
        List<HostNode> nodes = matching.of(terms);
        return new Selection(nodes.stream().map(this::host).toList(), warnings(matching.unknown()));
    }

    /**
     * The names of a play's pattern that a limit allows; opens no value and reads no vault.
     *
     * @param limit empty: none
     * @throws InventoryException as {@link #select} and {@link #limit}
     */
    public Match match(String pattern, Optional<String> limit) {
        Set<String> allowed = limit.map(l -> Set.copyOf(namesOf(l))).orElse(Set.of());
        Matching matching = new Matching(data);
        List<String> names = names(matching.of(HostPattern.of(pattern))).stream()
                .filter(name -> limit.isEmpty() || allowed.contains(name))
                .toList();
        return new Match(names, matching.unknown());
    }

    /**
     * What a pattern stands for.
     *
     * @param names in the pattern's order
     * @param unknown terms that stand for nothing
     */
    public record Match(List<String> names, List<Term> unknown) {

        public Match {
            names = List.copyOf(names);
            unknown = List.copyOf(unknown);
        }
    }

    /** All that a pattern's term may name: hosts and groups. */
    Set<String> names() {
        return data.names();
    }

    /**
     * The hosts of a play's pattern that a limit allows, in the order of the pattern; perhaps none.
     *
     * @throws InventoryException where the limit has a term that matches nothing, or leaves nobody at all. A limit never widens.
     */
    public Selection limit(String pattern, String limit) {
        Set<HostNode> allowed = new java.util.HashSet<>(allowed(HostPattern.limit(limit)));
        HostPattern terms = HostPattern.of(pattern);
        Matching.Gaps.check(terms, data);
        Matching matching = new Matching(data);
        Set<String> names = Set.copyOf(names(allowed));
        List<HostNode> nodes = matching.of(terms).stream()
                .filter(node -> allowed.contains(node) || names.contains(node.name))
                .toList();
        return new Selection(nodes.stream().map(this::host).toList(), warnings(matching.unknown()));
    }

    /**
     * The names a limit stands for as a pattern by itself, in its order ({@code --limit P --list-hosts}).
     *
     * @throws InventoryException as {@link #limit}
     */
    public List<String> namesOf(String limit) {
        return names(allowed(HostPattern.limit(limit)));
    }

    private List<HostNode> allowed(HostPattern limit) {
        Matching.Gaps.check(limit, data);
        Matching matching = new Matching(data);
        List<HostNode> hosts = matching.of(limit);
        if (!matching.unknown().isEmpty()) {
            throw new InventoryException(matching.unknown().stream()
                    .map(term -> unmatched(term, "", Severity.ERROR))
                    .toList());
        }
        if (hosts.isEmpty()) {
            throw HostPattern.refused(
                    limit.terms().get(0).at(), "the limit '" + limit + "' leaves no host", "look at --list-hosts");
        }
        return hosts;
    }

    private List<Problem> warnings(List<Term> unknown) {
        return unknown.stream()
                .map(term -> unmatched(term, ", it is ignored", Severity.WARNING))
                .toList();
    }

    private Problem unmatched(Term term, String then, Severity severity) {
        String message = "no host or group matches '" + term.plain() + "'" + then;
        return new Problem(term.at(), message, Suggestion.question(term.expression(), data.names()), severity);
    }

    /** A copy with one more host, or with more variables and groups for a host it has. */
    public Inventory with(NewHost added) {
        InventoryBuilder copy = data.copy();
        copy.addHost(added.name(), InventoryBuilder.ALL, Optional.empty(), Optional.empty());
        copy.hosts.get(added.name()).vars.putAll(added.vars());
        added.groups().forEach(group -> {
            copy.addGroup(group);
            copy.addHost(added.name(), group, Optional.empty(), Optional.empty());
        });
        return copy.build(layers.beside(), layers.playbook(), setting);
    }

    /** Why hosts may be missing; none: everybody who was to be asked has answered. */
    public List<String> gaps() {
        return List.copyOf(data.gaps);
    }

    /**
     * A copy whose gaps are filled with what clusters gave to an earlier inventory: their hosts, their groups, and of the hosts that
     * files have too what nobody says here. What files alone had is not taken over: who took a host out of them meant it.
     */
    public Inventory filledFrom(Inventory earlier) {
        InventoryBuilder copy = data.copy();
        copy.gaps.clear();
        earlier.data.hosts.values().stream().filter(Inventory::ofCluster).forEach(host -> {
            boolean known = copy.hasHost(host.name);
            copy.addHost(host.name, InventoryBuilder.ALL, Optional.empty(), Optional.empty());
            host.vars.forEach((name, value) -> {
                if (!known || FROM_CLUSTERS.matcher(String.valueOf(name)).matches()) {
                    Place at = host.trail.of(name).stream()
                            .findFirst()
                            .map(Trail.Said::at)
                            .orElse(Place.of("an earlier view"));
                    copy.offer(host.name, String.valueOf(name), value, at);
                }
            });
        });
        earlier.memberships.forEach((group, hosts) -> {
            if (FROM_CLUSTERS.matcher(group).matches()) {
                copy.addGroup(group);
                hosts.stream()
                        .filter(copy::hasHost)
                        .forEach(host -> copy.addHost(host, group, Optional.empty(), Optional.empty()));
            }
        });
        return copy.build(layers.beside(), layers.playbook(), setting);
    }

    private static boolean ofCluster(HostNode host) {
        return host.vars.keySet().stream().anyMatch(name -> String.valueOf(name).startsWith("proxmox_"));
    }

    /**
     * What is said of a host, far to near, and where; nothing is opened. Empty where there is no such host.
     *
     * @throws InventoryException where its files cannot be read
     */
    public Optional<List<Scoped>> scopes(String host) {
        return Optional.ofNullable(data.hosts.get(host))
                .map(node -> layers.scopes(node, data.groups.get(InventoryBuilder.ALL)));
    }

    /** The groups of a host but {@code all}, sorted; none where there is no such host. */
    public List<String> groupsOf(String host) {
        HostNode node = data.hosts.get(host);
        return node == null ? List.of() : groupsOf(node);
    }

    /** What a run records of its inventory, without secrets. */
    public Snapshot snapshot() {
        return Snapshot.of(this, setting.sources());
    }

    /** A host's variables as written, low to high merged, without those that are the runner's own; vault values closed. */
    Map<Object, Object> written(String name) {
        HostNode node = data.hosts.get(name);
        return written(node != null ? node : new Matching(data).localhost(name));
    }

    private Map<Object, Object> written(HostNode node) {
        return Layers.merged(layers.of(node, data.groups.get(InventoryBuilder.ALL)));
    }

    /** A group's variables as written. */
    Map<Object, Object> writtenOf(String group) {
        return layers.of(data.groups.get(group));
    }

    private Host host(HostNode node) {
        return known.computeIfAbsent(node.name, name -> make(node));
    }

    private Host make(HostNode node) {
        List<VarsFolder.Layer> scopes = layers.of(node, data.groups.get(InventoryBuilder.ALL));
        Map<Object, Object> merged = Layers.merged(scopes);
        ConnectionVars.settle(merged, scopes);
        Map<String, Object> vars = new Opening(setting.vault()).of(merged);
        List<String> groups = groupsOf(node);
        vars.put("inventory_hostname", node.name);
        vars.put(
                "inventory_hostname_short",
                Address.isIp(node.name) ? node.name : node.name.split("\\.", -1)[0]);
        vars.put("group_names", groups);
        vars.put("groups", memberships);
        setting.playbookFolder().ifPresent(folder -> vars.put("playbook_dir", folder));
        return new Host(node.name, groups, vars);
    }

    private static List<String> groupsOf(HostNode node) {
        return node.groups.stream()
                .map(group -> group.name)
                .filter(group -> !group.equals(InventoryBuilder.ALL))
                .sorted(CodePoints.ORDER)
                .toList();
    }

    private static List<String> names(java.util.Collection<HostNode> nodes) {
        List<String> names = new ArrayList<>(nodes.size());
        nodes.forEach(node -> names.add(node.name));
        return List.copyOf(names);
    }

    /**
     * Where an inventory came from.
     *
     * @param sources as the operator named them
     * @param playbookFolder absolute; empty: no playbook
     * @param vault opens its values
     * @param warnings found while reading
     */
    public record Setting(
            List<String> sources, Optional<String> playbookFolder, AnsibleVault vault, List<Problem> warnings) {

        public Setting {
            sources = List.copyOf(sources);
            warnings = List.copyOf(warnings);
        }
    }
}
