package dev.steward.dsl.value;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Units behind a number: {@code 5.minutes}, {@code 2.GiB}. */
public final class Units {

    private static final Map<String, Duration> DURATIONS = durations();
    private static final List<String> SIZES = List.of("KiB", "MiB", "GiB", "TiB");

    private Units() {}

    private static Map<String, Duration> durations() {
        Map<String, Duration> units = new LinkedHashMap<>();
        units.put("milliseconds", Duration.ofMillis(1));
        units.put("seconds", Duration.ofSeconds(1));
        units.put("minutes", Duration.ofMinutes(1));
        units.put("hours", Duration.ofHours(1));
        units.put("days", Duration.ofDays(1));
        return units;
    }

    /** All units of duration. */
    public static Set<String> durationUnits() {
        return DURATIONS.keySet();
    }

    /** All units of size. */
    public static List<String> sizeUnits() {
        return SIZES;
    }

    /** What a number with this unit is; empty where there is no such unit. */
    public static Optional<Type> type(String unit) {
        if (DURATIONS.containsKey(unit)) {
            return Optional.of(Type.DURATION);
        }
        return SIZES.contains(unit) ? Optional.of(Type.SIZE) : Optional.empty();
    }

    /**
     * A number with its unit.
     *
     * @return a Duration, or the bytes as a Long
     * @throws ArithmeticException when it is too large, or no whole number of nanoseconds or bytes
     */
    public static Object of(Number number, String unit) {
        BigDecimal amount = Numbers.fitting(number);
        Duration one = DURATIONS.get(unit);
        if (one != null) {
            BigDecimal seconds =
                    amount.multiply(BigDecimal.valueOf(one.toMillis())).movePointLeft(3);
            long whole = seconds.toBigInteger().longValueExact();
            return Duration.ofSeconds(
                    whole,
                    seconds.subtract(BigDecimal.valueOf(whole))
                            .movePointRight(9)
                            .longValueExact());
        }
        return amount.multiply(BigDecimal.valueOf(1L << (10 * (SIZES.indexOf(unit) + 1))))
                .longValueExact();
    }

    /** A duration in the largest unit that loses nothing: {@code 1h}, {@code 90s}, {@code 250ms}. */
    public static String written(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        if (duration.getNano() != 0) {
            return duration.toMillis() + "ms";
        }
        long seconds = duration.getSeconds();
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        } else if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
