package dev.steward.runner.proxmox.act.config;

import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.text.PropertyString;
import dev.steward.runner.proxmox.text.Tags;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What one key of a guest's configuration shall be.
 *
 * @param key as {@code net0}
 * @param shape from what it is to what it shall be
 */
public record Wish(String key, Shape shape) {

    /** From what is written to what shall be written; an empty text stands for a key that is not there. */
    @FunctionalInterface
    public interface Shape {

        /**
         * What shall be written: the same text where it is as it shall be.
         *
         * @throws ActException when it cannot be made so
         */
        String of(String now) throws ActException;
    }

    /** Exactly this text; PVE ends descriptions with a line end of its own. */
    public static Wish text(String key, String value) {
        return new Wish(key, now -> now.strip().equals(value.strip()) ? now : value);
    }

    /** This number, however it is written. */
    public static Wish number(String key, Number value) {
        String wanted = new BigDecimal(value.toString()).stripTrailingZeros().toPlainString();
        return new Wish(key, now -> sameNumber(now, wanted) ? now : wanted);
    }

    /** The memory of a VM, which PVE 8.1 and later may write as {@code current=512}. */
    public static Wish memory(long mebibytes) {
        String wanted = Long.toString(mebibytes);
        return new Wish(
                "memory",
                now -> PropertyString.parse(now)
                                .bareOr("current")
                                .filter(wanted::equals)
                                .isPresent()
                        ? now
                        : wanted);
    }

    private static boolean sameNumber(String now, String wanted) {
        try {
            return new BigDecimal(now.strip()).compareTo(new BigDecimal(wanted)) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** A switch that is off where it is not written. */
    public static Wish flag(String key, boolean value) {
        return new Wish(key, now -> Parts.truth(now).orElse(false) == value ? now : value ? "1" : "0");
    }

    /** These tags and no others; PVE sorts them and writes them in lower case. */
    public static Wish tags(List<String> tags) {
        List<String> wanted = Tags.parse(Tags.text(tags).toLowerCase(Locale.ROOT));
        return new Wish(
                "tags",
                now -> new TreeSet<>(Tags.parse(now.toLowerCase(Locale.ROOT))).equals(new TreeSet<>(wanted))
                        ? now
                        : Tags.text(wanted));
    }

    /** These words in this order, as of name servers. */
    public static Wish words(String key, List<String> words) {
        return new Wish(key, now -> split(now).equals(words) ? now : String.join(" ", words));
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.split("[,;\\s]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /**
     * These parts of a property string; the others stay.
     *
     * @param defaultKey whose value may stand bare; empty: none may
     * @param parts by key; empty: the part goes
     */
    public static Wish parts(String key, String defaultKey, Map<String, Optional<String>> parts) {
        return new Wish(key, now -> Parts.merge(PropertyString.parse(now), parts, defaultKey)
                .toString());
    }

    /** As {@link #parts}, of a text in the form of PVE. */
    public static Wish parts(String key, String defaultKey, String text) {
        return parts(key, defaultKey, Parts.of(text, defaultKey));
    }

    /** These features of a container; one that shall be off needs not be written. */
    public static Wish features(Map<String, Optional<String>> parts) {
        return new Wish("features", now -> {
            PropertyString merged = PropertyString.parse(now);
            for (Map.Entry<String, Optional<String>> part : parts.entrySet()) {
                boolean off = part.getValue().flatMap(Parts::truth).equals(Optional.of(false))
                        && merged.get(part.getKey()).isEmpty();
                merged = off ? merged : Parts.merge(merged, Map.of(part.getKey(), part.getValue()), "");
            }
            return merged.toString();
        });
    }

    /** The network card of a container; one without a name is called after its number. */
    public static Wish veth(String key, Map<String, Optional<String>> parts) {
        return new Wish(key, now -> {
            PropertyString old = PropertyString.parse(now);
            boolean named = old.get("name").isPresent() || parts.containsKey("name");
            PropertyString start = named ? old : old.with("name", "eth" + key.replaceAll("\\D", ""));
            return Parts.merge(start, parts, "").toString();
        });
    }

    /** The network card of a VM: {@code model} and {@code macaddr}, or the two in one as PVE writes them. */
    public static Wish card(String key, Map<String, Optional<String>> parts) {
        return new Wish(key, now -> Parts.card(PropertyString.parse(now), parts).toString());
    }

    /** Not there. */
    public static Wish gone(String key) {
        return new Wish(key, now -> "");
    }
}
