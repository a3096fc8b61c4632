package dev.steward.web.chart;

import dev.steward.web.format.Amounts;
import java.time.Duration;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** How an amount is told. */
enum Unit {
    SHARE(Amounts::percent, 1, 1024),
    BYTES(Amounts::bytes, 1, 1024),
    RATE(value -> Amounts.bytes(value) + "/s", 1, 1024),
    SPAN(Unit::span, 60, 60),
    VOLTS(value -> Math.round(value) + " V", 1, 1000);

    private static final double[] STEPS = {1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300, 500};

    private final DoubleFunction<String> words;
    private final double least;
    private final double thousand;

    Unit(DoubleFunction<String> words, double least, double thousand) {
        this.words = words;
        this.least = least;
        this.thousand = thousand;
    }

    String of(double value) {
        return words.apply(value);
    }

    /** As scripts know it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Not less than a value: 1, 2, 3 or 5 with zeros in what its amounts are told in: an axis people can read. */
    double nice(double value) {
        double base = least;
        while (base * thousand <= value) {
            base *= thousand;
        }
        for (double step : STEPS) {
            if (step * base >= value) {
                return step * base;
            }
        }
        return Math.max(value, thousand * base);
    }

    private static String span(double seconds) {
        Duration span = Duration.ofSeconds(Math.round(seconds));
        long minutes = span.toMinutes();
        if (minutes < 1) {
            return span.toSeconds() + " s";
        }
        return minutes < 120
                ? minutes + " min"
                : span.toHours() + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
    }
}
