package dev.steward.runner.outage.cluster;

/** Hears, in sentences for people, what is done to clusters and what did not work. Called from several threads. */
@FunctionalInterface
public interface Told {

    /** Nobody hears. */
    Told NOBODY = words -> {};

    /** One sentence. */
    void say(String words);
}
