package dev.steward.web.chart;

import dev.steward.web.format.Amounts;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** How an amount is told. */
enum Unit {
    SHARE(Amounts::percent),
    BYTES(Amounts::bytes),
    RATE(value -> Amounts.bytes(value) + "/s");

    private final DoubleFunction<String> words;

    Unit(DoubleFunction<String> words) {
        this.words = words;
    }

    String of(double value) {
        return words.apply(value);
    }

    /** As scripts know it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
