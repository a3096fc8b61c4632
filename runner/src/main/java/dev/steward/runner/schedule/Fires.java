package dev.steward.runner.schedule;

import dev.steward.runner.event.Cause;
import java.time.Instant;
import java.util.List;
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

        private static final long serialVersionUID = 1L;

        private final Kind kind;
        private final long approval;
        private final List<String> labels;

        private enum Kind {
            WRONG,
            BATTERY,
            WORD,
            ELSEWHERE
        }

        /**
         * A refusal.
         *
         * @param reason for the history
         */
        public FireRefused(String reason) {
            this(reason, Kind.WRONG, 0, List.of());
        }

        private FireRefused(String reason, Kind kind, long approval, List<String> labels) {
            super(reason);
            this.kind = kind;
            this.approval = approval;
            this.labels = List.copyOf(labels);
        }

        /** Not here: it is left to a server with these labels; none: to any other. */
        public static FireRefused elsewhere(String reason, List<String> labels) {
            return new FireRefused(reason, Kind.ELSEWHERE, 0, labels);
        }

        /** Not now: a UPS is on battery. */
        public static FireRefused held(String reason) {
            return new FireRefused(reason, Kind.BATTERY, 0, List.of());
        }

        /**
         * Not without another person's word, by which it is begun; the schedule does not make up for it.
         *
         * @param approval what waits for that word; 0: it could not be asked for
         */
        public static FireRefused waits(String reason, long approval) {
            return new FireRefused(reason, Kind.WORD, approval, List.of());
        }

        /** Whether it may begin once the power is back. */
        public boolean held() {
            return kind == Kind.BATTERY;
        }

        /** Whether it waits for another person's word. */
        public boolean waits() {
            return kind == Kind.WORD;
        }

        /** Whether another server has to run it. */
        public boolean elsewhere() {
            return kind == Kind.ELSEWHERE;
        }

        /** The labels that server must have; empty: any other will do. */
        public List<String> labels() {
            return labels;
        }

        /** What waits for that word; empty: nothing does. */
        public Optional<Long> approval() {
            return approval > 0 ? Optional.of(approval) : Optional.empty();
        }
    }
}
