package dev.steward.runner.engine.part;

import dev.steward.runner.event.Status;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps what was meant and what came of it, step by step, so that another process can go on after this one died. Thread-safe; a
 * step is a task on a host.
 */
public interface StepBook {

    /** Of a run that begins at the beginning. */
    StepBook NONE = new StepBook() {

        @Override
        public Known before(String step, String host) {
            return new Known.Fresh();
        }

        @Override
        public void begins(String step, String host, String module) {
            // nobody resumes it
        }

        @Override
        public void ended(String step, String host, Known.Done result) {
            // nobody resumes it
        }

        @Override
        public Optional<Duration> left(String step, String host) {
            return Optional.empty();
        }
    };

    /** What is known of a step; asked before anything of it is done. */
    Known before(String step, String host);

    /**
     * What is known of one item of a step's loop; asked before anything of it is done.
     *
     * @param index from 0
     * @param label the item in short
     */
    default Known item(String step, String host, int index, String label) {
        return new Known.Fresh();
    }

    /** What an earlier run left of a step that has not been asked for yet. */
    default Earlier earlier(String step, String host) {
        return Earlier.NOTHING;
    }

    /**
     * Takes what an earlier run left of a step on a host that takes no part, for others to share; it was asked for then.
     *
     * @return empty where it did not end well there, or part of its result is missing; it stays as it was then
     */
    default Optional<Known.Kept> settled(String step, String host) {
        return Optional.empty();
    }

    /** The step touches its host next; kept when this returns. Only steps that may change something are told. */
    void begins(String step, String host, String module);

    /** What came of a step that was begun; kept when this returns. */
    void ended(String step, String host, Known.Done result);

    /** How long the step may take from now on, whatever its task says; empty: the task alone says. */
    Optional<Duration> left(String step, String host);

    /** What an earlier run left of a step on a host. */
    enum Earlier {
        /** It was never begun there. */
        NOTHING,
        /** There was no way into the host, which was left out by it. */
        LEFT_OUT,
        /** It was begun, and does no harm if another host does it for that one. */
        BEGUN,
        /** It was done or begun, and may do harm if another host does it for that one. */
        BOUND
    }

    /** What is known of a step. */
    sealed interface Known {

        /** It was never begun. */
        record Fresh() implements Known {}

        /**
         * A process that died began it; nobody knows how it ended, so it looks first.
         *
         * @param ago since then, at least zero
         */
        record Begun(Duration ago) implements Known {}

        /**
         * It is over, and not done again.
         *
         * @param status what came of it
         * @param changed whether it changed something
         * @param message in one line
         * @param data the module's result, plain JSON data
         */
        record Done(Status status, boolean changed, String message, Map<String, Object> data) implements Known {}

        /**
         * It is settled, and not done again.
         *
         * @param run the earlier run of the same plan that did it; empty: somebody said so for this run
         * @param done what came of it
         * @param left whether the host was left out of the rest of its play by it
         * @param attempts tries made
         * @param took from start to end
         * @param at when it ended, counted through the events of all earlier runs; {@link #NOW} where this run decides it
         */
        record Kept(Optional<Long> run, Done done, boolean left, int attempts, Duration took, long at)
                implements Known {

            /** In this run: after all that earlier runs did. */
            public static final long NOW = Long.MAX_VALUE;
        }

        /**
         * An earlier run began it, and it is done again, which is said before.
         *
         * @param why in one sentence
         * @param ago since it was begun, where what was left of it is looked for first; empty: it is done anew
         * @param mark tells its work on the host from that of earlier tries; perhaps empty
         */
        record Again(String why, Optional<Duration> ago, String mark) implements Known {}

        /**
         * Nobody knows whether it was done, and doing it again might do harm: its host goes no further.
         *
         * @param why in one sentence, with the next step
         */
        record Unsure(String why) implements Known {}
    }
}
