package dev.steward.runner.power.nut;

/** Something that could not be asked of an upsd, or was refused there. Its message names the address and the next step. */
public final class NutException extends Exception {

    private static final long serialVersionUID = 1L;

    private final NutError error;
    private final boolean unknown;

    NutException(String where, NutError error, String detail, Throwable cause) {
        this(message(where, error, detail), error, false, cause);
    }

    private NutException(String message, NutError error, boolean unknown, Throwable cause) {
        super(message, cause);
        this.error = error;
        this.unknown = unknown;
    }

    private static String message(String where, NutError error, String detail) {
        return where + " " + error.sentence() + (detail.isEmpty() ? "" : " (" + detail + ")")
                + (error.remedy().isEmpty() ? "" : "; " + error.remedy());
    }

    /** The same after a request that changes something had left. */
    NutException afterSending() {
        return error.ofTheWay()
                ? new NutException(getMessage() + "; it may have been carried out all the same", error, true, this)
                : this;
    }

    /** The kind. */
    public NutError error() {
        return error;
    }

    /** Whether what was asked may have been carried out. */
    public boolean unknownOutcome() {
        return unknown;
    }
}
