package dev.steward.runner.connection.ssh.kept;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The print of all that leads to a session: two ways have the same one only where all of it is the same. Passwords go into
 * it by a key that this process alone has, and cannot be had out of it.
 */
public final class WayPrint {

    private static final String ALGORITHM = "HmacSHA256";
    private static final SecretKeySpec KEY = key();

    private final Mac mac;

    /** The print of nothing yet. */
    public WayPrint() {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(KEY);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    private static SecretKeySpec key() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return new SecretKeySpec(bytes, ALGORITHM);
    }

    /** Takes a part in; where a part ends is part of the print. */
    public WayPrint add(Object part) {
        return add(String.valueOf(part).getBytes(StandardCharsets.UTF_8));
    }

    /** The same with bytes. */
    public WayPrint add(byte[] part) {
        mac.update(ByteBuffer.allocate(4).putInt(part.length).array());
        mac.update(part);
        return this;
    }

    /** The print; nothing can be added any more. */
    public String text() {
        return HexFormat.of().formatHex(mac.doFinal());
    }
}
