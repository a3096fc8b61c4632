package dev.steward.runner.alert;

/**
 * How something stands at one look.
 *
 * @param kind of trouble that it speaks of
 * @param cluster our name of it
 * @param subject what it is about, by an id that neither a lock nor a migration changes, as {@code lxc/101}; {@code cluster}
 *     for the cluster itself
 * @param level how it stands
 * @param title one line for people, that says the same
 * @param text more of it; perhaps empty
 */
public record Sign(AlertKind kind, String cluster, String subject, Level level, String title, String text) {

    /** How it stands. */
    public enum Level {
        /** As it should be. */
        GOOD,
        /** Neither: what was an alert stays one, and what was none does not become one. */
        BETWEEN,
        /** Wrong. */
        BAD
    }

    /** The same for the same trouble of the same thing. */
    public String identity() {
        return identity(kind, cluster, subject);
    }

    static String identity(AlertKind kind, String cluster, String subject) {
        return kind + ":" + cluster + "/" + subject;
    }
}
