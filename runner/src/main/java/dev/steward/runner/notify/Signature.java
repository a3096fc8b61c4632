package dev.steward.runner.notify;

import dev.steward.runner.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Says who posted something and when, as hooks that come in say it: {@code X-Steward-Timestamp}, the seconds since 1970, and
 * {@code X-Steward-Signature}, {@code sha256=} and the HMAC-SHA256 in hex over {@code TIMESTAMP.BODY}.
 */
final class Signature {

    private Signature() {}

    /** The headers for a body. */
    static Map<String, String> of(Secret key, Instant now, byte[] body) {
        String stamp = Long.toString(now.getEpochSecond());
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((stamp + ".").getBytes(StandardCharsets.UTF_8));
            return Map.of(
                    "X-Steward-Timestamp",
                    stamp,
                    "X-Steward-Signature",
                    "sha256=" + HexFormat.of().formatHex(mac.doFinal(body)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
