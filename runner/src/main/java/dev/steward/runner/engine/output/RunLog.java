package dev.steward.runner.engine.output;

import dev.steward.runner.event.EventLog;
import dev.steward.runner.event.EventLog.EventLogException;
import dev.steward.runner.event.Recap;
import dev.steward.runner.event.RecapFold;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.secret.Masker;
import java.util.Optional;

/** The run's log as the engine sees it: masks, counts the recap, and ends the run once an event could not be kept. */
public final class RunLog {

    private final EventLog log;
    private final Masker masker;
    private final Runnable halt;
    private final RecapFold fold = new RecapFold();
    private volatile EventLogException broken;

    /**
     * The log of a run.
     *
     * @param log where events go
     * @param masker of the run
     * @param halt is called once, when an event could not be kept
     */
    public RunLog(EventLog log, Masker masker, Runnable halt) {
        this.log = log;
        this.masker = masker;
        this.halt = halt;
    }

    /**
     * Appends an event.
     *
     * @throws EventLogException also when an earlier event could not be kept
     */
    public void append(RunEvent event) {
        if (broken != null) {
            throw broken;
        }
        RunEvent masked = EventMask.masked(event, masker);
        try {
            log.append(masked);
        } catch (EventLogException e) {
            broken = e;
            halt.run();
            throw e;
        }
        fold.add(masked);
    }

    /** As {@link #append} for callers that have nobody to tell: the run ends all the same. */
    public void note(RunEvent event) {
        if (broken == null) {
            try {
                append(event);
            } catch (EventLogException e) {
                // append has remembered it and halted the run; whoever appends next hears of it
                broken = e;
            }
        }
    }

    /** The counts so far. */
    public Recap recap() {
        return fold.recap();
    }

    /** What went wrong with it; empty: nothing. */
    public Optional<EventLogException> broken() {
        return Optional.ofNullable(broken);
    }
}
