package dev.steward.runner.doctor;

/**
 * One line of a check-up.
 *
 * @param level how it stands
 * @param what was looked at, in a few words
 * @param said what was found; of a problem with the next step
 */
public record Finding(Level level, String what, String said) {

    /** How something stands. */
    public enum Level {
        GOOD,
        /** Worth knowing; nothing is in the way. */
        NOTE,
        /** It stands in the way of the next run. */
        PROBLEM
    }

    /** It stands well. */
    public static Finding good(String what, String said) {
        return new Finding(Level.GOOD, what, said);
    }

    /** Worth knowing. */
    public static Finding note(String what, String said) {
        return new Finding(Level.NOTE, what, said);
    }

    /** It stands in the way. */
    public static Finding problem(String what, String said) {
        return new Finding(Level.PROBLEM, what, said);
    }
}
