package dev.steward.runner.follow;

import java.io.IOException;

/**
 * Takes what is followed, piece by piece.
 *
 * @param <T> a line or a measurement
 */
public interface Receiver<T> {

    /**
     * The next piece.
     *
     * @throws IOException when nobody receives any more: following ends
     */
    void take(T piece) throws IOException;

    /**
     * Something to be told that is none of the pieces: a hint, or that asking went wrong and is tried again.
     *
     * @throws IOException as {@link #take}
     */
    default void note(String text) throws IOException {}
}
