package dev.steward.runner.engine.value;

import dev.steward.runner.secret.Secret;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns a value into plain JSON data. */
public final class PlainData {

    private PlainData() {}

    /** What becomes of the texts in data. */
    public interface Texts {

        /** What becomes of one. */
        String of(String text);

        /** What becomes of those of a list, which may be the lines of one text; as many as before. */
        List<String> of(List<String> lines);
    }

    /**
     * Plain JSON data: secrets become {@code ***}, durations seconds, what is unknown its text.
     *
     * @param value anything, null included
     * @param texts applied to every text, keys of maps included
     */
    public static Object of(Object value, Texts texts) {
        if (value == null || value instanceof Boolean || value instanceof Number) {
            return value;
        }
        if (value instanceof Secret) {
            return "***";
        }
        if (value instanceof Duration duration) {
            return BigDecimal.valueOf(duration.toMillis(), 3);
        }
        if (value instanceof Map<?, ?> map) {
            return of(map, texts);
        }
        if (value instanceof Collection<?> list) {
            if (list.size() > 1 && list.stream().allMatch(CharSequence.class::isInstance)) {
                return texts.of(list.stream().map(Object::toString).toList());
            }
            List<Object> out = new ArrayList<>(list.size());
            list.forEach(inner -> out.add(of(inner, texts)));
            return out;
        }
        return texts.of(value.toString());
    }

    /** A map of plain JSON data. */
    public static Map<String, Object> of(Map<?, ?> map, Texts texts) {
        Map<String, Object> out = new LinkedHashMap<>();
        map.forEach((key, inner) -> out.put(texts.of(String.valueOf(key)), of(inner, texts)));
        return out;
    }
}
