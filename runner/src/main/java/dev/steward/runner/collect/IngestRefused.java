package dev.steward.runner.collect;

/** A pushed document that is not taken. */
public final class IngestRefused extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * A refusal.
     *
     * @param status of HTTP that fits
     * @param why what was expected
     */
    IngestRefused(int status, String why) {
        super(why);
        this.status = status;
    }

    /** The status of HTTP that fits. */
    public int status() {
        return status;
    }
}
