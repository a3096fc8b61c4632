package dev.steward.runner.convert.module;

import dev.steward.runner.convert.jinja.Groovy;
import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.convert.jinja.Values;
import dev.steward.runner.inventory.UnsafeText;
import dev.steward.runner.inventory.VaultText;
import dev.steward.runner.inventory.yaml.YamlNode;
import dev.steward.runner.inventory.yaml.YamlNode.Mapping;
import dev.steward.runner.inventory.yaml.YamlNode.Scalar;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a task gives its module; whatever nobody takes is without a counterpart. */
public final class Arguments {

    private static final Set<String> YES = Set.of("yes", "true", "on", "1", "y", "t");
    private static final Set<String> NO = Set.of("no", "false", "off", "0", "n", "f");

    private final String module;
    private final Map<String, Object> left;
    private final Values values;

    private Arguments(String module, Map<String, Object> left, Values values) {
        this.module = module;
        this.left = left;
        this.values = values;
    }

    /**
     * Arguments as they are written: a mapping, or {@code name=value} in one text, or nothing.
     *
     * @param module its name in Ansible
     * @param more of {@code args:}; null: none
     */
    static Arguments of(String module, YamlNode said, YamlNode more, Values values) throws Unconvertible {
        Map<String, Object> left = new LinkedHashMap<>();
        if (said instanceof Mapping mapping) {
            mapping.entries()
                    .forEach((key, entry) ->
                            left.put(String.valueOf(key), entry.value().value()));
        } else if (said instanceof Scalar scalar && scalar.raw() instanceof String text) {
            left.putAll(Pairs.of(module, text));
        } else if (!(said instanceof Scalar scalar && scalar.raw() == null)) {
            throw new Unconvertible("what '" + module + "' is given cannot be read");
        }
        more(module, more, left);
        return new Arguments(module, left, values);
    }

    /** What {@code args:} gives beside; null: nothing. */
    static void more(String module, YamlNode more, Map<String, Object> all) throws Unconvertible {
        if (more instanceof Mapping mapping) {
            mapping.entries()
                    .forEach((key, entry) ->
                            all.put(String.valueOf(key), entry.value().value()));
        } else if (more != null && !more.isFalse()) {
            throw new Unconvertible("'args' of '" + module + "' is written out here: name: value");
        }
    }

    static Arguments of(String module, Map<String, Object> left, Values values) {
        return new Arguments(module, new LinkedHashMap<>(left), values);
    }

    Values values() {
        return values;
    }

    /** The same for a text that people read. */
    Arguments loose() {
        return new Arguments(module, left, values.loose());
    }

    /** Takes an argument by one of its names. */
    Optional<Object> take(String... names) {
        return Arrays.stream(names)
                .filter(left::containsKey)
                .findFirst()
                .map(left::remove)
                .filter(value -> !(value instanceof String text && text.equals("{{ omit }}")));
    }

    boolean has(String name) {
        return left.containsKey(name);
    }

    /** Whether it is the only argument, by one of its names, and is yes. */
    boolean isAlone(String... names) throws Unconvertible {
        for (String name : names) {
            if (left.size() == 1 && left.containsKey(name)) {
                return flag(left.get(name)).equals("true");
            }
        }
        return false;
    }

    boolean isText(String name) {
        return left.get(name) instanceof String;
    }

    boolean is(String name, String value) {
        return value.equals(String.valueOf(left.get(name)));
    }

    void put(String name, Object value) {
        left.put(name, value);
    }

    /** Takes what makes no difference here. */
    void drop(String... names) {
        Arrays.asList(names).forEach(left.keySet()::remove);
    }

    /** Takes an argument that only one value of has a counterpart. */
    void only(String name, boolean wanted, String why) throws Unconvertible {
        Optional<Object> said = take(name);
        if (said.isPresent() && !flag(said.get()).equals(String.valueOf(wanted))) {
            throw new Unconvertible("'" + name + "' of '" + module + "' " + why);
        }
    }

    /** What is left, to be passed on. */
    Map<String, Object> rest() {
        Map<String, Object> rest = new LinkedHashMap<>(left);
        left.clear();
        return rest;
    }

