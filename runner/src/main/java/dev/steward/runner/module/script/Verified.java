package dev.steward.runner.module.script;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A script whose SHA-256 goes with it on another way (the arguments, not standard input), so that the host runs it only as
 * it was sent.
 */
public final class Verified {

    private final byte[] bytes;
    private final String sum;

    /** A script by its whole text. */
    public Verified(String text) {
        this.bytes = text.getBytes(StandardCharsets.UTF_8);
        this.sum = sum(bytes);
    }

    private static String sum(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM lacks SHA-256", e);
        }
    }

    /** What is sent. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Its SHA-256 in lower-case hexadecimal digits. */
    public String sum() {
        return sum;
    }
}
