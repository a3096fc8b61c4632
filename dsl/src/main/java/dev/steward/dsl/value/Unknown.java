package dev.steward.dsl.value;

/**
 * A value that nobody knows now, as the charge of a UPS whose driver does not say it. It never compares: a comparison with it, its
 * negation and a calculation with it are unknown as well, and a condition that comes out unknown does not hold. So
 * {@code ups.charge <= 20} and {@code !(ups.charge > 20)} are both not met by a charge that is not known; {@code ups.charge ?: 0} says
 * what stands in its place.
 */
public enum Unknown {
    /** The only one. */
    VALUE;

    /** Whether a value is not known. */
    public static boolean is(Object value) {
        return value == VALUE;
    }

    @Override
    public String toString() {
        return "unknown";
    }
}
