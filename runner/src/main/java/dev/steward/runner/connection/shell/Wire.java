package dev.steward.runner.connection.shell;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.Output;
import java.io.OutputStream;
import java.util.Optional;

/** A shell started on a host: an exec channel, or a process of this machine. */
public interface Wire {

    /** Its standard input; one thread writes at a time. */
    OutputStream input();

    /** Ends its standard input; the {@link Protocol} then kills what is still running. Does not block for long. */
    void hangUp();

    /** How it ended, as soon as that is known, even while others still hold its output open. */
    Optional<Ending> ending();

    /** Whether nothing more will come; without an {@link #ending()} the link is lost. */
    boolean closed();

    /**
     * Frees what it holds. Called once, at the end.
     *
     * @param healthy false: the whole link under it is given up as well, since it does not answer
     */
    void release(boolean healthy);

    /**
     * How a shell ended.
     *
     * @param status its exit status; 128 + n where signal n ended it
     * @param signalled whether a signal ended it
     */
    record Ending(int status, boolean signalled) {}

    /** Receives what a wire brings; called by one thread at a time per stream. */
    interface Sink {

        /** A piece of output. */
        void accept(Output.Stream stream, byte[] bytes, int offset, int length);

        /** Something changed: a stream or the wire itself ended. */
        void wake();

        /** From now on it waits for its turn, among others of this program that want the same: no limit counts that. */
        default void waits() {}

        /** Its turn has come; limits count again. Nothing where it did not wait. */
        default void begins() {}
    }

    /** Starts wires to one host. */
    interface Source {

        /**
         * Starts a shell; connects first where that is needed.
         *
         * @param line for the login shell
         * @param sink receives the output
         * @throws ConnectionException when there is no way to the host; nothing was started then
         */
        Wire start(String line, Sink sink) throws ConnectionException;

        /**
         * What a shell's refusal means, where the way itself said it, as a container that does not run.
         *
         * @param words what came in place of the shell's own beginning
         */
        default Optional<ConnectionException> refusal(String words) {
            return Optional.empty();
        }

        /** Gives up a connection attempt or link that does not answer in time. */
        void reset();

        /** The user who is logged in. */
        String login();

        /** The route in words, for messages. */
        String route();
    }
}
