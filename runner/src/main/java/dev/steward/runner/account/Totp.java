package dev.steward.runner.account;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Codes of six digits that change every thirty seconds (RFC 6238 with SHA-1, which every authenticator app reads). The JDK has all
 * that is needed.
 */
public final class Totp {

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BYTES = 20;
    private static final int SECONDS = 30;
    private static final int DIGITS = 6;
    private static final int BITS = 5;

    private Totp() {}

    /** A new secret, in Base32 as apps take it by hand. */
    public static String secret() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return base32(bytes);
    }

    /** What the QR code holds. */
    public static String uri(String account, String secret) {
        String name = URLEncoder.encode(account, StandardCharsets.UTF_8).replace("+", "%20");
        return "otpauth://totp/Steward:" + name + "?secret=" + secret + "&issuer=Steward";
    }

    /** The thirty seconds that a moment lies in. */
    public static long step(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), SECONDS);
    }

    /**
     * The step whose code that is: this one's, or one beside it, since clocks differ.
     *
     * @param code as typed; blanks count for nothing
     * @param after only a later step: a code that was taken once opens nothing again
     * @return empty where it is none
     */
    public static OptionalLong fits(String code, String secret, Instant now, long after) {
        String said = code.replaceAll("\\s", "");
        OptionalLong found = OptionalLong.empty();
        for (long step = step(now) - 1; step <= step(now) + 1; step++) {
            byte[] right = code(secret, step).getBytes(StandardCharsets.US_ASCII);
            boolean same = MessageDigest.isEqual(right, said.getBytes(StandardCharsets.UTF_8));
            found = same && step > after ? OptionalLong.of(step) : found;
        }
        return found;
    }

    /** The code of a step. */
    public static String code(String secret, long step) {
        int power = 1;
        for (int i = 0; i < DIGITS; i++) {
            power *= 10;
        }
        return String.format("%0" + DIGITS + "d", number(bytes(secret), step) % power);
    }

    /** The number that codes are cut from (RFC 4226, 5.3). */
    static int number(byte[] key, long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "RAW"));
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int offset = hash[hash.length - 1] & 0xf;
            return ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & 0x7fff_ffff;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA1", e);
        }
    }

    private static String base32(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int kept = 0;
        int bits = 0;
        for (byte one : bytes) {
            kept = kept << Byte.SIZE | one & 0xff;
            for (bits += Byte.SIZE; bits >= BITS; bits -= BITS) {
                text.append(BASE32.charAt(kept >> bits - BITS & 0x1f));
            }
        }
        return text.toString();
    }

    private static byte[] bytes(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(text.length() * BITS / Byte.SIZE);
        int kept = 0;
        int bits = 0;
        for (char sign : text.toCharArray()) {
            kept = kept << BITS | BASE32.indexOf(sign);
            bits += BITS;
            if (bits >= Byte.SIZE) {
                bits -= Byte.SIZE;
                bytes.put((byte) (kept >> bits));
            }
        }
        return bytes.array();
    }
}
