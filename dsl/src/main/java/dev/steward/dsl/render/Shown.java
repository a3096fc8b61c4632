package dev.steward.dsl.render;

import dev.steward.dsl.plan.Condition;
import dev.steward.dsl.plan.Expression;
import dev.steward.dsl.plan.SecretRef;
import dev.steward.dsl.plan.Text;
import dev.steward.dsl.value.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Values of a plan as an operator wrote or would write them; a secret is never more than {@code ***}. */
public final class Shown {

    private Shown() {}

    /** Plain values for JSON: text, numbers, booleans, lists and maps of them. */
    static Object plain(Object value) {
        if (value instanceof Text text) {
            return text(text);
        } else if (value instanceof Expression expression) {
            return "${" + expression.source() + "}";
        } else if (value instanceof Condition condition) {
            return condition.source();
        } else if (value instanceof SecretRef) {
            return "***";
        } else if (value instanceof List<?> list) {
            return list.stream().map(Shown::plain).toList();
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> entries = new LinkedHashMap<>();
            map.forEach((key, entry) -> entries.put(String.valueOf(key), plain(entry)));
            return entries;
        } else if (value instanceof Number || value instanceof Boolean) {
            return value;
        }
        return Values.written(value);
    }

    /** As in a playbook's text: {@code 'text'}, {@code [a: 1]}. */
    public static String line(Object value) {
        if (value instanceof String text) {
            return "'" + text + "'";
        } else if (value instanceof Text text) {
            return "\"" + text(text) + "\"";
        } else if (value instanceof Expression expression) {
            return expression.source();
        } else if (value instanceof Condition condition) {
            return "{ " + condition.source() + " }";
        } else if (value instanceof List<?> list) {
            return list.stream().map(Shown::line).collect(Collectors.joining(", ", "[", "]"));
        } else if (value instanceof Map<?, ?> map) {
            return map.isEmpty()
                    ? "[:]"
                    : map.entrySet().stream()
                            .map(e -> e.getKey() + ": " + line(e.getValue()))
                            .collect(Collectors.joining(", ", "[", "]"));
        }
        return String.valueOf(plain(value));
    }

    private static String text(Text text) {
        return text.parts().stream().map(Shown::part).collect(Collectors.joining());
    }

    private static String part(Text.Part part) {
        if (part instanceof Text.Literal literal) {
            return literal.text();
        } else if (part instanceof Text.Value value) {
            return Values.written(plain(value.value()));
        } else if (part instanceof Text.Deferred deferred) {
            return "${" + deferred.expression().source() + "}";
        } else if (part instanceof Text.Raw raw) {
            return raw.value() instanceof Expression later
                    ? "${raw(" + later.source() + ")}"
                    : Values.written(plain(raw.value()));
        }
        return "***";
    }
}
