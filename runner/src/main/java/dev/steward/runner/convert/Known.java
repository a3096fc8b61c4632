package dev.steward.runner.convert;

import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.word.Words;
import dev.steward.runner.convert.jinja.Groovy;
import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.convert.module.ModuleWords;
import dev.steward.runner.inventory.yaml.YamlNode;
import dev.steward.runner.inventory.yaml.YamlNode.Mapping;
import dev.steward.runner.inventory.yaml.YamlNode.Scalar;
import dev.steward.runner.inventory.yaml.YamlNode.Sequence;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The names of a playbook: what registers, sets and defines them. It grows from pass to pass, until nothing new is met. */
final class Known {

    private static final Pattern KEY = Pattern.compile("(?:^|\\s)(\\w+)=");

    private final Predicate<String> module;
    private final Map<String, String> registered = new TreeMap<>();
    private final Set<String> facts = new TreeSet<>();
    private final Map<String, String> params = new LinkedHashMap<>();
    private final Map<String, String> found = new LinkedHashMap<>();
    private final Set<String> disputed = new TreeSet<>();
    private final Set<String> truths = new TreeSet<>();
    private final Set<String> asked = new TreeSet<>();
    private final Set<String> lost = new TreeSet<>();
    private final Set<String> brought = new TreeSet<>();
    private final Map<String, Set<SourceRef>> cron = new TreeMap<>();
    private final Set<String> notified = new TreeSet<>();
    private final Set<SourceRef> handled = new LinkedHashSet<>();
    private final Set<String> given;
    private Map<SourceRef, Shared> sharedBefore = new LinkedHashMap<>();
    private Map<SourceRef, Shared> shared = new LinkedHashMap<>();
    private Set<String> ofPlay = Set.of();
    private int made;

    /**
     * Nothing yet but what is given.
     *
     * @param module whether a name is that of a module of ours
     * @param given parameters with what is written for them; they go before what the playbook says itself
     */
    Known(Predicate<String> module, Map<String, String> given) {
        this.module = module;
        this.given = Set.copyOf(given.keySet());
        params.putAll(given);
    }

    /** Whether a value comes from outside, as by Ansible's -e: what the playbook says of it is not heard. */
    boolean isGiven(String name) {
        return given.contains(name);
    }

    /** Looks through a file for what tasks register and set. */
    void scan(YamlNode node) {
        if (node instanceof Sequence list) {
            list.elements().forEach(this::scan);
        } else if (node instanceof Mapping mapping) {
            if (mapping.get("register") instanceof Scalar name) {
                registered.put(String.valueOf(name.raw()), moduleOf(mapping));
            }
            for (String fact : new String[] {"set_fact", "ansible.builtin.set_fact"}) {
                if (mapping.get(fact) instanceof Mapping said) {
                    said.entries().keySet().forEach(key -> facts.add(String.valueOf(key)));
                } else if (mapping.get(fact) instanceof Scalar said) {
                    KEY.matcher(String.valueOf(said.raw())).results().forEach(key -> facts.add(key.group(1)));
                }
            }
            if (mapping.get("notify") != null) {
                Object said = mapping.get("notify").value();
                (said instanceof List<?> list ? list : List.of(String.valueOf(said)))
                        .forEach(name -> notified.add(String.valueOf(name).strip()));
            }
            mapping.entries().values().forEach(entry -> scan(entry.value()));
        }
    }

    private static String moduleOf(Mapping task) {
        return task.entries().keySet().stream()
                .map(String::valueOf)
                .filter(key -> !Keywords.OF_TASKS.contains(key))
                .findFirst()
                .map(key -> ModuleWords.own(ModuleWords.plain(key)))
                .orElse("");
    }

    Optional<String> registered(String name) {
        return Optional.ofNullable(registered.get(name));
    }

    boolean isFact(String name) {
        return facts.contains(name) || brought.contains(name);
    }

    /**
     * Names that a file of vars sets on hosts.
     *
     * @throws Unconvertible where a task sets one of them too, which goes before the file there whenever that is read
     */
    void bring(Set<String> names) throws Unconvertible {
        brought.addAll(names);
        for (String name : names) {
            if (facts.contains(name)) {
                throw new Unconvertible("'" + name + "' is set by set_fact too, which goes before include_vars there");
            }
        }
    }

