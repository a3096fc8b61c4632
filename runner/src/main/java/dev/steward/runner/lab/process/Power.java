package dev.steward.runner.lab.process;

/** The power of a host, as its shutdown programs use it. */
public interface Power {

    /** Restarts it: every process ends, and after a while it is back. */
    void reboot();

    /** Switches it off. */
    void off();
}
