package dev.steward.runner.git;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A signature by an SSH key over a file, in OpenSSH's form (PROTOCOL.sshsig), judged by the JDK's own cryptography.
 *
 * @param key the public key, as .pub files have it in base64
 * @param namespace what it was made for
 * @param reserved as it stands there
 * @param hash of the message that was signed: sha256 or sha512
 * @param algorithm of the signature
 * @param bytes the signature itself
 */
record SshSignature(byte[] key, String namespace, byte[] reserved, String hash, String algorithm, byte[] bytes) {

    private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
    /** What stands before the 32 bytes of an Ed25519 key in X.509 form (RFC 8410). */
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException where it is none
     */
    static SshSignature read(byte[] blob) {
        try {
            ByteBuffer in = ByteBuffer.wrap(blob);
            byte[] magic = new byte[MAGIC.length];
            in.get(magic);
            if (!Arrays.equals(magic, MAGIC) || in.getInt() != 1) {
                throw new IllegalArgumentException("it is not in the form of OpenSSH");
            }
            byte[] key = string(in);
            String namespace = text(in);
            byte[] reserved = string(in);
            String hash = text(in);
            ByteBuffer made = ByteBuffer.wrap(string(in));
            return new SshSignature(key, namespace, reserved, hash, text(made), string(made));
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("it breaks off", e);
        }
    }

    /** Whether it claims to be by a key. */
    boolean isBy(byte[] other) {
        return MessageDigest.isEqual(key, other);
    }

    /** Whether the key it names made it, over this message. */
    boolean fits(byte[] message) throws GeneralSecurityException {
        ByteBuffer in = ByteBuffer.wrap(key);
        String type = text(in);
        Signature judge = Signature.getInstance(
                switch (algorithm) {
                    case "ssh-ed25519" -> "Ed25519";
                    case "rsa-sha2-256" -> "SHA256withRSA";
                    case "rsa-sha2-512" -> "SHA512withRSA";
                    default -> throw new GeneralSecurityException("the algorithm " + algorithm + " does not count");
                });
        judge.initVerify(publicKey(type, in));
        judge.update(signed(message));
        return judge.verify(bytes);
    }

    private static PublicKey publicKey(String type, ByteBuffer in) throws GeneralSecurityException {
        if (type.equals("ssh-ed25519")) {
            byte[] point = string(in);
            ByteBuffer whole = ByteBuffer.allocate(ED25519.length + point.length)
                    .put(ED25519)
                    .put(point);
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(whole.array()));
        }
        if (type.equals("ssh-rsa")) {
            BigInteger exponent = new BigInteger(string(in));
            return KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(new BigInteger(string(in)), exponent));
        }
        throw new GeneralSecurityException("keys of type " + type + " do not count");
    }

    private byte[] signed(byte[] message) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance(
                switch (hash) {
                    case "sha256" -> "SHA-256";
                    case "sha512" -> "SHA-512";
                    default -> throw new GeneralSecurityException("the hash " + hash + " does not count");
                });
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(MAGIC);
        put(out, namespace.getBytes(StandardCharsets.UTF_8));
        put(out, reserved);
        put(out, hash.getBytes(StandardCharsets.UTF_8));
        put(out, digest.digest(message));
        return out.toByteArray();
    }

    private static void put(ByteArrayOutputStream out, byte[] bytes) {
        out.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
        out.writeBytes(bytes);
    }

    private static byte[] string(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static String text(ByteBuffer in) {
        return new String(string(in), StandardCharsets.UTF_8);
    }
}
