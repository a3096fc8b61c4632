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

    /** Ordinary runs are not resumed. */
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

    /** The step touches its host next; kept when this returns. Only steps that may change something are told. */
    void begins(String step, String host, String module);

    /** What came of a step that was begun; kept when this returns. */
    void ended(String step, String host, Known.Done result);

    /** How long the step may take from now on, whatever its task says; empty: the task alone says. */
    Optional<Duration> left(String step, String host);

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
    }
}
