package dev.steward.runner.connection.ssh.kept;

import java.time.Duration;

/** An open session with a host that nobody uses at the moment. */
public interface KeptSession {

    /** Whether it is connected, as far as is known without asking the host; false for good once it was false. */
    boolean alive();

    /** Whether something is still at work in it. */
    boolean busy();

    /** How long ago it was logged in. */
    Duration age();

    /**
     * Nobody reads what comes on it from now on.
     *
     * @param most so many bytes may come; the session ends by itself when more do
     */
    void rest(long most);

    /** Somebody uses it again. */
    void goOn();

    /**
     * Whether the host answers on it now; runs nothing there. May block, and for a while after {@link #drop()} too.
     */
    boolean answers();

    /** Ends it now, whatever it is doing; does not block. */
    void drop();
}
