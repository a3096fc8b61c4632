package dev.steward.runner.convert.jinja;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names that hold in a part of a template, before all others.
 *
 * @param outer what other names stand for
 * @param names what stands for them
 * @param values those of them that stand for values of a map
 */
record Locals(Variables outer, Map<String, String> names, Set<String> values) implements Variables {

    /** With one more. */
    static Locals with(Variables outer, String name, String said, boolean value) {
        Map<String, String> all = new LinkedHashMap<>();
        Set<String> values = new TreeSet<>();
        if (outer instanceof Locals more) {
            all.putAll(more.names);
            values.addAll(more.values);
        }
        all.put(name, said);
        values.remove(name);
        if (value) {
            values.add(name);
        }
        return new Locals(outer instanceof Locals more ? more.outer : outer, all, values);
    }

    /** Whether a name stands for what may be true or false. */
    boolean mayBeTruth(String name) {
        return values.contains(name) && outer.isTruth("value");
    }

    @Override
    public Optional<String> registered(String name) {
        return names.containsKey(name) ? Optional.empty() : outer.registered(name);
    }

    @Override
    public String value(String name) throws Unconvertible {
        return names.containsKey(name) ? names.get(name) : outer.value(name);
    }

    @Override
    public Optional<Object> settled(String name) {
        return names.containsKey(name) ? Optional.empty() : outer.settled(name);
    }

    @Override
    public boolean isTruth(String member) {
        return outer.isTruth(member);
    }

    @Override
    public Optional<String> defaulted(String name, String otherwise) throws Unconvertible {
        return names.containsKey(name) ? Optional.empty() : outer.defaulted(name, otherwise);
    }
}
