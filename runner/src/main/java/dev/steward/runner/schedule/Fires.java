package dev.steward.runner.schedule;

import dev.steward.runner.event.Cause;
import java.time.Instant;
import java.util.Optional;

/** What a fire sets off. Called on threads of the schedules' own, never on Quartz's; it may take its time. */
public interface Fires {

    /**
     * Begins a run; it is recorded with the schedule's name and the time it was due.
     *
     * @param schedule that fires
     * @param due the time it was due; empty: it was asked for by hand
     * @param cause who or what
     * @return the run's number
     * @throws FireRefused when no run was begun, as for a playbook that does not compile
     */
    long fire(Schedule schedule, Optional<Instant> due, Cause cause) throws FireRefused;

    /**
     * Waits for a run's end.
     *
     * @throws InterruptedException when the thread is interrupted
     */
    void await(long run) throws InterruptedException;

    /** No run was begun. */
    final class FireRefused extends Exception {

        private final boolean held;

        /**
         * A refusal.
         *
         * @param reason for the history
         */
        public FireRefused(String reason) {
            this(reason, false);
        }

        private FireRefused(String reason, boolean held) {
            super(reason);
            this.held = held;
        }

        /** Not now: a UPS is on battery. */
        public static FireRefused held(String reason) {
            return new FireRefused(reason, true);
        }

        /** Whether it may begin once the power is back. */
        public boolean held() {
            return held;
        }
    }
}
