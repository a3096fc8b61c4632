package dev.steward.runner.inventory.sheet;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Plain data in one line: a text as it is, in lists and mappings in quotes. */
final class ValueText {

    private ValueText() {}

    static String of(Object value) {
        return value instanceof String text ? text : inner(value);
    }

    private static String inner(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + inner(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(ValueText::inner).collect(Collectors.joining(", ", "[", "]"));
        }
        return value instanceof String text ? '"' + text + '"' : String.valueOf(value);
    }
}
