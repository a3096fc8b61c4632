package dev.steward.runner.store.row;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of a kept text, which is its key in {@code kept_text}: a text that a disk has changed has another. */
public final class TextSum {

    private TextSum() {}

    /** In hex. */
    public static String of(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whether a text may be what was kept under a key; where PostgreSQL's signs stand for a character, that is all there is to know. */
    public static boolean fits(String key, String text) {
        return key.equals(of(text)) || text.indexOf(Column.ZERO_SIGN) >= 0 || text.indexOf(Column.HALF_SIGN) >= 0;
    }

    /** The same text, where it may be. */
    public static String sure(String key, String text) {
        if (!fits(key, text)) {
            throw new IllegalArgumentException("the text " + key + " is not what was written");
        }
        return text;
    }
}
