package dev.steward.runner.store.live;

import java.util.Optional;

/**
 * What somebody wants of a run that is at work on another server.
 *
 * @param id its number; 0: it has none yet
 * @param run which
 * @param wish what
 * @param question the task that waits for a person; empty: it is no answer
 * @param by who wants it
 */
public record Order(long id, long run, Wish wish, Optional<Question> question, String by) {

    /** What is wanted. */
    public enum Wish {
        /** It ends; package work runs to its end. */
        CANCEL,
        /** It ends with all its work. */
        FORCE,
        /** The answer to a question is yes. */
        GO,
        /** The answer to a question is no. */
        STOP
    }

    /** A task that waits for a person, on one host. */
    public record Question(String step, String host) {}
}
