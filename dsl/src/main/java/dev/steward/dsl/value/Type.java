package dev.steward.dsl.value;

import dev.steward.dsl.catalog.Param;
import dev.steward.dsl.plan.SecretRef;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a value before it exists.
 *
 * @param kind its kind
 * @param name what a problem report calls it, as "text" or "the result of apt"
 * @param properties of a {@link Kind#RECORD}: everything it has
 * @param element of a list; empty: anything
 */
public record Type(Kind kind, String name, Map<String, Type> properties, Optional<Type> element) {

    public static final Type ANY = simple(Kind.ANY, "any value");
    public static final Type NOTHING = simple(Kind.NOTHING, "null");
    public static final Type TEXT = simple(Kind.TEXT, "text");
    public static final Type FLAG = simple(Kind.FLAG, "true or false");
    public static final Type INTEGER = simple(Kind.INTEGER, "a whole number");
    public static final Type NUMBER = simple(Kind.NUMBER, "a number");
    public static final Type DURATION = simple(Kind.DURATION, "a duration");
    public static final Type SIZE = simple(Kind.SIZE, "a size");
    public static final Type LIST = simple(Kind.LIST, "a list");
    public static final Type MAP = simple(Kind.MAP, "a map");
    public static final Type SECRET = simple(Kind.SECRET, "a secret");
    public static final Type RAW = simple(Kind.RAW, "raw text");

    /** What sort of value it is. */
    public enum Kind {
        ANY,
        NOTHING,
        TEXT,
        FLAG,
        INTEGER,
        NUMBER,
        DURATION,
        SIZE,
        LIST,
        MAP,
        RECORD,
        SECRET,
        RAW
    }

    public Type {
        properties = Map.copyOf(properties);
    }

    private static Type simple(Kind kind, String name) {
        return new Type(kind, name, Map.of(), Optional.empty());
    }

    /** A list of one type of element. */
    public static Type listOf(Type element) {
        return new Type(Kind.LIST, "a list", Map.of(), Optional.of(element));
    }

    /** Something with exactly these properties. */
    public static Type record(String name, Map<String, Type> properties) {
        return new Type(Kind.RECORD, name, properties, Optional.empty());
    }

    /** The type of a module's parameter or returned property. */
    public static Type of(Param.Type type) {
        return switch (type) {
            case TEXT, SHELL, CHOICE -> TEXT;
            case FLAG -> FLAG;
            case INTEGER -> INTEGER;
            case NUMBER -> NUMBER;
            case DURATION -> DURATION;
            case SIZE -> SIZE;
            case TEXTS -> listOf(TEXT);
            case MAP -> MAP;
            case LIST -> LIST;
            case CONDITIONS, ANY -> ANY;
        };
    }

    /** The type of a value that exists. */
    public static Type ofValue(Object value) {
        if (value == null) {
            return NOTHING;
        } else if (value instanceof CharSequence) {
            return TEXT;
        } else if (value instanceof Boolean) {
            return FLAG;
        } else if (value instanceof Number number) {
            return number instanceof Integer || number instanceof Long ? INTEGER : NUMBER;
        } else if (value instanceof Duration) {
            return DURATION;
        } else if (value instanceof List<?> list) {
            return list.isEmpty() ? LIST : listOf(ofValue(list.get(0)));
        } else if (value instanceof Map<?, ?>) {
            return MAP;
        } else if (value instanceof Collection<?>) {
            return LIST;
        }
        return value instanceof SecretRef ? SECRET : ANY;
    }

    /** Whether it is of the kind. */
    public boolean is(Kind other) {
        return kind == other;
    }

    /** Whether nothing can be said of it. */
    public boolean unknown() {
        return kind == Kind.ANY || kind == Kind.NOTHING;
    }

    /** Whether it counts or measures without a unit. */
    public boolean numeric() {
        return kind == Kind.INTEGER || kind == Kind.NUMBER;
    }

    /** What both have in common: the one where they agree, else anything. */
    public Type or(Type other) {
        if (kind == other.kind) {
            return equals(other) ? this : kind == Kind.LIST ? LIST : kind == Kind.RECORD ? ANY : this;
        }
        return numeric() && other.numeric() ? NUMBER : ANY;
    }
}
