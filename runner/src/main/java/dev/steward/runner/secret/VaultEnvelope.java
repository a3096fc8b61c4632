package dev.steward.runner.secret;

import dev.steward.runner.secret.AnsibleVault.VaultException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What {@code ansible-vault} makes of a content: a header line, {@code $ANSIBLE_VAULT;1.1;AES256} or
 * {@code $ANSIBLE_VAULT;1.2;AES256;label}, and below it hex in lines of 80. That hex is of three hex lines: salt, HMAC, cipher
 * text. PBKDF2-HMAC-SHA256 with 10,000 rounds makes the keys, AES-256-CTR with PKCS7 padding the cipher text; the HMAC is
 * checked before anything is opened. Contents are bytes: line ends and what is no text come back as they were.
 */
public final class VaultEnvelope {

    private static final int ROUNDS = 10_000;
    private static final int KEY_BYTES = 32;
    private static final int IV_BYTES = 16;
    private static final int SALT_BYTES = 32;
    private static final int LINE = 80;
    private static final HexFormat HEX = HexFormat.of();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Optional<String> label;
    private final byte[] salt;
    private final byte[] hmac;
    private final byte[] text;

    private VaultEnvelope(Optional<String> label, byte[] salt, byte[] hmac, byte[] text) {
        this.label = label;
        this.salt = salt;
        this.hmac = hmac;
        this.text = text;
    }

    /**
     * Reads an envelope.
     *
     * @param envelope the whole text with its header line
     * @throws VaultException where it is none of a known kind, or damaged
     */
    public static VaultEnvelope of(String envelope) throws VaultException {
        int end = envelope.indexOf('\n');
        String[] header =
                (end < 0 ? envelope : envelope.substring(0, end)).strip().split(";");
        boolean known = header.length >= 3 && (header[1].equals("1.1") || header[1].equals("1.2"));
        if (!known || !header[2].strip().equals("AES256")) {
            throw new VaultException("not a vault text of version 1.1 or 1.2 with AES256");
        }
        Optional<String> label =
                header[1].equals("1.2") && header.length > 3 ? Optional.of(header[3].strip()) : Optional.empty();
        try {
            String body = envelope.substring(Math.max(0, end)).replaceAll("\\s", "");
            String[] parts = new String(HEX.parseHex(body), StandardCharsets.US_ASCII).split("\n");
            return new VaultEnvelope(label, HEX.parseHex(parts[0]), HEX.parseHex(parts[1]), HEX.parseHex(parts[2]));
        } catch (IllegalArgumentException | IndexOutOfBoundsException broken) {
            throw new VaultException("the vault text is damaged");
        }
    }

    /**
     * Closes a content, each time with another salt.
     *
     * @param label the vault id to write into it (format 1.2); empty: none (format 1.1)
     * @return the text, with a line end at its end
     */
    public static String close(byte[] content, Secret password, Optional<String> label) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        Keys keys = Keys.of(password, salt);
        int fill = IV_BYTES - content.length % IV_BYTES;
        byte[] padded = Arrays.copyOf(content, content.length + fill);
        Arrays.fill(padded, content.length, padded.length, (byte) fill);
        byte[] text = keys.cipher(Cipher.ENCRYPT_MODE, padded);
        String inner = HEX.formatHex(salt) + "\n" + HEX.formatHex(keys.hmac(text)) + "\n" + HEX.formatHex(text);
        String body = HEX.formatHex(inner.getBytes(StandardCharsets.US_ASCII));
        StringBuilder out = new StringBuilder(body.length() + body.length() / LINE + LINE);
        out.append(AnsibleVault.HEADER)
                .append(label.map(name -> "1.2;AES256;" + name).orElse("1.1;AES256"))
                .append('\n');
        for (int from = 0; from < body.length(); from += LINE) {
            out.append(body, from, Math.min(body.length(), from + LINE)).append('\n');
        }
        return out.toString();
    }

    /** The vault id that stands in it; empty in format 1.1. */
    public Optional<String> label() {
        return label;
    }

    /** The content; empty where the password is another one. */
    public Optional<byte[]> open(Secret password) {
        Keys keys = Keys.of(password, salt);
        if (text.length == 0 || !MessageDigest.isEqual(keys.hmac(text), hmac)) {
            return Optional.empty();
        }
        byte[] padded = keys.cipher(Cipher.DECRYPT_MODE, text);
        return Optional.of(Arrays.copyOf(padded, Math.max(0, padded.length - padded[padded.length - 1])));
    }

    /** A vault envelope says nothing of what is in it. */
    @Override
    public String toString() {
        return "***";
    }

    private record Keys(byte[] derived) {

        static Keys of(Secret password, byte[] salt) {
            try {
                PBEKeySpec spec =
                        new PBEKeySpec(password.reveal().toCharArray(), salt, ROUNDS, 8 * (2 * KEY_BYTES + IV_BYTES));
                return new Keys(SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                        .generateSecret(spec)
                        .getEncoded());
            } catch (GeneralSecurityException e) {
                throw lacking(e);
            }
        }

        byte[] hmac(byte[] of) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(derived, KEY_BYTES, KEY_BYTES, "HmacSHA256"));
                return mac.doFinal(of);
            } catch (GeneralSecurityException e) {
                throw lacking(e);
            }
        }

        byte[] cipher(int mode, byte[] of) {
            try {
                Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
                IvParameterSpec iv = new IvParameterSpec(derived, 2 * KEY_BYTES, IV_BYTES);
                cipher.init(mode, new SecretKeySpec(derived, 0, KEY_BYTES, "AES"), iv);
                return cipher.doFinal(of);
            } catch (GeneralSecurityException e) {
                throw lacking(e);
            }
        }

        private static IllegalStateException lacking(GeneralSecurityException e) {
            return new IllegalStateException("this JVM lacks AES-256 or PBKDF2", e);
        }
    }
}
