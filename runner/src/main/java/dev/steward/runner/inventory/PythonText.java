package dev.steward.runner.inventory;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Values as Python's {@code str} writes them, which is how Ansible's graph shows variables. Closed values are {@code ***}. */
final class PythonText {

    private PythonText() {}

    static String of(Object value) {
        return value instanceof String || value instanceof UnsafeText ? value.toString() : repr(value);
    }

    private static String repr(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> repr(entry.getKey()) + ": " + repr(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(PythonText::repr).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof String || value instanceof UnsafeText) {
            return quoted(value.toString());
        }
        if (value instanceof Boolean flag) {
            return flag ? "True" : "False";
        }
        if (value instanceof Double number) {
            return number.isNaN()
                    ? "nan"
                    : number.isInfinite() ? (number > 0 ? "inf" : "-inf") : PythonNumbers.repr(number);
        }
        return value == null ? "None" : value.toString();
    }

    private static String quoted(String text) {
        String quote = text.contains("'") && !text.contains("\"") ? "\"" : "'";
        StringBuilder quoted = new StringBuilder(quote);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '\'' -> quoted.append(quote.equals("'") ? "\\'" : "'");
                default -> quoted.append(c < ' ' || c == 0x7f ? String.format("\\x%02x", c) : Character.toString(c));
            }
        });
        return quoted.append(quote).toString();
    }
}
