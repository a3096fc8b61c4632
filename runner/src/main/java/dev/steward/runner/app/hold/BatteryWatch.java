package dev.steward.runner.app.hold;

import dev.steward.runner.power.PowerSignal;
import dev.steward.runner.time.Rounds;
import dev.steward.runner.time.Time;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks ordinary runs to finish when an outage counts, ends them for good when the battery is low, and lets schedules make up for
 * held fires once the power is back.
 */
public final class BatteryWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BatteryWatch.class);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final PowerHold hold;
    private final OrdinaryRuns runs;
    private final Runnable back;
    private final Rounds rounds;
    private long asked;
    private long forced;
    private boolean held = true;

    /**
     * A watch; nothing happens before {@link #start}.
     *
     * @param back called at the start, and each time the hold has ended: held fires may begin
     */
    public BatteryWatch(PowerHold hold, OrdinaryRuns runs, Runnable back, Time time) {
        this.hold = hold;
        this.runs = runs;
        this.back = back;
        this.rounds = new Rounds("battery", LOOK, time, this::look);
    }

    /** The runs that an outage ends. */
    public interface OrdinaryRuns {

        /**
         * Asks all but those that were begun on battery on purpose to end: package work goes on to its end.
         *
         * @param by the reason, as it is recorded
         */
        void finish(String by);

        /** Ends all of them, package work too: what is left of the battery is for the shutdown. */
        void end(String by);
    }

    /** Begins to watch. */
    public void start() {
        rounds.start();
    }

    /** Looks once. */
    void look() {
        try {
            runs(hold.now());
            boolean was = held;
            held = hold.why().isPresent() || was && !hold.over();
            if (was && !held) {
                back.run();
            }
        } catch (RuntimeException e) {
            LOG.error(
                    "Runs and schedules could not be told how the power stands; the next look is in {} ms",
                    LOOK.toMillis(),
                    e);
        }
    }

    private void runs(PowerSignal signal) {
        boolean last = signal.lowBattery() || signal.forced();
        if (last && forced != signal.outage() + 1) {
            forced = signal.outage() + 1;
            asked = signal.outage();
            runs.end(signal.forced() ? "the forced shutdown (FSD)" : "the low battery");
        } else if (signal.confirmed() && signal.onBattery() && asked != signal.outage()) {
            asked = signal.outage();
            runs.finish("the power outage");
        }
    }

    @Override
    public void close() {
        rounds.close();
    }
}
