package dev.steward.runner.collect;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.proxmox.PveFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The fields of a document in their order. What is not known is left out. */
final class Fields {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<TreeMap<String, Object>> SORTED = new TypeReference<>() {};

    private final Map<String, Object> all = new LinkedHashMap<>();

    Fields with(String name, Object value) {
        if (value != null) {
            all.put(name, value);
        }
        return this;
    }

    Fields with(String name, Optional<?> value) {
        return with(name, value.<Object>map(known -> known).orElse(null));
    }

    Fields with(String name, OptionalInt value) {
        return value.isPresent() ? with(name, value.getAsInt()) : this;
    }

    Fields with(String name, OptionalLong value) {
        return value.isPresent() ? with(name, value.getAsLong()) : this;
    }

    /** A field as PVE sent it. */
    Fields as(PveFields from, String name) {
        JsonNode value = from.node().path(name);
        return value.isMissingNode() || value.isNull() ? this : with(name, plain(value));
    }

    Map<String, Object> map() {
        return all;
    }

    /** An object with its names in order, so that equal ones have equal texts. */
    static Map<String, Object> sorted(PveFields object) {
        return object.node().isObject() ? JSON.convertValue(object.node(), SORTED) : new TreeMap<>();
    }

    static Object plain(JsonNode node) {
        return JSON.convertValue(node, Object.class);
    }

    static PveFields fields(Map<String, Object> map) {
        return new PveFields(JSON.valueToTree(map));
    }

    static int flag(boolean is) {
        return is ? 1 : 0;
    }

    static List<String> texts(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
