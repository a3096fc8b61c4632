package dev.steward.runner.lab.ups;

/** How an upsd may misbehave instead of answering. */
public enum Trick {
    /** Half of the first line, then the end. */
    HALF_LINE,
    /** The whole first line of a list, then the end. */
    HALF_LIST,
    /** The end, without a word. */
    DROP,
    /** The end, by a reset. */
    RESET,
    /** A line that is nobody's protocol. */
    GARBAGE,
    /** Bytes without an end of the line. */
    ENDLESS,
    /** Nothing, for ever. */
    STALL,
    /** One byte now and then, for ever. */
    TRICKLE
}
