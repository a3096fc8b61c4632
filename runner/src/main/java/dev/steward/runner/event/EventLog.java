package dev.steward.runner.event;

import java.time.Instant;

/**
 * Where a run's events go. {@link RunEvent.Output} and other informative events may be written in batches;
 * RunStarted, TaskStarted of a changing task, UpidStarted, UpidEnded, TaskFinished, ConfirmAnswered and RunFinished are on disk when
 * {@link #append} returns. Events are shown to subscribers only after their commit, in the order of their numbers.
 */
public interface EventLog {

    /**
     * Appends an event.
     *
     * @return its number
     * @throws EventLogException when it cannot be kept, or when another owner has taken over the run (fencing)
     */
    long append(RunEvent event);

    /**
     * Appends what happened a moment ago, from a queue.
     *
     * @param happened when; a log that keeps no times leaves it out
     * @return its number
     * @throws EventLogException as above
     */
    default long append(RunEvent event, Instant happened) {
        return append(event);
    }

    /** An event could not be kept; the engine begins no further step. */
    final class EventLogException extends RuntimeException {

        /**
         * A failure of the log.
         *
         * @param message what happened and to which run
         * @param cause may be null
         */
        public EventLogException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
