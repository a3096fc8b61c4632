package dev.steward.runner.notify;

/**
 * What became of one try to send a notice.
 *
 * @param result what follows
 * @param message why, in one line for the operator; empty where all is well
 */
public record Delivery(Result result, String message) {

    /** What follows. */
    public enum Result {
        /** Nothing: the other side took it. */
        DELIVERED,
        /** Another try later: it may go well then. */
        RETRY,
        /** Nothing: the other side will never take it. */
        REFUSED
    }

    /** It was taken. */
    public static Delivery delivered() {
        return new Delivery(Result.DELIVERED, "");
    }

    /** Taken, with a remark, as where one of several receivers was refused. */
    public static Delivery delivered(String remark) {
        return new Delivery(Result.DELIVERED, remark);
    }

    /** Not now. */
    public static Delivery retry(String why) {
        return new Delivery(Result.RETRY, why);
    }

    /** Never. */
    public static Delivery refused(String why) {
        return new Delivery(Result.REFUSED, why);
    }
}
