package dev.steward.runner.inventory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/**
 * JSON byte for byte as Ansible's listings print it: Python's {@code json.dumps} with {@code indent=4}, sorted keys, text
 * beyond ASCII as it is. Where one mapping has keys that Python cannot compare (texts beside numbers), nothing at all is
 * sorted, as Ansible does. Secrets are {@code ***}; vault values keep their cipher text as {@code __ansible_vault}.
 */
final class PythonJson {

    private static final String INDENT = "    ";

    private final StringBuilder out = new StringBuilder();
    private final boolean sorted;

    private PythonJson(boolean sorted) {
        this.sorted = sorted;
    }

    static String write(Object value) {
        PythonJson json = new PythonJson(sortable(value));
        json.value(value, 0);
        return json.out.toString();
    }

    /** A key as JSON writes it. */
    static String key(Object key) {
        return key instanceof String || key instanceof UnsafeText ? key.toString() : scalar(key);
    }

    private static boolean sortable(Object value) {
        if (value instanceof Map<?, ?> map) {
            boolean texts = map.keySet().stream().allMatch(key -> key instanceof String);
            boolean numbers = map.keySet().stream().allMatch(key -> key instanceof Number || key instanceof Boolean);
            return (texts || numbers || map.size() < 2) && map.values().stream().allMatch(PythonJson::sortable);
        }
        return !(value instanceof List<?> list) || list.stream().allMatch(PythonJson::sortable);
    }

    private void value(Object value, int depth) {
        if (value instanceof Map<?, ?> map) {
            mapping(map, depth);
        } else if (value instanceof List<?> list) {
            sequence(list, depth);
        } else if (value instanceof VaultText vault) {
            mapping(Map.of("__ansible_vault", vault.envelope()), depth);
        } else if (value instanceof OpenedText opened) {
            out.append(quoted(opened.text()));
        } else if (value instanceof UnsafeText unsafe) {
            mapping(Map.of("__ansible_unsafe", unsafe.text()), depth);
        } else {
            out.append(value instanceof String text ? quoted(text) : scalar(value));
        }
    }

    private void mapping(Map<?, ?> map, int depth) {
        Iterator<? extends Entry<?, ?>> entries = sorted(map).iterator();
        out.append('{');
        while (entries.hasNext()) {
            Entry<?, ?> entry = entries.next();
            line(depth + 1);
            out.append(quoted(key(entry.getKey()))).append(": ");
            value(entry.getValue(), depth + 1);
            out.append(entries.hasNext() ? "," : "");
        }
        end(map.isEmpty(), depth, '}');
    }

    private List<? extends Entry<?, ?>> sorted(Map<?, ?> map) {
        List<Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
        if (sorted && entries.size() > 1) {
            boolean texts = entries.get(0).getKey() instanceof String;
            entries.sort(
                    texts
                            ? Comparator.comparing(entry -> (String) entry.getKey(), CodePoints.ORDER)
                            : Comparator.comparingDouble(entry -> number(entry.getKey())));
        }
        return entries;
    }

    private static double number(Object key) {
        return key instanceof Boolean flag ? (flag ? 1 : 0) : ((Number) key).doubleValue();
    }

    private void sequence(List<?> list, int depth) {
        Iterator<?> elements = list.iterator();
        out.append('[');
        while (elements.hasNext()) {
            line(depth + 1);
            value(elements.next(), depth + 1);
            out.append(elements.hasNext() ? "," : "");
        }
        end(list.isEmpty(), depth, ']');
    }

    private void line(int depth) {
        out.append('\n').append(INDENT.repeat(depth));
    }

    private void end(boolean empty, int depth, char bracket) {
        if (!empty) {
            line(depth);
        }
        out.append(bracket);
    }

    /** A scalar that is no text; infinities and NaN are bare words, as Python writes them. */
    private static String scalar(Object value) {
        if (value instanceof Double number) {
            return number.isNaN()
                    ? "NaN"
                    : number.isInfinite() ? (number > 0 ? "Infinity" : "-Infinity") : PythonNumbers.repr(number);
        }
        boolean plain = value == null || value instanceof Number || value instanceof Boolean;
        return plain ? String.valueOf(value) : quoted(String.valueOf(value));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '\f' -> quoted.append("\\f");
                case '\b' -> quoted.append("\\b");
                default -> quoted.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return quoted.append('"').toString();
    }
}
