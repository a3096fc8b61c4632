package dev.steward.runner.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A way to one host. Commands may run side by side from several threads. Every implementation passes the connection
 * contract spec.
 *
 * <p>A command's processes die with it when it is killed, be it by a limit, an interrupt or a lost link: all of its
 * session and all that descends from it. Work that is to survive its connection leaves both: {@code (setsid job
 * </dev/null >log 2>&1 &)}, with the parentheses, so that it has no parent among the command's processes.
 */
public interface Connection extends AutoCloseable {

    /**
     * Runs a command and waits for its end. When the thread is interrupted, the command's process group on the host is
     * killed before this returns.
     *
     * @param command what to run
     * @param output sees the output as it arrives
     * @return how it ended; a time-out is a result, not an exception, and leaves no process behind
     * @throws ConnectionException when the host cannot be reached, refuses, or the link is lost on the way; of kind
     *     REFUSED when it was reached but does not run the command, as for a wrong sudo password
     * @throws InterruptedException when the thread was interrupted
     */
    Result run(Command command, Output output) throws ConnectionException, InterruptedException;

    /**
     * Writes a file on the host: whole or not at all (a file beside it, moved into place).
     *
     * @param source what to write; read to its end, not closed
     * @param file where to and how
     * @throws ConnectionException as for {@link #run}, and when the host refuses the write
     * @throws IOException when the source cannot be read
     * @throws InterruptedException when the thread was interrupted
     */
    void put(InputStream source, RemoteFile file) throws ConnectionException, IOException, InterruptedException;

    /**
     * Reads a file from the host.
     *
     * @param path absolute
     * @param as the user who reads it
     * @param target receives the content, not closed
     * @throws ConnectionException as for {@link #run}, and when there is no such file or it may not be read
     * @throws IOException when the target cannot be written
     * @throws InterruptedException when the thread was interrupted
     */
    void get(String path, RunAs as, OutputStream target) throws ConnectionException, IOException, InterruptedException;

    /** Drops what is kept open, as after a reboot; the next use opens anew. */
    void reset();

    /** The route in words, as {@code ssh root@192.0.2.10:22}; no secrets. */
    String route();

    @Override
    void close();
}
