package dev.steward.web.inventory;

import dev.steward.runner.store.host.KnownHost;
import dev.steward.web.format.Amounts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Facts as people read them: a name with its value in one line. */
final class FactWords {

    private static final List<String> BYTES = List.of("memory", "memoryFree", "swap");

    private FactWords() {}

    static Map<String, String> of(KnownHost known) {
        Map<String, String> words = new TreeMap<>();
        known.facts().ifPresent(facts -> facts.values().forEach((name, value) -> add(words, name, value)));
        return words;
    }

    private static void add(Map<String, String> words, String name, Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> add(words, name + "." + key, inner));
        } else if (value instanceof Number number && BYTES.contains(name)) {
            words.put(name, Amounts.bytes(number.doubleValue()));
        } else if (value instanceof Number number && name.equals("uptime")) {
            words.put(name, Amounts.uptime(Duration.ofSeconds(number.longValue())));
        } else if (value instanceof List<?> list) {
            words.put(name, list.stream().map(FactWords::one).collect(Collectors.joining(", ")));
        } else {
            words.put(name, String.valueOf(value));
        }
    }

    private static String one(Object value) {
        return value instanceof Map<?, ?> map && map.containsKey("address")
                ? map.get("interface") + " " + map.get("address")
                : String.valueOf(value);
    }
}
