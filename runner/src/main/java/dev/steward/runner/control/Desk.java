package dev.steward.runner.control;

import java.io.IOException;

/** Answers what commands ask: in this process, or through the socket of the process that owns the state directory. */
@FunctionalInterface
public interface Desk {

    /**
     * Answers; returns after the last reply.
     *
     * @param ask what is asked
     * @param replies receives each answer as it comes; an IOException of it ends the answering
     * @throws IOException when the owner's socket breaks, or the receiver is gone
     * @throws InterruptedException when the thread is interrupted
     */
    void handle(Ask ask, Replies replies) throws IOException, InterruptedException;

    /** Receives answers. */
    @FunctionalInterface
    interface Replies {

        /**
         * One answer.
         *
         * @throws IOException when it can no longer be delivered
         */
        void accept(Reply reply) throws IOException;
    }
}
