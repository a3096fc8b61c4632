package dev.steward.dsl.script;

import dev.steward.dsl.value.Type;
import dev.steward.dsl.value.Ups;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The names known at a place of the text, innermost first. The outermost holds what every host has and what tasks register. */
final class Names {

    /**
     * What a name stands for.
     *
     * @param type of its value
     * @param ofHost whether each host has its own; else it is bound at plan time
     * @param deferred whether its value exists at run time only
     */
    record Binding(Type type, boolean ofHost, boolean deferred) {}

    private final Names outer;
    private final Names registry;
    private final boolean gate;
    private final Map<String, Binding> own = new LinkedHashMap<>();

    private Names(Names outer, boolean gate) {
        this.outer = outer;
        this.registry = outer == null ? this : outer.registry;
        this.gate = gate;
    }

    /** What a playbook starts with. */
    static Names ofPlaybook() {
        Names names = new Names(null, false);
        names.own.put("host", new Binding(Results.HOST, true, true));
        return names;
    }

    /** A scope within this one. */
    Names inner() {
        return new Names(this, gate);
    }

    /** A scope that sees what hosts have and tasks registered, and nothing else. */
    Names bare() {
        return new Names(registry, gate);
    }

    /** What is settled before the run, and {@code ups}: a gate is not asked on a host. */
    Names gate() {
        Names names = new Names(null, true);
        known().forEach((name, binding) -> {
            if (!binding.ofHost()) {
                names.own.put(name, binding);
            }
        });
        names.bindOnHost(Ups.NAME, Ups.TYPE);
        return names;
    }

    /** Whether these are the names of a gate. */
    boolean ofGate() {
        return gate;
    }

    private Map<String, Binding> known() {
        Map<String, Binding> all = outer == null ? new LinkedHashMap<>() : outer.known();
        all.putAll(own);
        return all;
    }

    /** Binds a name at plan time. */
    void bind(String name, Type type, boolean deferred) {
        own.put(name, new Binding(type, false, deferred));
    }

    /** A name that each host has in this scope only, as {@code item}. */
    void bindOnHost(String name, Type type) {
        own.put(name, new Binding(type, true, true));
    }

    /** A result that later tasks may use. */
    void register(String name, Type type) {
        registry.own.put(name, new Binding(type, true, true));
    }

    Optional<Binding> find(String name) {
        for (Names names = this; names != null; names = names.outer) {
            Binding found = names.own.get(name);
            if (found != null) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    /** All names, for suggestions. */
    Set<String> all() {
        Set<String> all = new TreeSet<>();
        for (Names names = this; names != null; names = names.outer) {
            all.addAll(names.own.keySet());
        }
        return all;
    }
}
