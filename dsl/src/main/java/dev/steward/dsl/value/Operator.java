package dev.steward.dsl.value;

import dev.steward.dsl.value.Type.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operators between two values. */
public enum Operator {
    PLUS("+"),
    MINUS("-"),
    TIMES("*"),
    DIVIDE("/"),
    REMAINDER("%"),
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    IN("in"),
    NOT_IN("!in");

    private final String sign;

    Operator(String sign) {
        this.sign = sign;
    }

    /** The operator written so; empty where there is none. */
    public static Optional<Operator> of(String sign) {
        for (Operator operator : values()) {
            if (operator.sign.equals(sign)) {
                return Optional.of(operator);
            }
        }
        return Optional.empty();
    }

    /** As written. */
    public String sign() {
        return sign;
    }

    /** The type of what comes out; empty where the two types cannot stand beside this operator. */
    public Optional<Type> type(Type left, Type right) {
        return switch (this) {
            case EQUAL, NOT_EQUAL -> comparable(left, right) ? Optional.of(Type.FLAG) : Optional.empty();
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                ordered(left, right) ? Optional.of(Type.FLAG) : Optional.empty();
            case IN, NOT_IN ->
                right.unknown() || right.is(Kind.LIST) || right.is(Kind.MAP)
                        ? Optional.of(Type.FLAG)
                        : Optional.empty();
            default -> arithmetic(left, right);
        };
    }

    private static boolean comparable(Type left, Type right) {
        return left.unknown()
                || right.unknown()
                || left.kind() == right.kind()
                || (left.numeric() || left.is(Kind.SIZE)) && (right.numeric() || right.is(Kind.SIZE));
    }

    private static boolean ordered(Type left, Type right) {
        return comparable(left, right) && orderable(left) && orderable(right);
    }

    private static boolean orderable(Type type) {
        return type.unknown() || type.numeric() || type.is(Kind.SIZE) || type.is(Kind.DURATION) || type.is(Kind.TEXT);
    }

    private Optional<Type> arithmetic(Type left, Type right) {
        if (left.unknown() || right.unknown()) {
            return Optional.of(left.unknown() ? Type.ANY : left);
        }
        if (left.numeric() && right.numeric()) {
            boolean whole = left.is(Kind.INTEGER) && right.is(Kind.INTEGER) && this != DIVIDE;
            return Optional.of(whole ? Type.INTEGER : Type.NUMBER);
        }
        boolean alike = left.kind() == right.kind();
        return switch (this) {
            case PLUS ->
                alike && (measured(left) || left.is(Kind.TEXT) || left.is(Kind.LIST) || left.is(Kind.MAP))
                        ? Optional.of(left.or(right))
                        : Optional.empty();
            case MINUS -> alike && (measured(left) || left.is(Kind.LIST)) ? Optional.of(left) : Optional.empty();
            case TIMES -> scaled(left, right);
            case DIVIDE -> measured(left) && right.is(Kind.INTEGER) ? Optional.of(left) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Type> scaled(Type left, Type right) {
        if (measured(left) && right.is(Kind.INTEGER)) {
            return Optional.of(left);
        }
        return measured(right) && left.is(Kind.INTEGER) ? Optional.of(right) : Optional.empty();
    }

    private static boolean measured(Type type) {
        return type.is(Kind.DURATION) || type.is(Kind.SIZE);
    }

    /** How much {@link #apply} looks at, see {@link Limits#weight}. */
    public long work(Object left, Object right) {
        return this == MINUS && left instanceof List<?> a && right instanceof List<?> b
                ? (long) a.size() * b.size()
                : (long) Limits.weight(left) + Limits.weight(right);
    }

    /**
     * What comes out; {@link Unknown} where one of the two is.
     *
     * @throws IllegalArgumentException where the two values cannot stand beside this operator; the message says why
     * @throws ArithmeticException where the result is too large or has no value
     */
    public Object apply(Object left, Object right) {
        if (Unknown.is(left) || Unknown.is(right)) {
            return Unknown.VALUE;
        }
        return switch (this) {
            case EQUAL -> Values.same(left, right);
            case NOT_EQUAL -> !Values.same(left, right);
            case LESS -> Values.compare(left, right) < 0;
            case LESS_OR_EQUAL -> Values.compare(left, right) <= 0;
            case GREATER -> Values.compare(left, right) > 0;
            case GREATER_OR_EQUAL -> Values.compare(left, right) >= 0;
            case IN -> within(left, right);
            case NOT_IN -> !within(left, right);
            default -> computed(left, right);
        };
    }

    private static boolean within(Object value, Object many) {
        if (many instanceof Collection<?> list) {
            return list.stream().anyMatch(e -> Values.same(e, value));
        }
        if (many instanceof Map<?, ?> map) {
            return map.containsKey(value);
        }
        throw new IllegalArgumentException(
                "'in' asks a list or a map, not " + Type.ofValue(many).name());
    }

    private Object computed(Object left, Object right) {
        if (left instanceof Number a && right instanceof Number b) {
            return Numbers.apply(this, a, b);
        } else if (left instanceof Duration a) {
            return durations(a, right);
        } else if (this == TIMES && right instanceof Duration b && left instanceof Number n) {
            return b.multipliedBy(n.longValue());
        } else if (this == PLUS && left instanceof CharSequence a && right instanceof CharSequence b) {
            return a.toString() + b;
        } else if (left instanceof List<?> a && right instanceof List<?> b) {
            return lists(a, b);
        } else if (this == PLUS && left instanceof Map<?, ?> a && right instanceof Map<?, ?> b) {
            Map<Object, Object> sum = new LinkedHashMap<>(a);
            sum.putAll(b);
            return Collections.unmodifiableMap(sum);
        }
        throw refused(left, right);
    }

    private Object durations(Duration left, Object right) {
        if (right instanceof Duration that) {
            if (this == PLUS) {
                return left.plus(that);
            } else if (this == MINUS) {
                return left.minus(that);
            }
        } else if (right instanceof Number n && !(n instanceof BigDecimal)) {
            if (this == TIMES) {
                return left.multipliedBy(n.longValue());
            } else if (this == DIVIDE) {
                return left.dividedBy(n.longValue());
            }
        }
        throw refused(left, right);
    }

    private Object lists(List<?> left, List<?> right) {
        List<Object> result = new ArrayList<>(left);
        if (this == PLUS) {
            result.addAll(right);
        } else if (this == MINUS) {
            result.removeIf(e -> right.stream().anyMatch(r -> Values.same(e, r)));
        } else {
            throw refused(left, right);
        }
        return Collections.unmodifiableList(result);
    }

    private IllegalArgumentException refused(Object left, Object right) {
        return new IllegalArgumentException("'" + sign + "' cannot stand between "
                + Type.ofValue(left).name() + " and " + Type.ofValue(right).name());
    }
}
