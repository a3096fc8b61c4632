package dev.steward.runner.inventory.yaml;

import dev.steward.dsl.plan.SourceRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of a YAML or JSON text with its place; anchors followed, merges done, tags resolved. */
public sealed interface YamlNode {

    /** Where it begins. */
    SourceRef at();

    /** As plain data: String, Boolean, Long, BigInteger, Double, null, List, Map, UnsafeText, VaultText. */
    Object value();

    /** A single value. {@code IsoDate} values become their text. */
    record Scalar(SourceRef at, Object raw) implements YamlNode {

        @Override
        public Object value() {
            return raw instanceof IsoDate date ? date.text() : raw;
        }
    }

    /** A list. */
    record Sequence(SourceRef at, List<YamlNode> elements) implements YamlNode {

        @Override
        public Object value() {
            List<Object> values = new ArrayList<>(elements.size());
            elements.forEach(element -> values.add(element.value()));
            return Collections.unmodifiableList(values);
        }
    }

    /** A mapping; the keys are those of its entries. */
    record Mapping(SourceRef at, Map<Object, Entry> entries) implements YamlNode {

        @Override
        public Object value() {
            Map<Object, Object> values = new LinkedHashMap<>();
            entries.values().forEach(entry -> values.put(entry.key.value(), entry.value.value()));
            return Collections.unmodifiableMap(values);
        }

        /** The value of a key; null where there is none. */
        public YamlNode get(String key) {
            Entry entry = entries.get(key);
            return entry == null ? null : entry.value;
        }
    }

    /** One line of a mapping. */
    record Entry(Scalar key, YamlNode value) {}

    /** A date or time, kept apart because it is no text where a name is wanted. */
    record IsoDate(String text) {}

    /** Whether Python would take the value for false: nothing, zero, empty. */
    default boolean isFalse() {
        Object value = value();
        return value == null
                || value.equals(false)
                || value.equals("")
                || value instanceof Number number && number.doubleValue() == 0
                || value instanceof List<?> list && list.isEmpty()
                || value instanceof Map<?, ?> map && map.isEmpty();
    }

    /** What it is, for a message. */
    default String kind() {
        if (this instanceof Mapping) {
            return "a mapping";
        }
        if (this instanceof Sequence) {
            return "a list";
        }
        Object raw = ((Scalar) this).raw;
        return raw == null
                ? "nothing"
                : raw instanceof String
                        ? "a text"
                        : raw instanceof Number ? "a number" : raw instanceof Boolean ? "yes or no" : "a value";
    }
}
