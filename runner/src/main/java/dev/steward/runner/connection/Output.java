package dev.steward.runner.connection;

/** Sees a command's output as it arrives. Called from one thread at a time for a command. */
@FunctionalInterface
public interface Output {

    /** Looks at nothing. */
    Output NONE = (stream, bytes, length) -> {};

    /**
     * A piece of output; it may end within a line or a character.
     *
     * @param stream which
     * @param bytes valid until this returns
     * @param length how many of them
     */
    void accept(Stream stream, byte[] bytes, int length);

    /** The two output streams of a command. */
    enum Stream {
        STDOUT,
        STDERR
    }
}
