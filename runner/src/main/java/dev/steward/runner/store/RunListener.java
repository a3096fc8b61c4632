package dev.steward.runner.store;

import dev.steward.runner.event.NumberedEvent;
import java.util.List;

/** Hears the events of one run, on the subscription's own thread; it may block without harm to others. */
public interface RunListener {

    /**
     * The next events, committed, in order, without gaps or doubles.
     *
     * @throws Exception ends the subscription
     */
    void events(List<NumberedEvent> events) throws Exception;

    /** All events were heard and nothing more comes: the run has ended or broken off. Not called after a close. */
    default void ended() {}
}
