package dev.steward.runner.alert;

import dev.steward.runner.store.alert.Alerts;

/**
 * How something stands at one look.
 *
 * @param kind of trouble that it speaks of
 * @param cluster our name of it; {@link #OWN} for what is in none
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

    /** The cluster of what is not in a cluster, but Steward's own to watch. */
    public static final String OWN = "steward";

    /** One of what is not in a cluster; as {@link Sign}. */
    public static Sign own(AlertKind kind, String subject, Level level, String title, String text) {
        return new Sign(kind, OWN, subject, level, title, text);
    }

    /** What it is as an alert. */
    public Alerts.Draft draft() {
        return new Alerts.Draft(
                identity(), kind.toString(), cluster, subject, kind.severity().toString(), title, text);
    }

    static String identity(AlertKind kind, String cluster, String subject) {
        return kind + ":" + cluster + "/" + subject;
    }
}
