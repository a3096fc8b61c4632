package dev.steward.runner.engine.value;

import dev.steward.runner.inventory.Host;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** {@code host} in a playbook: a read-only map of name, groups, vars and facts. Facts are gathered when they are asked for. */
public final class HostValue extends AbstractMap<String, Object> {

    private final Host host;
    private final Map<String, Object> set;
    private final Supplier<Map<String, Object>> facts;

    /**
     * A host for scripts.
     *
     * @param host with its inventory variables
     * @param set what {@code setFact} gave it, above those
     * @param facts gathers them, or hands out what was gathered before
     */
    public HostValue(Host host, Map<String, Object> set, Supplier<Map<String, Object>> facts) {
        this.host = host;
        this.set = set;
        this.facts = facts;
    }

    @Override
    public Object get(Object key) {
        return switch (String.valueOf(key)) {
            case "name" -> host.name();
            case "groups" -> host.groups();
            case "vars" -> vars();
            case "facts" -> facts.get();
            default -> null;
        };
    }

    @Override
    public boolean containsKey(Object key) {
        return List.of("name", "groups", "vars", "facts").contains(key);
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return Map.<String, Object>of("name", host.name(), "groups", host.groups(), "vars", vars())
                .entrySet();
    }

    private Map<String, Object> vars() {
        if (set.isEmpty()) {
            return new OpenVars(host.name(), host.vars());
        }
        Map<String, Object> all = new LinkedHashMap<>(host.vars());
        all.putAll(set);
        return new OpenVars(host.name(), all);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HostValue that && host.equals(that.host);
    }

    @Override
    public int hashCode() {
        return host.hashCode();
    }

    @Override
    public String toString() {
        return host.name();
    }
}
