package dev.steward.runner.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Opens what {@code ansible-vault} closed: {@code $ANSIBLE_VAULT;1.1;AES256} and {@code 1.2} (with a label). The format is
 * that of Ansible's vault documentation: hex of three hex lines (salt, HMAC, cipher text), PBKDF2-HMAC-SHA256 with 10,000
 * rounds, AES-256-CTR, PKCS7 padding, the HMAC checked before anything is opened.
 */
public final class AnsibleVault {

    /** How every envelope begins. */
    public static final String HEADER = "$ANSIBLE_VAULT;";

    private static final int ROUNDS = 10_000;
    private static final int KEY_BYTES = 32;
    private static final int IV_BYTES = 16;

    private final List<VaultPassword> passwords;

    /**
     * A vault.
     *
     * @param passwords tried in this order whatever the label of the envelope; none: nothing can be opened
     */
    public AnsibleVault(List<Secret> passwords) {
        this(passwords.stream().map(p -> VaultPassword.known("the one given", p)));
    }

    private AnsibleVault(Stream<VaultPassword> passwords) {
        this.passwords = passwords.toList();
    }

    /** A vault whose passwords are asked for when the first text is opened. */
    public static AnsibleVault of(List<VaultPassword> passwords) {
        return new AnsibleVault(passwords.stream());
    }

    /** Whether there is any password to try. */
    public boolean hasPasswords() {
        return !passwords.isEmpty();
    }

    /** Whether a text is an envelope. */
    public static boolean isEnvelope(String text) {
        return text.startsWith(HEADER);
    }

    /**
     * Opens an envelope.
     *
     * @param envelope the whole text with its header line
     * @throws VaultException where it is no envelope of a known kind, or no password opens it
     */
    public Secret open(String envelope) throws VaultException {
        Sealed sealed = Sealed.of(envelope);
        if (passwords.isEmpty()) {
            throw new VaultException("no vault password was given");
        }
        for (VaultPassword password : passwords) {
            Optional<byte[]> plain = sealed.open(password.read());
            if (plain.isPresent()) {
                return new Secret(new String(plain.get(), StandardCharsets.UTF_8));
            }
        }
        throw new VaultException((passwords.size() == 1
                        ? "the vault password does not open it ("
                        : "none of the vault passwords opens it (")
                + passwords.stream().map(VaultPassword::from).collect(Collectors.joining(", ")) + ")");
    }

    /** Why an envelope stayed closed; the message names no secret. */
    public static final class VaultException extends Exception {

        /**
         * A reason.
         *
         * @param message without a full stop, without a secret
         */
        public VaultException(String message) {
            super(message);
        }
    }

    private record Sealed(byte[] salt, byte[] hmac, byte[] text) {

        static Sealed of(String envelope) throws VaultException {
            int end = envelope.indexOf('\n');
            String[] header =
                    (end < 0 ? envelope : envelope.substring(0, end)).strip().split(";");
            boolean known = header.length >= 3 && (header[1].equals("1.1") || header[1].equals("1.2"));
            if (!known || !header[2].strip().equals("AES256")) {
                throw new VaultException("not a vault text of version 1.1 or 1.2 with AES256");
            }
            try {
                HexFormat hex = HexFormat.of();
                String body = envelope.substring(Math.max(0, end)).replaceAll("\\s", "");
                String[] parts = new String(hex.parseHex(body), StandardCharsets.US_ASCII).split("\n");
                return new Sealed(hex.parseHex(parts[0]), hex.parseHex(parts[1]), hex.parseHex(parts[2]));
            } catch (IllegalArgumentException | IndexOutOfBoundsException broken) {
                throw new VaultException("the vault text is damaged");
            }
        }

        Optional<byte[]> open(Secret password) {
            try {
                PBEKeySpec spec =
                        new PBEKeySpec(password.reveal().toCharArray(), salt, ROUNDS, 8 * (2 * KEY_BYTES + IV_BYTES));
                byte[] keys = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                        .generateSecret(spec)
                        .getEncoded();
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(keys, KEY_BYTES, KEY_BYTES, "HmacSHA256"));
                if (!MessageDigest.isEqual(mac.doFinal(text), hmac)) {
                    return Optional.empty();
                }
                Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
                IvParameterSpec iv = new IvParameterSpec(keys, 2 * KEY_BYTES, IV_BYTES);
                cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(keys, 0, KEY_BYTES, "AES"), iv);
                byte[] padded = cipher.doFinal(text);
                return Optional.of(Arrays.copyOf(padded, padded.length - padded[padded.length - 1]));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JVM lacks AES-256 or PBKDF2", e);
            }
        }
    }
}
