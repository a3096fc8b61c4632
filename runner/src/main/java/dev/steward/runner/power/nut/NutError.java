package dev.steward.runner.power.nut;

import dev.steward.runner.power.UpsReading.Why;
import java.util.Arrays;

/** Everything that can be wrong between us and a UPS: what upsd answers with {@code ERR}, and the way there. */
public enum NutError {
    /** Nobody listens there, or the name has no address. */
    UNREACHABLE(
            "", Why.UNREACHABLE, "cannot be reached", "check that upsd runs and LISTENs on that address (upsd.conf)"),
    /** It accepted the connection and says nothing. */
    TIMEOUT("", Why.UNREACHABLE, "does not answer in time", "upsd or its host hangs, or a firewall drops the packets"),
    /** It broke off. */
    CLOSED("", Why.UNREACHABLE, "broke the connection off", "upsd was stopped or restarted, or MAXCONN is reached"),
    /** What came is not NUT's protocol. */
    GARBLED("", Why.UNREACHABLE, "does not speak NUT's protocol", "check the port; upsd's is " + NutAddress.PORT),
    /** The encrypted connection did not come about, or the certificate is not believed. */
    TLS("", Why.REFUSED, "cannot be trusted", "see tls.ca or tls.fingerprint of this UPS"),

    ACCESS_DENIED(
            "ACCESS-DENIED",
            Why.REFUSED,
            "lets us not do that",
            "check user, password, actions, instcmds and 'upsmon secondary' in upsd.users, then: upsd -c reload"),
    UNKNOWN_UPS("UNKNOWN-UPS", Why.REFUSED, "has no UPS of that name", "upsc -l shows the names it knows"),
    VAR_NOT_SUPPORTED("VAR-NOT-SUPPORTED", Why.REFUSED, "has no such variable for this UPS", "upsc shows those it has"),
    CMD_NOT_SUPPORTED("CMD-NOT-SUPPORTED", Why.REFUSED, "has no such command for this UPS", "upscmd -l shows them"),
    INVALID_ARGUMENT("INVALID-ARGUMENT", Why.REFUSED, "does not take that argument", ""),
    INSTCMD_FAILED("INSTCMD-FAILED", Why.REFUSED, "could not hand the command to the driver", ""),
    SET_FAILED("SET-FAILED", Why.REFUSED, "could not hand the value to the driver", ""),
    READONLY("READONLY", Why.REFUSED, "does not let that variable be set", "upsrw shows those that can be"),
    TOO_LONG("TOO-LONG", Why.REFUSED, "finds that value too long", ""),
    FEATURE_NOT_SUPPORTED("FEATURE-NOT-SUPPORTED", Why.REFUSED, "was built without that", ""),
    FEATURE_NOT_CONFIGURED(
            "FEATURE-NOT-CONFIGURED",
            Why.REFUSED,
            "is not set up for that",
            "for TLS: CERTFILE or CERTPATH in upsd.conf"),
    ALREADY_SSL_MODE("ALREADY-SSL-MODE", Why.REFUSED, "speaks TLS already", ""),
    DRIVER_NOT_CONNECTED(
            "DRIVER-NOT-CONNECTED",
            Why.NO_DRIVER,
            "has no driver for it",
            "start the driver on that host: upsdrvctl start"),
    DATA_STALE(
            "DATA-STALE",
            Why.STALE,
            "has only old data of it",
            "the driver does not reach the UPS: look at its cable and the driver's log on that host"),
    ALREADY_LOGGED_IN("ALREADY-LOGGED-IN", Why.REFUSED, "has us logged in already", ""),
    INVALID_PASSWORD("INVALID-PASSWORD", Why.REFUSED, "does not take that password", "see upsd.users"),
    ALREADY_SET_PASSWORD("ALREADY-SET-PASSWORD", Why.REFUSED, "has a password of us already", ""),
    INVALID_USERNAME("INVALID-USERNAME", Why.REFUSED, "does not take that user", "see upsd.users"),
    ALREADY_SET_USERNAME("ALREADY-SET-USERNAME", Why.REFUSED, "has a user of us already", ""),
    USERNAME_REQUIRED("USERNAME-REQUIRED", Why.REFUSED, "wants a user first", "set user and password of this UPS"),
    PASSWORD_REQUIRED("PASSWORD-REQUIRED", Why.REFUSED, "wants a password first", "set user and password of this UPS"),
    UNKNOWN_COMMAND("UNKNOWN-COMMAND", Why.REFUSED, "does not know that request", "it may be older than NUT 2.6"),
    INVALID_VALUE("INVALID-VALUE", Why.REFUSED, "does not take that value", ""),
    VAR_UNKNOWN("VAR-UNKNOWN", Why.REFUSED, "knows no such variable", "upsc shows those it has"),
    UNKNOWN_TYPE("UNKNOWN-TYPE", Why.REFUSED, "does not know of what type that is", ""),
    UNKNOWN_INSTCMD("UNKNOWN-INSTCMD", Why.REFUSED, "knows no such command", "upscmd -l shows them"),
    MISSING_ARGUMENT("MISSING-ARGUMENT", Why.REFUSED, "misses an argument", ""),
    /** Of {@code GET TRACKING}: the driver was told and the UPS did not do it. */
    FAILED("FAILED", Why.REFUSED, "says that the UPS did not do it", "see the driver's log on that host"),
    /** Of {@code GET TRACKING}: the outcome is not known any more. */
    UNKNOWN("UNKNOWN", Why.REFUSED, "failed at it and does not say why", "its driver's log may"),
    /** A code that is not known. */
    OTHER("", Why.REFUSED, "answers with an error", "");

    private final String code;
    private final Why why;
    private final String sentence;
    private final String remedy;

    NutError(String code, Why why, String sentence, String remedy) {
        this.code = code;
        this.why = why;
        this.sentence = sentence;
        this.remedy = remedy;
    }

    /** Of the word after {@code ERR}; {@link #OTHER} where it is not known. */
    static NutError of(String code) {
        return Arrays.stream(values())
                .filter(error -> !error.code.isEmpty() && error.code.equals(code))
                .findFirst()
                .orElse(OTHER);
    }

    /** What it means for a reading. */
    public Why why() {
        return why;
    }

    /** Whether the connection cannot be used after it. */
    boolean ofTheWay() {
        return compareTo(TLS) <= 0;
    }

    String sentence() {
        return sentence;
    }

    String remedy() {
        return remedy;
    }
}
