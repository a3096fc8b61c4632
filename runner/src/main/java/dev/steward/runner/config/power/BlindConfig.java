package dev.steward.runner.config.power;

import dev.steward.runner.config.follow.ManyProblems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What holds while a UPS does not answer.
 *
 * @param onBattery what becomes of an outage nobody sees any more
 * @param onMains a UPS that was on mains, or was never seen, and is silent for so long counts as lost; empty: never. 1 min to 24 h
 * @param margin by how many per cent the battery is taken to run down faster than it said, 0 to 200
 */
public record BlindConfig(OnBattery onBattery, Optional<Duration> onMains, int margin) {

    /** What becomes of an outage nobody sees any more. */
    public enum OnBattery {
        /** Its clock and the runtime last told go on. */
        COUNTDOWN,
        /** It stands still until a UPS answers again. */
        HOLD
    }

    /** The clock goes on, the battery is taken to run down by a quarter faster, and silence on mains stops nothing. */
    public static final BlindConfig DEFAULT = new BlindConfig(OnBattery.COUNTDOWN, Optional.empty(), 25);

    public BlindConfig {
        List<String> problems = new ArrayList<>();
        onMains.ifPresent(said -> PowerConfig.within("onMains", said, "1m", "24h", problems));
        if (margin < 0 || margin > 200) {
            problems.add("margin is " + margin + "; expected 0 to 200 per cent");
        }
        if (!problems.isEmpty()) {
            throw new ManyProblems(problems);
        }
    }
}