    /** Looks through what vars or loops hold for members that are true or false. */
    void hold(Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, said) -> {
                if (said instanceof Boolean) {
                    truths.add(String.valueOf(key));
                    truths.add("value");
                }
                hold(said);
            });
        } else if (value instanceof Collection<?> all) {
            all.forEach(this::hold);
        }
    }

    boolean isTruth(String member) {
        return truths.contains(member);
    }

    /** A parameter of the playbook: its default, as it is written. */
    void param(String name, String value) {
        params.put(name, value);
    }

    boolean isParam(String name) {
        return params.containsKey(name);
    }

    /** From here on a play with vars of these names is written. */
    void play(Set<String> names) {
        ofPlay = Set.copyOf(names);
    }

    /** Whether the play that is written gives a parameter its value, or whoever begins the run does. */
    boolean isOfPlay(String name) {
        return ofPlay.contains(name) || given.contains(name);
    }

    /** A parameter that is a number, or true or false, whoever gives it a value. */
    Optional<Object> settled(String name) {
        String said = isOfPlay(name) ? String.valueOf(params.get(name)) : "";
        return said.matches("true|false")
                ? Optional.of(said.equals("true"))
                : said.matches("-?\\d+(\\.\\d+)?") ? Optional.of(Double.valueOf(said)) : composed(said);
    }

    /** A list or a map, or a text that ends with a line's end. */
    private static Optional<Object> composed(String said) {
        boolean lines = said.matches("(?s).*(\\\\n['\"]|\\n['\"]{3})");
        return said.startsWith("[") ? Optional.of(List.of()) : lines ? Optional.of("\n") : Optional.empty();
    }

    /** Whether another default of the same name was met, so that it can be no parameter of its own. */
    boolean disputes(String name, String otherwise) {
        String before = found.putIfAbsent(name, otherwise);
        if (before != null && !before.equals(otherwise)) {
            disputed.add(name);
        }
        return disputed.contains(name);
    }

    boolean isFound(String name) {
        return found.containsKey(name) && !disputed.contains(name);
    }

    String foundDefault(String name) {
        return found.get(name);
    }

    /** What is asked of the inventory is collected anew in each pass. */
    void begin() {
        made = 0;
        asked.clear();
        lost.clear();
        sharedBefore = shared;
        shared = new LinkedHashMap<>();
    }

    /** What the roles of a play give to all of it, as far as they were met in this pass. */
    Shared shared(SourceRef play) {
        return shared.computeIfAbsent(play, at -> new Shared());
    }

    /** The same, as the pass before met it. */
    Shared sharedBefore(SourceRef play) {
        return sharedBefore.getOrDefault(play, new Shared());
    }

    /** Whether a file of cron is that of one task alone. */
    boolean isOwnCron(String file, SourceRef at) {
        Set<SourceRef> all = cron.computeIfAbsent(file, name -> new LinkedHashSet<>());
        all.add(at);
        return all.size() == 1;
    }

    /** A play has handlers. */
    void handle(SourceRef play) {
        handled.add(play);
    }

    boolean isHandled(SourceRef play) {
        return handled.contains(play);
    }

    /** Whether a task notifies this name. */
    boolean isNotified(String name) {
        return notified.contains(name);
    }

    /** What a thing that is not converted would have registered or set: from here on nobody knows it. */
    void lose(YamlNode node) {
        Known names = new Known(module, Map.of());
        names.scan(node);
        lost.addAll(names.registered.keySet());
        lost.addAll(names.facts);
    }

    /** A task registers the name again. */
    void regain(String name) {
        lost.remove(name);
    }

    /**
     * Refuses a name whose value would be another one here, or none.
     *
     * @throws Unconvertible where a task that is not converted gave it its last value
     */
    void need(String name) throws Unconvertible {
        if (lost.contains(name)) {
            throw new Unconvertible(
                    facts.contains(name)
                            ? "it asks for '" + name + "', which a task that is not converted sets"
                            : "it asks for the result '" + name + "' of a task that is not converted");
        }
    }

    /** A name for a result that nothing else has. */
    String fresh() {
        String name = "made" + ++made;
        return registered.containsKey(name) || params.containsKey(name) || found.containsKey(name) ? fresh() : name;
    }

    void ask(String name) {
        asked.add(name);
    }

    Set<String> asked() {
        return asked;
    }

    /** All parameters in the order in which they were met. */
    Map<String, String> parameters() {
        Map<String, String> all = new LinkedHashMap<>();
        params.forEach((name, value) -> all.put(own(name), value));
        found.forEach((name, value) -> {
            if (!disputed.contains(name)) {
                all.putIfAbsent(own(name), value);
            }
        });
        return all;
    }

    Set<String> foundNames() {
        Set<String> names = new TreeSet<>(found.keySet());
        names.removeAll(disputed);
        names.removeAll(params.keySet());
        return names;
    }

    /** A name that is free here. */
    String own(String name) {
        boolean free = Groovy.isName(name) && !Words.any(name) && !module.test(name);
        return free ? name : name.replaceAll("^(?=\\d)|\\W", "_") + "Value";
    }

    /** How much is known; it does not change any more when all is met. */
    String state() {
        return registered.toString()
                + facts
                + brought
                + truths
                + cron
                + params
                + found
                + disputed
                + notified
                + handled
                + shared.values();
    }
}
