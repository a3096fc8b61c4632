package dev.steward.runner.convert;

import dev.steward.runner.convert.jinja.Groovy;
import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.convert.jinja.Values;
import dev.steward.runner.convert.jinja.Variables;
import dev.steward.runner.convert.module.Arguments;
import dev.steward.runner.inventory.VaultText;
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
    private final Map<String, Object> defaults;
    private int depth;

    private Names(
            Known known,
            Map<String, Object> vars,
            Optional<String> loop,
            boolean planned,
            Set<String> first,
            Map<String, Object> defaults) {
        this.known = known;
        this.vars = vars;
        this.defaults = defaults;
        this.loop = loop;
        this.planned = planned;
        this.first = first;
    }

    static Names of(Known known) {
        return new Names(known, Map.of(), Optional.empty(), false, Set.of(), Map.of());
    }

    /** With further vars, whose values are put in where their names stand. */
    Names with(Map<String, Object> more) {
        known.hold(more.values());
        Map<String, Object> all = new LinkedHashMap<>(vars);
        all.putAll(more);
        Set<String> before = new TreeSet<>(first);
        before.removeAll(more.keySet());
        return new Names(known, all, loop, planned, before, defaults);
    }

    /** With the defaults of a role; the inventory and whatever else gives a value goes before them. */
    Names orElse(Map<String, Object> more) {
        known.hold(more.values());
        Map<String, Object> all = new LinkedHashMap<>(defaults);
        all.putAll(more);
        return new Names(known, vars, loop, planned, first, all);
    }

    /** With these of an include beside: they go before facts, as no others do. */
    Names including(Mapping more) {
        return including(Source.values(more));
    }

    /** With these of an include or of a role. */
    Names including(Map<String, Object> more) {
        Names with = with(more);
        Set<String> all = new TreeSet<>(with.first);
        all.addAll(more.keySet());
        return new Names(known, with.vars, loop, planned, all, defaults);
    }

    /** With these beside; each stands for what its text does. */
    Names with(Mapping more) {
        return with(Source.values(more));
    }

    /** In a task with a loop, whose element may have a name of its own. */
    Names looping(String name) {
        return new Names(known, vars, Optional.of(name), planned, first, defaults);
    }

    /** Where only what is known before the run may be asked. */
    Names planned() {
        return new Names(known, vars, loop, true, first, defaults);
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
        if (defaults.containsKey(name) && !known.isOfPlay(name)) {
            return otherwise(name);
        }
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

    /** The value of the inventory, else the default of a role: a parameter, where it is written out there. */
    private String otherwise(String name) throws Unconvertible {
        Object value = defaults.get(name);
        if (value == null) {
            known.ask(name);
            return "host.vars." + name;
        }
        boolean written = Groovy.isName(name)
                && !known.isFact(name)
                && !known.isParam(name)
                && !Values.isTemplate(String.valueOf(value))
                && !(value instanceof VaultText);
        return written && !known.disputes(name, Arguments.any(value, values()))
                ? "(" + either(name) + ")"
                : orElse(name, put(value, name));
    }

    @Override
    public Optional<Object> settled(String name) {
        boolean changes = loop.filter(name::equals).isPresent() || known.isFact(name) && !first.contains(name);
        if (changes) {
            return Optional.empty();
        }
        // a default that is true or false is taken to be replaced by such a one only
        Optional<Object> flag = Optional.ofNullable(defaults.get(name)).filter(Boolean.class::isInstance);
        return vars.containsKey(name)
                ? Optional.ofNullable(vars.get(name))
                : known.settled(name).or(() -> flag);
    }

    @Override
    public boolean isTruth(String member) {
        return known.isTruth(member);
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
        boolean ofRole = defaults.get(name) != null;
        boolean defined =
                loop.filter(name::equals).isPresent() || vars.containsKey(name) || known.isParam(name) || ofRole;
        if (defined && (ofRole || !known.isFact(name))) {
            boolean elsewhere = known.isParam(name) && !known.isOfPlay(name) && !vars.containsKey(name) && !ofRole;
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
