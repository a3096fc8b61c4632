package dev.steward.runner.module.catalog;

import dev.steward.dsl.catalog.Param;
import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.module.Checked;
import dev.steward.runner.module.Sensitive;
import dev.steward.runner.module.ShellText;
import dev.steward.runner.module.Size;
import dev.steward.runner.secret.Secret;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** One value to the type of one component. Its exceptions read on after "'name' of 'module' ". */
final class Conversion {

    private Conversion() {}

    static Object to(java.lang.reflect.Type type, Object value) {
        Param.Type wanted = Schemas.type(type);
        Supplier<IllegalArgumentException> wrong =
                () -> new IllegalArgumentException("takes " + wanted.words() + ", not " + shown(value));
        return switch (wanted) {
            case TEXT -> text((Class<?>) type, value, wrong);
            case SHELL -> value instanceof ShellText ? value : new ShellText(plain(value, wrong), Map.of());
            case FLAG -> is(Boolean.class, value, wrong);
            case INTEGER -> integer((Class<?>) type, value, wrong);
            case NUMBER -> is(Number.class, value, wrong).doubleValue();
            case DURATION -> is(Duration.class, value, wrong);
            case SIZE -> size(value, wrong);
            case CHOICE -> choice((Class<?>) type, value, wrong);
            case TEXTS -> texts(value, wrong);
            case MAP -> map(value, wrong);
            case LIST -> is(List.class, value, wrong);
            case CONDITIONS -> conditions(value, wrong);
            case ANY -> value;
        };
    }

    private static Object text(Class<?> type, Object value, Supplier<IllegalArgumentException> wrong) {
        if (type == Sensitive.class) {
            return value instanceof Secret secret
                    ? new Sensitive(secret, true)
                    : new Sensitive(new Secret(plain(value, wrong)), false);
        }
        return plain(value, wrong);
    }

    private static String plain(Object value, Supplier<IllegalArgumentException> wrong) {
        if (value instanceof Secret) {
            throw new IllegalArgumentException(
                    "takes no secret: it would be seen on the host; hand it over by 'environment' or 'stdin'");
        }
        if (value instanceof CharSequence || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        throw wrong.get();
    }

    private static Object integer(Class<?> type, Object value, Supplier<IllegalArgumentException> wrong) {
        long number = whole(value, wrong);
        if (type == long.class || type == Long.class) {
            return number;
        }
        if (number != (int) number) {
            throw wrong.get();
        }
        return (int) number;
    }

    private static long whole(Object value, Supplier<IllegalArgumentException> wrong) {
        try {
            if (value instanceof BigDecimal decimal) {
                return decimal.longValueExact();
            }
            if (value instanceof BigInteger big) {
                return big.longValueExact();
            }
        } catch (ArithmeticException e) {
            throw wrong.get();
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        throw wrong.get();
    }

    private static Size size(Object value, Supplier<IllegalArgumentException> wrong) {
        Size size = value instanceof Size given ? given : new Size(whole(value, wrong));
        if (size.bytes() < 0) {
            throw wrong.get();
        }
        return size;
    }

    private static Object choice(Class<?> type, Object value, Supplier<IllegalArgumentException> wrong) {
        String word = plain(value, wrong);
        List<String> words = Schemas.choices(type);
        int at = words.indexOf(word);
        if (at < 0) {
            throw new IllegalArgumentException("is one of " + words + ", not '" + word + "'" + suggestion(word, words));
        }
        return type.getEnumConstants()[at];
    }

    private static List<String> texts(Object value, Supplier<IllegalArgumentException> wrong) {
        return value instanceof List<?> list
                ? list.stream().map(each -> plain(each, wrong)).toList()
                : List.of(plain(value, wrong));
    }

    private static Map<String, Object> map(Object value, Supplier<IllegalArgumentException> wrong) {
        if (!(value instanceof Map<?, ?> given)) {
            throw wrong.get();
        }
        Map<String, Object> map = new LinkedHashMap<>();
        given.forEach((k, v) -> map.put(String.valueOf(k), v));
        return Collections.unmodifiableMap(map);
    }

    private static List<Checked> conditions(Object value, Supplier<IllegalArgumentException> wrong) {
        if (!(value instanceof List<?> list)) {
            throw wrong.get();
        }
        return list.stream().map(each -> is(Checked.class, each, wrong)).toList();
    }

    private static <T> T is(Class<T> type, Object value, Supplier<IllegalArgumentException> wrong) {
        if (!type.isInstance(value)) {
            throw wrong.get();
        }
        return type.cast(value);
    }

    private static String shown(Object value) {
        if (value instanceof Secret) {
            return "a secret";
        }
        String text = String.valueOf(value);
        String cut = text.length() > 60 ? text.substring(0, 57) + "…" : text;
        String kind = value instanceof CharSequence
                ? "the text "
                : value instanceof List ? "the list " : value instanceof Map ? "the map " : "";
        return value instanceof CharSequence ? kind + "'" + cut + "'" : kind + cut;
    }

    /** "; did you mean 'x'?" where a word is near; else the empty text. */
    static String suggestion(String word, List<String> words) {
        return Suggestion.question(word, words).map(question -> "; " + question).orElse("");
    }
}
