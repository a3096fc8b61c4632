package dev.steward.runner.config;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.config.YamlTree.Node;
import dev.steward.runner.config.keep.Bytes;
import dev.steward.runner.secret.Secret;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Scalars of a configuration file as values; what does not fit is an {@link IllegalArgumentException} for the operator. */
final class Values {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private Values() {}

    /** A value of a type. */
    static Object of(String text, Class<?> type, Path base) {
        if (type == String.class) {
            return text;
        }
        if (type == Secret.class) {
            return new Secret(text);
        }
        if (type == int.class || type == Integer.class) {
            return number(text);
        }
        if (type == boolean.class) {
            return bool(text);
        }
        if (type == Path.class) {
            return base.resolve(text).normalize();
        }
        if (type == Duration.class) {
            return duration(text);
        }
        if (type == Bytes.class) {
            return Bytes.of(text);
        }
        if (type == ZoneId.class) {
            return zone(text);
        }
        if (type == LocalTime.class) {
            return clock(text);
        }
        return word(text, type);
    }

    private static LocalTime clock(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("expected a time of day such as 05:00, not '" + text + "'", e);
        }
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a whole number, not '" + text + "'", e);
        }
    }

    private static boolean bool(String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw new IllegalArgumentException("expected true or false, not '" + text + "'");
    }

    private static Duration duration(String text) {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "expected a duration such as 250ms, 10s, 5m, 2h or 1d, not '" + text + "'");
        }
        long count = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            String near = Suggestion.question(text, ZoneId.getAvailableZoneIds())
                    .map(s -> "; " + s)
                    .orElse("");
            throw new IllegalArgumentException(
                    "unknown time zone '" + text + "', expected one such as Europe/Berlin" + near, e);
        }
    }

    private static Object word(String text, Class<?> type) {
        List<String> words = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                .toList();
        int index = words.indexOf(text);
        if (index >= 0) {
            return type.getEnumConstants()[index];
        }
        String near = Suggestion.question(text, words).map(s -> "; " + s).orElse("");
        throw new IllegalArgumentException(
                "expected one of " + String.join(", ", words) + ", not '" + text + "'" + near);
    }

    /** Plain data for a playbook: text, number, boolean, list, map. */
    static Object plain(Node node) {
        if (node instanceof Node.Scalar scalar) {
            return scalar.plain();
        }
        if (node instanceof Node.Sequence list) {
            List<Object> items = new ArrayList<>();
            list.items().forEach(item -> items.add(plain(item)));
            return items;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        ((Node.Mapping) node).fields().forEach((key, field) -> map.put(key, plain(field.value())));
        return map;
    }

    /** A value as {@code steward config} prints it, in the form the file takes. */
    static String show(Object value) {
        if (value instanceof Optional<?> some) {
            return some.map(Values::show).orElse("");
        }
        if (value instanceof Enum<?> word) {
            return word.toString().toLowerCase(Locale.ROOT);
        }
        if (value instanceof Duration duration) {
            return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
        }
        if (value instanceof List<?> list) {
            return "[" + String.join(", ", list.stream().map(Values::show).toList()) + "]";
        }
        return String.valueOf(value);
    }
}
