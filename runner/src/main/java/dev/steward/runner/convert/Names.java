package dev.steward.runner.convert;

import dev.steward.runner.convert.jinja.Groovy;
import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.convert.jinja.Values;
import dev.steward.runner.convert.jinja.Variables;
import dev.steward.runner.convert.module.Arguments;
import dev.steward.runner.inventory.yaml.YamlNode.Mapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What names stand for at one place of a playbook. */
final class Names implements Variables {

    private static final int DEEPEST = 20;
    private static final List<String> FALSE = List.of("false", "0", "''", "[]", "[:]");

    private final Known known;
    private final Map<String, Object> vars;
    private final Optional<String> loop;
    private final boolean planned;
    private final Set<String> first;
    private int depth;

    private Names(Known known, Map<String, Object> vars, Optional<String> loop, boolean planned, Set<String> first) {
        this.known = known;
        this.vars = vars;
        this.loop = loop;
        this.planned = planned;
        this.first = first;
    }

    static Names of(Known known) {
        return new Names(known, Map.of(), Optional.empty(), false, Set.of());
    }

    /** With further vars, whose values are put in where their names stand. */
    Names with(Map<String, Object> more) {
        Map<String, Object> all = new LinkedHashMap<>(vars);
        all.putAll(more);
        Set<String> before = new TreeSet<>(first);
        before.removeAll(more.keySet());
        return new Names(known, all, loop, planned, before);
    }

    /** With these of an include beside: they go before facts, as no others do. */
    Names including(Mapping more) {
        Names with = with(more);
        Set<String> all = new TreeSet<>(with.first);
        more.entries().keySet().forEach(key -> all.add(String.valueOf(key)));
        return new Names(known, with.vars, loop, planned, all);
    }

    /** With these beside; each stands for what its text does. */
    Names with(Mapping more) {
        Map<String, Object> values = new LinkedHashMap<>();
        more.entries()
                .forEach((key, entry) ->
                        values.put(String.valueOf(key), entry.value().value()));
        return with(values);
    }

    /** In a task with a loop, whose element may have a name of its own. */
    Names looping(String name) {
        return new Names(known, vars, Optional.of(name), planned, first);
    }

    /** Where only what is known before the run may be asked. */
    Names planned() {
        return new Names(known, vars, loop, true, first);
    }

    Values values() {
        return new Values(this);
    }

    @Override
    public Optional<String> registered(String name) {
        return loop.filter(name::equals).isPresent() || vars.containsKey(name)
                ? Optional.empty()
                : known.registered(name);
    }

    @Override
    public String value(String name) throws Unconvertible {
        if (loop.filter(name::equals).isPresent()) {
            return "item";
        }
        if (!first.contains(name)) {
            known.need(name);
        }
        if (vars.containsKey(name)) {
            String put = put(vars.get(name), name);
            return planned || first.contains(name) || !known.isFact(name) ? put : orElse(name, put);
        }
        if (planned) {
            return beforeTheRun(name);
        }
        if (known.registered(name).isPresent()) {
            return known.own(name);
        }
        String own = known.own(name);
        String ofHost = "host.vars." + name;
        if (known.isFact(name)) {
            return known.isParam(name) ? orElse(name, own) : ofHost;
        }
        if (known.isParam(name)) {
            return known.isOfPlay(name) ? own : orElse(name, own);
        }
        if (known.isFound(name)) {
            return "(" + either(name) + ")";
        }
        known.ask(name);
        return ofHost;
    }

    private static String orElse(String name, String otherwise) {
        return "(host.vars." + name + " != null ? host.vars." + name + " : " + otherwise + ")";
    }

    @Override
    public Optional<Object> settled(String name) {
        boolean changes = loop.filter(name::equals).isPresent() || known.isFact(name) && !first.contains(name);
        return changes
                ? Optional.empty()
                : vars.containsKey(name) ? Optional.ofNullable(vars.get(name)) : known.settled(name);
    }

    private String put(Object value, String name) throws Unconvertible {
        if (++depth > DEEPEST) {
            throw new Unconvertible("the value of '" + name + "' is made of itself");
        }
        try {
            String said = Arguments.any(value, values());
            return said.matches("(?s).* (\\?|\\?:|\\|\\||&&|[-+*/=<>]=?) .*") && !said.matches("(?s)^[\"'\\[].*")
                    ? "(" + said + ")"
                    : said;
        } finally {
            depth--;
        }
    }

    private String beforeTheRun(String name) throws Unconvertible {
        if (known.isParam(name) || known.isFound(name)) {
            return known.own(name);
        }
        throw new Unconvertible("'" + name + "' is not known before the run; give it a value in vars");
    }

    @Override
    public Optional<String> defaulted(String name, String otherwise) throws Unconvertible {
        if (loop.filter(name::equals).isEmpty() && !first.contains(name)) {
            known.need(name);
        }
        boolean defined = loop.filter(name::equals).isPresent() || vars.containsKey(name) || known.isParam(name);
        if (defined && !known.isFact(name)) {
            boolean elsewhere = known.isParam(name) && !known.isOfPlay(name) && !vars.containsKey(name);
            if (elsewhere && !planned && !otherwise.equals(known.parameters().get(known.own(name)))) {
                throw new Unconvertible("'" + name
                        + "' is a var of another play, and has a default here; give one of them another name");
            }
            return Optional.of(value(name));
        }
        if (known.isFact(name) || !Groovy.isName(name) || known.disputes(name, otherwise)) {
            return Optional.empty();
        }
        return Optional.of(planned ? known.own(name) : either(name));
    }

    /** The inventory's value, else the parameter. */
    private String either(String name) {
        String ofHost = "host.vars." + name;
        return FALSE.contains(known.foundDefault(name))
                ? ofHost + " ?: " + known.own(name)
                : ofHost + " != null ? " + ofHost + " : " + known.own(name);
    }
}
