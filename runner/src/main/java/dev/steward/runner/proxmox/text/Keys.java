package dev.steward.runner.proxmox.text;

import dev.steward.runner.proxmox.PveFields;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;

/** Keys that come several times with a number: {@code net0}, {@code mp12}. */
final class Keys {

    private Keys() {}

    /** The number at its end; 0 where there is none. */
    static int index(String key) {
        String digits = key.replaceFirst("^.*?(\\d{0,6})$", "$1");
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    /** The word before its number. */
    static String word(String key) {
        return key.replaceFirst("\\d+$", "");
    }

    /** All values whose key has this form, by word and then by number: net2 before net10. */
    static <T> List<T> all(PveFields config, String form, BiFunction<String, String, T> reader) {
        return config.names().stream()
                .filter(key -> key.matches(form))
                .sorted(Comparator.comparing(Keys::word).thenComparingInt(Keys::index))
                .flatMap(key -> config.text(key).map(value -> reader.apply(key, value)).stream())
                .toList();
    }
}
