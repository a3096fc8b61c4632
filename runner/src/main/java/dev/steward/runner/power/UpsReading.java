package dev.steward.runner.power;

/** What came of asking a UPS once. */
public sealed interface UpsReading {

    /**
     * It answered.
     *
     * @param status what it said
     */
    record Answered(UpsStatus status) implements UpsReading {}

    /**
     * It is not known how it stands: nobody answered, the driver is gone, or its data are stale.
     *
     * @param why the kind
     * @param message in one line for the operator, naming the address and the remedy
     */
    record Silent(Why why, String message) implements UpsReading {}

    /** Why nothing is known. */
    enum Why {
        /** upsd cannot be reached, or broke off. */
        UNREACHABLE,
        /** upsd answers, its driver does not (DRIVER-NOT-CONNECTED). */
        NO_DRIVER,
        /** The driver's data are too old (DATA-STALE), or it has none yet (WAIT). */
        STALE,
        /** upsd knows no such UPS, or refuses us: only the operator can mend it. */
        REFUSED
    }
}
