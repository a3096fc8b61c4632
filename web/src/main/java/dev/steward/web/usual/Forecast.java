package dev.steward.web.usual;

import dev.steward.web.format.Times;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the history says about a run that goes on. Without a history it says nothing.
 *
 * @param percent of its work that is done, 0 to 99; empty: unknown or ended
 * @param left until it ends; empty: unknown or ended
 * @param stalls tasks that are silent for long
 */
public record Forecast(Optional<Integer> percent, Optional<Duration> left, List<Stall> stalls) {

    /** Nothing is known. */
    public static final Forecast NONE = new Forecast(Optional.empty(), Optional.empty(), List.of());

    public Forecast {
        stalls = List.copyOf(stalls);
    }

    /**
     * A task that is silent for much longer than it usually takes.
     *
     * @param step its id in the run
     * @param task its name
     * @param host where
     * @param silent since it last said something
     * @param usual how long it usually takes
     */
    public record Stall(String step, String task, String host, Duration silent, Duration usual) {

        /** As "'Upgrade packages' on mail is silent for 6 min 00 s, it usually takes 40 s". */
        public String words() {
            return "'" + task + "' on " + host + " is silent for " + Times.exact(silent) + ", it usually takes "
                    + Times.exact(usual);
        }
    }

    /** As "about 2 min 10 s left"; empty: unknown. */
    public String eta() {
        return left.map(span -> "about " + Times.exact(span) + " left").orElse("");
    }

    /** The stalls in words. */
    public List<String> stalled() {
        return stalls.stream().map(Stall::words).toList();
    }
}
