package dev.steward.dsl.check;

import dev.steward.dsl.plan.SecretRef;
import dev.steward.dsl.value.Numbers;
import dev.steward.dsl.value.Units;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Converts what is given for a var to the type that its default fixes. */
final class Conversion {

    private static final Pattern AMOUNT = Pattern.compile("(-?[0-9]{1,12}(?:\\.[0-9]{1,9})?)[ .]?([A-Za-z]+)");

    private static final Map<String, String> SHORT = Map.of(
            "ms",
            "milliseconds",
            "s",
            "seconds",
            "m",
            "minutes",
            "h",
            "hours",
            "d",
            "days",
            "K",
            "KiB",
            "M",
            "MiB",
            "G",
            "GiB",
            "T",
            "TiB");

    private Conversion() {}

    /** The name of the type that a default fixes. */
    static String typeName(Object standard) {
        if (standard instanceof Map<?, ?>) {
            return "Map";
        } else if (standard instanceof List<?>) {
            return "List";
        } else if (standard instanceof SecretRef || standard == null) {
            return "String";
        }
        return standard.getClass().getSimpleName();
    }

    /** The value as the type of the default; empty where it cannot be. */
    static Optional<Object> to(Object standard, boolean size, Object value) {
        try {
            return value instanceof CharSequence text && !(standard instanceof String)
                    ? parsed(standard, size, text.toString().strip())
                    : typed(standard, value);
        } catch (ArithmeticException | NumberFormatException e) {
            return Optional.empty(); // among them a number of JSON that is taken for infinite
        }
    }

    private static Optional<Object> typed(Object standard, Object value) {
        if (value == null) {
            return Optional.empty();
        } else if (standard instanceof String) {
            return value instanceof CharSequence ? Optional.of(value.toString()) : Optional.empty();
        } else if (standard instanceof BigDecimal && value instanceof Number number) {
            return Optional.<Object>of(new BigDecimal(number.toString())).filter(Conversion::fits);
        } else if (standard instanceof Integer && value instanceof Long number && number == number.intValue()) {
            return Optional.of(number.intValue());
        } else if (standard instanceof Long && value instanceof Integer number) {
            return Optional.of(number.longValue());
        } else if (standard instanceof List<?> && value instanceof List<?>
                || standard instanceof Map<?, ?> && value instanceof Map<?, ?>) {
            return Optional.of(value);
        }
        return standard.getClass() == value.getClass() ? Optional.of(value) : Optional.empty();
    }

    private static Optional<Object> parsed(Object standard, boolean size, String text) {
        if (standard instanceof Boolean) {
            return flag(text);
        } else if (size || standard instanceof Duration) {
            return amount(text, size);
        } else if (standard instanceof Integer) {
            return Optional.of(Integer.valueOf(text));
        } else if (standard instanceof Long) {
            return Optional.of(Long.valueOf(text));
        } else if (standard instanceof BigDecimal) {
            return Optional.<Object>of(new BigDecimal(text)).filter(Conversion::fits);
        } else if (standard instanceof List<?>) {
            return Optional.of(list(text));
        }
        return Optional.empty();
    }

    private static boolean fits(Object number) {
        return Numbers.fits((BigDecimal) number);
    }

    private static Optional<Object> flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> Optional.of(true);
            case "false", "no", "off" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<Object> amount(String text, boolean size) {
        Matcher matcher = AMOUNT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String unit = SHORT.getOrDefault(matcher.group(2), matcher.group(2));
        boolean known =
                size ? Units.sizeUnits().contains(unit) : Units.durationUnits().contains(unit);
        return known ? Optional.of(Units.of(new BigDecimal(matcher.group(1)), unit)) : Optional.empty();
    }

    private static List<String> list(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",")).map(String::strip).toList();
    }

    /** How such a value is given. */
    static String example(Object standard) {
        if (standard instanceof Boolean) {
            return "write true or false";
        } else if (standard instanceof Duration) {
            return "write such as 90s, 5m or 2.hours";
        } else if (standard instanceof List<?>) {
            return "write such as a,b,c";
        } else if (standard instanceof Long) {
            return "write such as 2GiB";
        }
        return standard instanceof Map<?, ?> ? "give it in a file of vars" : "";
    }
}
