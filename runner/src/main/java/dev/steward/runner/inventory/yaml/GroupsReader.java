package dev.steward.runner.inventory.yaml;

import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.inventory.Address;
import dev.steward.runner.inventory.InventoryBuilder;
import dev.steward.runner.inventory.InventoryBuilder.Source;
import dev.steward.runner.inventory.UnsafeText;
import dev.steward.runner.inventory.origin.Place;
import dev.steward.runner.inventory.yaml.YamlNode.Entry;
import dev.steward.runner.inventory.yaml.YamlNode.Mapping;
import dev.steward.runner.inventory.yaml.YamlNode.Scalar;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Groups, hosts and variables of one inventory file, by the rules of Ansible's {@code plugins/inventory/yaml.py}.
 *
 * <p>Deviation: what Ansible half-reads (it keeps what came before an error, or skips the group) is an error here, and the
 * whole inventory is refused. Keys that mean nothing stay a warning.
 */
final class GroupsReader {

    private static final List<String> SECTIONS = List.of("hosts", "children", "vars");
    private static final Pattern GROUP_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int MOST_HOSTS = 200_000;

    private final InventoryBuilder builder;
    private final Dynamics dynamics;
    private final Problems problems;
    private final VarLint lint;
    private final Source source;
    private final Set<String> named = new HashSet<>();

    GroupsReader(InventoryBuilder builder, Dynamics dynamics, Problems problems, Source source) {
        this.builder = builder;
        this.dynamics = dynamics;
        this.problems = problems;
        this.lint = new VarLint(problems);
        this.source = source;
    }

    /** Reads the root of a file. */
    void read(YamlNode root) {
        if (!(root instanceof Mapping groups)) {
            problems.error(
                    root.at(),
                    "an inventory is a mapping of groups, this is " + root.kind(),
                    "begin with 'all:' and put 'hosts:' or 'children:' below");
            return;
        }
        YamlNode plugin = groups.get("plugin");
        if (plugin != null && !plugin.isFalse()) {
            dynamics.note(groups, source, problems);
            return;
        }
        groups.entries().values().forEach(this::group);
    }

    /** Reads a group; empty where it was refused. */
    private Optional<String> group(Entry entry) {
        Scalar key = entry.key();
        if (!(key.raw() instanceof String name) || name.isEmpty()) {
            problems.error(
                    key.at(), "the group name '" + key.value() + "' must be a text that is not empty", quote(key));
            return Optional.empty();
        }
        boolean nothing = entry.value() instanceof Scalar scalar && scalar.raw() == null;
        if (!nothing && !(entry.value() instanceof Mapping)) {
            problems.error(
                    entry.value().at(),
                    "the group '" + name + "' needs a mapping with hosts, children or vars, this is "
                            + entry.value().kind(),
                    "write 'hosts:' below '" + name + ":' and each host as a key, 'web01:'");
            return Optional.empty();
        }
        warnOfName(key.at(), name);
        builder.addGroup(name);
        if (!nothing) {
            ((Mapping) entry.value()).entries().values().forEach(section -> section(name, section));
        }
        return Optional.of(name);
    }

    private void warnOfName(SourceRef at, String name) {
        if (named.add(name) && !GROUP_NAME.matcher(name).matches()) {
            problems.warning(
                    at, "the group name '" + name + "' has characters beyond letters, digits and _", Optional.empty());
        }
    }

    private void section(String group, Entry section) {
        String name = String.valueOf(section.key().value());
        if (!SECTIONS.contains(name)) {
            problems.warning(
                    section.key().at(),
                    "the key '" + name + "' in group '" + group + "' means nothing and is skipped",
                    Optional.of(Suggestion.question(name, SECTIONS).orElse("a group has hosts, children and vars")));
            return;
        }
        Optional<Map<Object, Entry>> entries = entries(group, section);
        if (entries.isEmpty()) {
            return;
        }
        for (Entry entry : entries.get().values()) {
            if (name.equals("vars")) {
                variable(group, entry);
            } else if (name.equals("children")) {
                child(group, entry);
            } else {
                host(group, entry);
            }
        }
    }

