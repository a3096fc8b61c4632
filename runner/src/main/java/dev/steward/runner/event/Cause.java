package dev.steward.runner.event;

/**
 * Why a run began.
 *
 * @param kind who or what
 * @param name the person, schedule, UPS or token
 */
public record Cause(Kind kind, String name) {

    /** Who or what begins runs. */
    public enum Kind {
        PERSON,
        SCHEDULE,
        UPS,
        API,
        WEBHOOK;

        /** The word in SQL, JSON and on pages. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
