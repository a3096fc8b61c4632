package dev.steward.runner.lab.pve.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One answer.
 *
 * @param status any number: PVE's proxy invents some above 590
 * @param reason the text of the status line, where PVE puts what went wrong
 * @param type of the body; empty where there is no body
 * @param headers more of them
 * @param sent how many bytes of the body go out before the connection is cut; all of them where it is negative
 */
public record Reply(int status, String reason, String type, byte[] body, Map<String, String> headers, int sent) {

    public static final String JSON = "application/json;charset=UTF-8";

    /** A whole answer in JSON. */
    public static Reply json(int status, String reason, byte[] body) {
        return new Reply(status, reason, JSON, body, Map.of(), -1);
    }

    /** An answer without a body, as PVE gives for 401 and for its proxy's own failures. */
    public static Reply bare(int status, String reason) {
        return new Reply(status, reason, "", new byte[0], Map.of(), -1);
    }

    /** An answer in plain text. */
    public static Reply text(int status, String reason, String body) {
        return new Reply(status, reason, "", body.getBytes(StandardCharsets.UTF_8), Map.of(), -1);
    }

    /** The same, cut off after some bytes of the body. */
    public Reply cutAfter(int bytes) {
        return new Reply(status, reason, type, body, headers, Math.max(0, bytes));
    }

    /** The same with another body. */
    public Reply with(byte[] other) {
        return new Reply(status, reason, type, other, headers, sent);
    }
}
