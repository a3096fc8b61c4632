package dev.steward.dsl.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;

/** How values of a playbook are compared, asked and written. */
public final class Values {

    private Values() {}

    /** Groovy truth: null, false, zero, what is empty and what is unknown are false. */
    public static boolean truth(Object value) {
        if (value instanceof Boolean flag) {
            return flag;
        } else if (value instanceof CharSequence text) {
            return !text.isEmpty();
        } else if (value instanceof Collection<?> many) {
            return !many.isEmpty();
        } else if (value instanceof Map<?, ?> map) {
            return !map.isEmpty();
        } else if (value instanceof Number number) {
            return decimal(number).signum() != 0;
        }
        return value != null && !Unknown.is(value);
    }

    /** Whether two values are the same; numbers by their value, whatever their class. */
    public static boolean same(Object left, Object right) {
        if (left instanceof Number a && right instanceof Number b) {
            return decimal(a).compareTo(decimal(b)) == 0;
        }
        if (left instanceof CharSequence a && right instanceof CharSequence b) {
            return a.toString().contentEquals(b);
        }
        return Objects.equals(left, right);
    }

    /**
     * The order of two values.
     *
     * @throws IllegalArgumentException where they have none
     */
    public static int compare(Object left, Object right) {
        if (left instanceof Number a && right instanceof Number b) {
            return decimal(a).compareTo(decimal(b));
        } else if (left instanceof CharSequence a && right instanceof CharSequence b) {
            return a.toString().compareTo(b.toString());
        } else if (left instanceof Duration a && right instanceof Duration b) {
            return a.compareTo(b);
        }
        throw new IllegalArgumentException("cannot compare "
                + Type.ofValue(left).name() + " with " + Type.ofValue(right).name());
    }

    /** A number without loss. */
    static BigDecimal decimal(Number number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        } else if (number instanceof BigInteger integer) {
            return new BigDecimal(integer);
        } else if (number instanceof Double || number instanceof Float) {
            return BigDecimal.valueOf(number.doubleValue());
        }
        return BigDecimal.valueOf(number.longValue());
    }

    /** As it is put into a text: a duration in the unit that suits it, as {@code 5m}. */
    public static String written(Object value) {
        if (value instanceof Duration duration) {
            return Units.written(duration);
        }
        return value instanceof BigDecimal decimal && Numbers.fits(decimal)
                ? decimal.toPlainString()
                : String.valueOf(value);
    }
}
