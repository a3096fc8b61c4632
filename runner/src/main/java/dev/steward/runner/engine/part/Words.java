package dev.steward.runner.engine.part;

/** Words of the engine in a run's log that say how a step ended, for who goes on with that run later. */
public final class Words {

    /** The message of a step by which its host was left out of its play begins so. */
    public static final String LEFT_OUT = "left out: ";

    /** The message of a step that was stopped while it was at work begins so. */
    public static final String STOPPED = "stopped while at work: ";

    /** The property of an unreachable host's result where the link ended in use: it may have begun what it was told. */
    public static final String IN_USE = "linkWasInUse";

    private Words() {}
}