    void end() throws Unconvertible {
        if (!left.isEmpty()) {
            String name = left.keySet().iterator().next();
            throw new Unconvertible("'" + name + "' of the module '" + module + "' has no counterpart here");
        }
    }

    /** As a text. */
    String text(Object value) throws Unconvertible {
        if (value instanceof String text) {
            return values.words(text);
        }
        return value instanceof Number || value instanceof Boolean ? Groovy.text(Values.said(value)) : any(value);
    }

    /** As true or false. */
    String flag(Object value) throws Unconvertible {
        if (value instanceof Boolean) {
            return value.toString();
        }
        String said = String.valueOf(value).toLowerCase(Locale.ROOT);
        if (YES.contains(said) || NO.contains(said)) {
            return String.valueOf(YES.contains(said));
        }
        if (value instanceof String text && Values.isTemplate(text)) {
            return values.value(text.strip());
        }
        throw new Unconvertible("'" + value + "' is neither yes nor no");
    }

    /** As a duration; Ansible counts seconds. */
    String duration(Object value) throws Unconvertible {
        if (value instanceof String text && Values.isTemplate(text)) {
            return values.operand(text) + ".seconds";
        }
        try {
            return Groovy.duration(Long.parseLong(String.valueOf(value).strip()));
        } catch (NumberFormatException e) {
            throw new Unconvertible("'" + value + "' is no whole number of seconds");
        }
    }

    /** As a whole number. */
    String integer(Object value) throws Unconvertible {
        if (value instanceof String text && Values.isTemplate(text)) {
            return values.value(text.strip());
        }
        if (String.valueOf(value).strip().matches("-?\\d+")) {
            return String.valueOf(value).strip();
        }
        throw new Unconvertible("'" + value + "' is no whole number");
    }

    /** As octal text; YAML reads 0644 as a number. */
    String mode(Object value) throws Unconvertible {
        if (value instanceof Long number) {
            return Groovy.text(String.format("%04o", number));
        }
        String text = String.valueOf(value).replaceFirst("^0(o|(?=[0-7]{4}$))", "");
        if (Values.isTemplate(text) || text.matches("[0-7]{3,4}") || text.equals("preserve")) {
            return values.value(text);
        }
        throw new Unconvertible("the mode '" + value + "' is not octal, as '0644'");
    }

    /** As a list of texts; one text may hold several with commas. */
    String list(Object value) throws Unconvertible {
        if (value instanceof List<?> list) {
            List<String> texts = new ArrayList<>();
            for (Object element : list) {
                texts.add(text(element));
            }
            return "[" + String.join(", ", texts) + "]";
        }
        String said = String.valueOf(value);
        if (Values.isTemplate(said)) {
            return values.value(said.strip());
        }
        return list(Arrays.asList(said.strip().split("\\s*,\\s*")));
    }

    /** As what it is. */
    String any(Object value) throws Unconvertible {
        return any(value, values);
    }

    /** Any value of YAML, with what is in braces in it. */
    public static String any(Object value, Values values) throws Unconvertible {
        if (value instanceof String text) {
            return values.value(text);
        }
        if (value instanceof UnsafeText text) {
            return Groovy.text(text.text());
        }
        if (value instanceof VaultText) {
            throw new Unconvertible(
                    "a !vault value stands here; put it into the secrets file and write secret('name')");
        }
        if (value instanceof Map<?, ?> map) {
            List<String> entries = new ArrayList<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                entries.add(Groovy.key(String.valueOf(entry.getKey())) + ": " + any(entry.getValue(), values));
            }
            return entries.isEmpty() ? "[:]" : "[" + String.join(", ", entries) + "]";
        }
        if (value instanceof List<?> list) {
            List<String> elements = new ArrayList<>();
            for (Object element : list) {
                elements.add(any(element, values));
            }
            return "[" + String.join(", ", elements) + "]";
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            throw new Unconvertible("the number " + number + " has no counterpart here");
        }
        if (value instanceof BigInteger) {
            throw new Unconvertible("the number " + value + " is too large");
        }
        return String.valueOf(value);
    }
}
