package dev.steward.runner.lab.pve.state;

import java.util.List;
import java.util.function.Consumer;

/** What is inside a guest: a machine that can be switched on and off and runs commands. */
public interface GuestShell {

    /**
     * How a command ended.
     *
     * @param signal that killed it, 0 for none
     */
    record Ended(int code, int signal, byte[] out, byte[] err) {}

    /** The guest was switched on, or off. */
    void power(boolean on);

    /**
     * Runs a command as root and tells its end, on a thread of its own.
     *
     * @return whether there is such a program
     */
    boolean run(List<String> command, byte[] input, Consumer<Ended> then);
}
