package dev.steward.runner.config.alert;

import java.time.Duration;

/**
 * When something that is well or not is an alert.
 *
 * @param enabled whether it is one at all
 * @param after how long it must be so without a break
 * @param clear how long it must be well again without a break
 */
public record StateRule(boolean enabled, Duration after, Duration clear) {

    static final Duration LONGEST = Duration.ofDays(1);

    public StateRule {
        within("after", after);
        within("clear", clear);
    }

    static StateRule of(int afterSeconds, int clearSeconds) {
        return new StateRule(true, Duration.ofSeconds(afterSeconds), Duration.ofSeconds(clearSeconds));
    }

    static void within(String name, Duration value) {
        if (value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " is longer than 1d");
        }
    }
}
