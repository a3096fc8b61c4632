package dev.steward.runner.config.power;

import dev.steward.runner.config.follow.ManyProblems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How what an outage stopped comes back.
 *
 * @param enabled false: only people bring it back
 * @param tries of each step, 1 to 20
 * @param delay between two of them, up to 10 min
 * @param onError what a step means that failed every time
 */
public record RecoveryConfig(boolean enabled, int tries, Duration delay, OnError onError) {

    /** What a step of recovery means that failed every time. */
    public enum OnError {
        /** It is told, and the rest goes on. */
        NOTIFY,
        /** It is tried again at the end. */
        RETRY,
        /** The rest goes on, and nobody is told. */
        IGNORE
    }

    /** By itself, 3 tries 5 s apart, then it is told. */
    public static final RecoveryConfig DEFAULT = new RecoveryConfig(true, 3, Duration.ofSeconds(5), OnError.NOTIFY);

    public RecoveryConfig {
        List<String> problems = new ArrayList<>();
        if (tries < 1 || tries > 20) {
            problems.add("tries is " + tries + "; expected 1 to 20");
        }
        PowerConfig.within("delay", delay, "0s", "10m", problems);
        if (!problems.isEmpty()) {
            throw new ManyProblems(problems);
        }
    }
}
