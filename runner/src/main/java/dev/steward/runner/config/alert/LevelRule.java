package dev.steward.runner.config.alert;

import java.time.Duration;
import java.util.Optional;

/**
 * When a share of something that is used is an alert. Between {@code below} and {@code above} it stays what it was.
 *
 * @param enabled whether it is one at all
 * @param above per cent that are too much, 1 to 100
 * @param below per cent that are well again; empty: 5 less than {@code above}
 * @param after how long it must be too much without a break
 * @param clear how long it must be well again without a break
 * @param guests whether containers and VMs are looked at as well as nodes; means nothing for storages
 */
public record LevelRule(
        boolean enabled, int above, Optional<Integer> below, Duration after, Duration clear, boolean guests) {

    private static final int GAP = 5;
    private static final int ALL = 100;

    public LevelRule {
        if (above < 1 || above > ALL) {
            throw new IllegalArgumentException("above is " + above + "; expected 1 to 100 per cent");
        }
        if (below.filter(value -> value < 0 || value > above).isPresent()) {
            throw new IllegalArgumentException(
                    "below is " + below.get() + "; expected 0 to " + above + ", which is what above says");
        }
        StateRule.within("after", after);
        StateRule.within("clear", clear);
    }

    static LevelRule of(int above, int afterMinutes, boolean guests) {
        return new LevelRule(
                true, above, Optional.empty(), Duration.ofMinutes(afterMinutes), Duration.ofMinutes(2), guests);
    }

    /** Per cent that are well again. */
    public int well() {
        return below.orElse(Math.max(0, above - GAP));
    }

    /** The same as a rule of what is or is not. */
    public StateRule asState() {
        return new StateRule(enabled, after, clear);
    }
}
