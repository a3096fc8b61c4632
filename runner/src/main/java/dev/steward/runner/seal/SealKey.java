package dev.steward.runner.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Seals and opens values: AES-256-GCM (NIST SP 800-38D) with a random nonce for each. It prints as its id. */
final class SealKey {

    private static final int BYTES = 32;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int ID = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes;
    private final String id;

    private SealKey(byte[] bytes) {
        this.bytes = bytes.clone();
        this.id = id(bytes);
    }

    /** A new one. */
    static SealKey random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new SealKey(bytes);
    }

    /** One as it is written, in base64 or hex; empty: it is none. */
    static Optional<SealKey> read(String text) {
        try {
            byte[] bytes = text.matches("[0-9a-fA-F]{64}")
                    ? HexFormat.of().parseHex(text)
                    : Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
            return bytes.length == BYTES ? Optional.of(new SealKey(bytes)) : Optional.empty();
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    /** As it is written. */
    String text() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Stands beside what it sealed, so that the key is found again; of 256 random bits it tells nothing. */
    String id() {
        return id;
    }

    String seal(Place place, String plain) {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        try {
            byte[] closed = cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(plain.getBytes(StandardCharsets.UTF_8));
            byte[] all = ByteBuffer.allocate(NONCE + closed.length)
                    .put(nonce)
                    .put(closed)
                    .array();
            return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-256-GCM", e);
        }
    }

    /** Empty: it was not sealed with this key for this place, or was changed since. */
    Optional<String> open(Place place, String sealed) {
        try {
            byte[] all = Base64.getUrlDecoder().decode(sealed);
            if (all.length < NONCE + TAG_BITS / Byte.SIZE) {
                return Optional.empty();
            }
            byte[] plain = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(all, NONCE), place)
                    .doFinal(all, NONCE, all.length - NONCE);
            return Optional.of(new String(plain, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException another) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, Place place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(bytes, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.bytes());
        return cipher;
    }

    private static String id(byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("steward seal key\n".getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(bytes)).substring(0, ID);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return id;
    }
}
