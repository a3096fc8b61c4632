package dev.steward.runner.engine;

import dev.steward.runner.event.EventLog;
import dev.steward.runner.event.EventLog.EventLogException;
import dev.steward.runner.event.Recap;
import dev.steward.runner.event.RecapFold;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.secret.Masker;
import java.util.Optional;

/** The run's log as the engine sees it: masks, counts the recap, and ends the run once an event could not be kept. */
final class RunLog {

    private final EventLog log;
    private final Masker masker;
    private final Control control;
    private final RecapFold fold = new RecapFold();
    private volatile EventLogException broken;

    RunLog(EventLog log, Masker masker, Control control) {
        this.log = log;
        this.masker = masker;
        this.control = control;
    }

    /**
     * Appends an event.
     *
     * @throws EventLogException also when an earlier event could not be kept
     */
    void append(RunEvent event) {
        if (broken != null) {
            throw broken;
        }
        RunEvent masked = EventMask.masked(event, masker);
        try {
            log.append(masked);
        } catch (EventLogException e) {
            broken = e;
            control.halt();
            throw e;
        }
        fold.add(masked);
    }

    /** As {@link #append} for callers that have nobody to tell: the run ends all the same. */
    void note(RunEvent event) {
        if (broken == null) {
            try {
                append(event);
            } catch (EventLogException e) {
                // append has remembered it and halted the run; whoever appends next hears of it
                broken = e;
            }
        }
    }

    Recap recap() {
        return fold.recap();
    }

    Optional<EventLogException> broken() {
        return Optional.ofNullable(broken);
    }
}
