package dev.steward.runner.module.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What is said of an object that Grafana keeps. Grafana adds fields of its own, and more with each version, so that something
 * is as it should be where all that is said is there, whatever else is.
 */
final class Said {

    private Said() {}

    /** Whether all of it is there: of objects each field said, of lists each element, numbers by their value. */
    static boolean holds(JsonNode said, JsonNode there) {
        if (said.isObject()) {
            return there.isObject()
                    && said.properties().stream().allMatch(each -> holds(each.getValue(), there.path(each.getKey())));
        }
        if (said.isArray()) {
            return there.isArray()
                    && said.size() == there.size()
                    && IntStream.range(0, said.size()).allMatch(i -> holds(said.get(i), there.get(i)));
        }
        if (said.isNumber() && there.isNumber()) {
            return said.decimalValue().compareTo(there.decimalValue()) == 0;
        }
        return said.equals(there) || said.isNull() && there.isMissingNode();
    }

    /** What is there, with what is said written over it; lists as they are said. */
    static ObjectNode over(ObjectNode there, ObjectNode said) {
        ObjectNode all = there.deepCopy();
        for (Map.Entry<String, JsonNode> each : said.properties()) {
            if (each.getValue() instanceof ObjectNode inner && all.get(each.getKey()) instanceof ObjectNode old) {
                all.set(each.getKey(), over(old, inner));
            } else {
                all.set(each.getKey(), each.getValue());
            }
        }
        return all;
    }

    /** Of what is there, that which is said: what a diff shows before a change. */
    static ObjectNode part(JsonNode there, ObjectNode said) {
        ObjectNode part = said.objectNode();
        said.properties().forEach(each -> {
            JsonNode old = there.path(each.getKey());
            if (each.getValue() instanceof ObjectNode inner && old.isObject()) {
                part.set(each.getKey(), part(old, inner));
            } else if (!old.isMissingNode()) {
                part.set(each.getKey(), old);
            }
        });
        return part;
    }
}
