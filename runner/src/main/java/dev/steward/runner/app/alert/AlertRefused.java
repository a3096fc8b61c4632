package dev.steward.runner.app.alert;

/** Something about alerts that cannot be done; its message says why and what to do next. */
public final class AlertRefused extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean unknown;

    private AlertRefused(boolean unknown, String message) {
        super(message);
        this.unknown = unknown;
    }

    /** What it is about does not exist. */
    public static AlertRefused unknown(String message) {
        return new AlertRefused(true, message);
    }

    /** It was not said so that it can be understood. */
    public static AlertRefused wrong(String message) {
        return new AlertRefused(false, message);
    }

    /** Whether what it is about does not exist. */
    public boolean isUnknown() {
        return unknown;
    }
}
