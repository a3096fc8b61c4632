package dev.steward.runner.inventory;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as Python writes them. */
final class PythonNumbers {

    private static final int MOST_DIGITS = 17;
    private static final int PLAIN_FROM = -4;
    private static final int PLAIN_TO = 16;

    private PythonNumbers() {}

    /** A float's {@code repr}: the fewest digits that read back the same; exponent form below 1e-4 and from 1e16. */
    static String repr(double value) {
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal exact = new BigDecimal(value);
        BigDecimal shortest = exact;
        for (int digits = 1; digits <= MOST_DIGITS; digits++) {
            shortest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (shortest.doubleValue() == value) {
                break;
            }
        }
        return written(shortest.stripTrailingZeros());
    }

    private static String written(BigDecimal value) {
        String digits = value.unscaledValue().abs().toString();
        String sign = value.signum() < 0 ? "-" : "";
        int exponent = digits.length() - value.scale() - 1;
        if (exponent >= PLAIN_FROM && exponent < PLAIN_TO) {
            String plain = value.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        String power = (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        return sign + digits.charAt(0) + fraction + "e" + power;
    }
}