    /** A mapping, nothing, or one text that stands for a key without value. */
    private Optional<Map<Object, Entry>> entries(String group, Entry section) {
        if (section.value() instanceof Mapping mapping) {
            return Optional.of(mapping.entries());
        }
        if (section.value() instanceof Scalar scalar) {
            Object raw = scalar.raw() instanceof UnsafeText text ? text.text() : scalar.raw();
            if (raw == null) {
                return Optional.empty();
            }
            if (raw instanceof String) {
                Scalar key = new Scalar(scalar.at(), raw);
                return Optional.of(Map.of(raw, new Entry(key, new Scalar(scalar.at(), null))));
            }
        }
        String example = section.key().value().equals("vars") ? "name: value" : "web01:";
        problems.error(
                section.value().at(),
                "'" + section.key().value() + "' of group '" + group + "' needs a mapping, this is "
                        + section.value().kind(),
                "write each one as a key with a colon, '" + example + "'");
        return Optional.empty();
    }

    private void variable(String group, Entry entry) {
        if ("ansible_group_priority".equals(entry.key().raw())) {
            priority(group, entry.value());
            return;
        }
        lint.look(entry.key());
        builder.set(
                group,
                entry.key().value(),
                entry.value().value(),
                Place.of(entry.key().at()));
    }

    private void priority(String group, YamlNode node) {
        Object value = node.value();
        try {
            int priority = value instanceof Boolean flag
                    ? (flag ? 1 : 0)
                    : value instanceof Number number
                            ? number.intValue()
                            : Integer.parseInt(String.valueOf(value).strip());
            builder.priority(group, priority);
        } catch (NumberFormatException e) {
            problems.error(
                    node.at(), "ansible_group_priority of group '" + group + "' must be a whole number", "write 10");
        }
    }

    private void child(String parent, Entry entry) {
        if ("all".equals(entry.key().raw())) {
            problems.error(entry.key().at(), "'all' is above every group, it can be the child of none", "take it out");
            return;
        }
        Optional<String> child = group(entry);
        if (child.isPresent() && !builder.addChild(parent, child.get())) {
            String message = child.get().equals(parent)
                    ? "the group '" + parent + "' is its own child"
                    : "the group '" + child.get() + "' is above '" + parent
                            + "' already; as its child it would close a circle";
            problems.error(entry.key().at(), message, "take it out of one of the two");
        }
    }

    private void host(String group, Entry entry) {
        Scalar key = entry.key();
        if (!(key.raw() instanceof String text) || text.isEmpty()) {
            problems.error(
                    key.at(), "the host name '" + key.value() + "' must be a string that is not empty", quote(key));
            return;
        }
        if (!(entry.value() instanceof Mapping) && !entry.value().isFalse()) {
            problems.error(
                    entry.value().at(),
                    "the host '" + text + "' needs a mapping of variables or nothing, this is "
                            + entry.value().kind(),
                    "write 'ansible_host: ADDRESS' below '" + text + ":'");
            return;
        }
        Map<Object, Entry> vars = entry.value() instanceof Mapping mapping ? mapping.entries() : new LinkedHashMap<>();
        vars.values().forEach(variable -> lint.look(variable.key()));
        Optional<Address> address = Address.of(text);
        Optional<Integer> port =
                address.map(Address::port).filter(OptionalInt::isPresent).map(OptionalInt::getAsInt);
        for (String name : names(key.at(), address.map(Address::host).orElse(text))) {
            builder.addHost(name, group, port, Optional.of(source));
            vars.values().forEach(variable -> set(name, variable));
        }
    }

    /** A host named like a group puts its variables on the group, its priority too, as in Ansible. */
    private void set(String host, Entry variable) {
        if (builder.hasGroup(host)) {
            variable(host, variable);
        } else {
            builder.set(
                    host,
                    variable.key().value(),
                    variable.value().value(),
                    Place.of(variable.key().at()));
        }
    }

    private List<String> names(SourceRef at, String text) {
        try {
            List<String> names = HostRange.expand(text);
            if (names.isEmpty()) {
                problems.warning(at, "'" + text + "' stands for no host at all", "begin is not above end");
            }
            if (builder.size() + names.size() <= MOST_HOSTS) {
                return names;
            }
            problems.error(
                    at, "with '" + text + "' there are more than " + MOST_HOSTS + " hosts", "split the inventory");
        } catch (IllegalArgumentException e) {
            problems.error(at, e.getMessage(), "write web[1:9], web[01:10] or web[a:c]");
        }
        return List.of();
    }

    private static String quote(Scalar key) {
        return "quote it: \"" + (key.value() == null ? "" : key.value()) + "\"";
    }
}
