package dev.steward.runner.config;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.config.LoadedConfig.Place;
import dev.steward.runner.config.LoadedConfig.Setting;
import dev.steward.runner.config.YamlTree.Field;
import dev.steward.runner.config.YamlTree.Node;
import dev.steward.runner.config.follow.ManyProblems;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A mapping of the file as a record: every component is a key of the same name, every other key a problem. All problems
 * are collected; a value in error keeps its default, and the caller refuses the whole.
 */
final class Binder {

    private final String file;
    private final Path base;
    private final List<ConfigProblem> problems;
    private final List<Setting> settings = new ArrayList<>();
    private final Map<String, Place> places = new LinkedHashMap<>();

    Binder(String file, Path base, List<ConfigProblem> problems) {
        this.file = file;
        this.base = base;
        this.problems = problems;
    }

    List<Setting> settings() {
        return settings;
    }

    Map<String, Place> places() {
        return places;
    }

    /** A record; absent keys keep what the defaults say, a default of null must be given. */
    <T extends Record> T record(String path, Node node, T defaults) {
        if (!(node instanceof Node.Mapping mapping)) {
            problem(node.at(), (path.isEmpty() ? "the file" : path) + " is to be a mapping of keys", Optional.empty());
            return defaults;
        }
        RecordComponent[] components = defaults.getClass().getRecordComponents();
        unknown(
                path,
                mapping,
                Arrays.stream(components).map(RecordComponent::getName).toList());
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = component(path, mapping, components[i], get(components[i], defaults));
        }
        return make(mapping, defaults, components, values);
    }

    private void unknown(String path, Node.Mapping mapping, List<String> known) {
        mapping.fields().forEach((key, field) -> {
            if (!known.contains(key)) {
                String where = path.isEmpty() ? "" : " in " + path;
                String next = Suggestion.question(key, known).orElse("the keys here are " + String.join(", ", known));
                problem(field.key(), "unknown key '" + key + "'" + where, Optional.of(next));
            }
        });
    }

    private Object component(String path, Node.Mapping mapping, RecordComponent component, Object fallback) {
        String name = path.isEmpty() ? component.getName() : path + "." + component.getName();
        Field field = mapping.fields().get(component.getName());
        if (field == null) {
            absent(name, mapping, fallback);
            return fallback;
        }
        places.put(name, field.value().at());
        if (field.value() instanceof Node.Scalar scalar && scalar.isNull()) {
            problem(field.key(), name + " has no value", Optional.of("give it one, or leave the key out"));
            return fallback;
        }
        Object value = value(name, field.value(), component.getGenericType(), fallback);
        if (!isSection(value) && !isSections(component.getGenericType())) {
            settings.add(new Setting(
                    name, Values.show(value), file + ":" + field.key().line()));
        }
        return value;
    }

    private void absent(String name, Node.Mapping mapping, Object fallback) {
        if (fallback == null) {
            String last = name.substring(name.lastIndexOf('.') + 1);
            problem(mapping.at(), name + " is missing", Optional.of("add the key '" + last + "'"));
        } else {
            byDefault(name, fallback);
        }
    }

    /** Records defaults in the same dotted form as what the file says. */
    void byDefault(String name, Object value) {
        if (value instanceof Record section) {
            for (RecordComponent component : section.getClass().getRecordComponents()) {
                byDefault(name + "." + component.getName(), get(component, section));
            }
        } else if (value instanceof Map<?, ?> map && map.values().stream().anyMatch(Record.class::isInstance)) {
            map.forEach((key, section) -> byDefault(name + "." + key, section));
        } else {
            settings.add(new Setting(name, Values.show(value), "default"));
        }
    }

    private static boolean isSection(Object value) {
        return value instanceof Record
                || value instanceof Optional<?> some
                        && some.filter(Record.class::isInstance).isPresent();
    }

    private static boolean isSections(Type type) {
        return type instanceof ParameterizedType map
                && map.getRawType() == Map.class
                && map.getActualTypeArguments()[1] instanceof Class<?> of
                && of.isRecord();
    }

    private Object value(String name, Node node, Type type, Object fallback) {
        if (type instanceof ParameterizedType generic) {
            return generic(name, node, generic, fallback);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return record(name, node, (Record) fallback);
        }
        return scalar(name, node, plain, fallback);
    }

    private Object generic(String name, Node node, ParameterizedType type, Object fallback) {
        Type[] of = type.getActualTypeArguments();
        if (type.getRawType() == Optional.class && ((Class<?>) of[0]).isRecord()) {
            return Optional.of(record(name, node, defaults((Class<?>) of[0])));
        }
        if (type.getRawType() == Optional.class) {
            return Optional.ofNullable(scalar(name, node, (Class<?>) of[0], null));
        }
        if (type.getRawType() == List.class) {
            return list(name, node, (Class<?>) of[0]);
        }
        if (!(node instanceof Node.Mapping mapping)) {
            problem(node.at(), name + " is to be a mapping", Optional.empty());
            return fallback;
        }
        if (isSections(type)) {
            return sections(name, mapping, (Class<?>) of[1]);
        }
        return Values.plain(mapping);
    }

    private List<Object> list(String name, Node node, Class<?> of) {
        List<Node> items = node instanceof Node.Sequence sequence ? sequence.items() : List.of(node);
        List<Object> values = new ArrayList<>();
        for (Node item : items) {
            Object value = scalar(name, item, of, null);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    private Map<String, Record> sections(String name, Node.Mapping mapping, Class<?> type) {
        Map<String, Record> all = new LinkedHashMap<>();
        mapping.fields().forEach((key, field) -> {
            places.put(name + "." + key, field.key());
            all.put(key, record(name + "." + key, field.value(), defaults(type)));
        });
        return all;
    }

    private Object scalar(String name, Node node, Class<?> type, Object fallback) {
        if (!(node instanceof Node.Scalar scalar) || scalar.isNull()) {
            problem(node.at(), name + " is to be a single value", Optional.empty());
            return fallback;
        }
        try {
            return Values.of(scalar.text(), type, base);
        } catch (IllegalArgumentException e) {
            problem(node.at(), name + ": " + e.getMessage(), Optional.empty());
            return fallback;
        }
    }

    /** What a section that may be left out says where it is not: its constant DEFAULT, with null for what it must say. */
    private static Record defaults(Class<?> section) {
        try {
            return (Record) section.getDeclaredField("DEFAULT").get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(section + " has no DEFAULT", e);
        }
    }

    private static Object get(RecordComponent component, Object record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }

    @SuppressWarnings("unchecked")
    private <T extends Record> T make(Node.Mapping mapping, T defaults, RecordComponent[] components, Object[] values) {
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            var constructor = defaults.getClass().getDeclaredConstructor(types);
            return (T) constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            // a record that checks itself begins its messages with the component's name, as files[2]
            List<String> told = e.getCause() instanceof ManyProblems many
                    ? many.all()
                    : List.of(e.getCause().getMessage());
            told.forEach(one -> problem(culprit(mapping, one), one, Optional.empty()));
            return defaults;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(defaults.getClass() + " cannot be made", e);
        }
    }

    private static Place culprit(Node.Mapping mapping, String message) {
        String[] word = message.split(" ", 2)[0].split("\\[|]");
        Field field = mapping.fields().get(word[0]);
        if (field == null) {
            return mapping.at();
        }
        return word.length > 1 && field.value() instanceof Node.Sequence list
                ? list.items().get(Integer.parseInt(word[1])).at()
                : field.value().at();
    }

    private void problem(Place at, String message, Optional<String> suggestion) {
        problems.add(new ConfigProblem(file, at.line(), at.column(), message, suggestion));
    }
}
