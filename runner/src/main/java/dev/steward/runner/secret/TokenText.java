package dev.steward.runner.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Random texts that open something. They hold 256 bits, so a plain hash keeps them: nothing can be tried out against it
 * as against a password.
 */
public final class TokenText {

    private static final SecureRandom RANDOM = new SecureRandom();

    private TokenText() {}

    /** A new one, as {@code stw_…}; shown once and never kept. */
    public static String fresh() {
        return "stw_" + random();
    }

    /** A new one without a prefix, for cookies and forms. */
    public static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What is kept of it: SHA-256 in hexadecimal. */
    public static String hash(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whether two texts are equal; takes as long for every pair of one length. */
    public static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
