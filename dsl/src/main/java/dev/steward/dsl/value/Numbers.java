package dev.steward.dsl.value;

import java.math.BigDecimal;
import java.math.MathContext;

/** Arithmetic on numbers: whole numbers stay whole and never wrap around, everything else is decimal. */
public final class Numbers {

    /** What a number must be to be computed with. */
    public static final String FITTING = "has at most 1000 digits before and behind the point";

    private static final int DIGITS = 1000;

    private Numbers() {}

    /** Whether it may be computed with and written out: 1e999999999 is eleven letters, and a gigabyte when written out. */
    public static boolean fits(BigDecimal number) {
        long before = (long) number.precision() - number.scale();
        return before <= DIGITS && number.scale() <= DIGITS && number.precision() <= 2 * DIGITS;
    }

    /**
     * As a decimal that may be computed with.
     *
     * @throws ArithmeticException where it has too many digits
     */
    static BigDecimal fitting(Number number) {
        BigDecimal decimal = Values.decimal(number);
        if (!fits(decimal)) {
            throw new ArithmeticException("a number " + FITTING);
        }
        return decimal;
    }

    static Number apply(Operator operator, Number left, Number right) {
        if (whole(left) && whole(right) && operator != Operator.DIVIDE) {
            return narrow(integers(operator, left.longValue(), right.longValue()), left, right);
        }
        BigDecimal a = fitting(left);
        BigDecimal b = fitting(right);
        return switch (operator) {
            case PLUS -> a.add(b);
            case MINUS -> a.subtract(b);
            case TIMES -> a.multiply(b);
            case DIVIDE -> a.divide(b, MathContext.DECIMAL64);
            case REMAINDER -> a.remainder(b);
            default -> throw new IllegalArgumentException(operator.sign() + " computes nothing");
        };
    }

    /** The number with the other sign. */
    public static Number negated(Number number) {
        return apply(Operator.MINUS, number instanceof Integer ? (Number) 0 : (Number) 0L, number);
    }

    private static boolean whole(Number number) {
        return number instanceof Integer || number instanceof Long;
    }

    private static long integers(Operator operator, long a, long b) {
        return switch (operator) {
            case PLUS -> Math.addExact(a, b);
            case MINUS -> Math.subtractExact(a, b);
            case TIMES -> Math.multiplyExact(a, b);
            case REMAINDER -> a % b;
            default -> throw new IllegalArgumentException(operator.sign() + " computes nothing");
        };
    }

    private static Number narrow(long result, Number left, Number right) {
        boolean small = left instanceof Integer && right instanceof Integer;
        return small && result == (int) result ? (Number) (int) result : (Number) result;
    }
}
