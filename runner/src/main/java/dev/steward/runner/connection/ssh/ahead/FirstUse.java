package dev.steward.runner.connection.ssh.ahead;

import com.jcraft.jsch.JSch;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the first connection of a process needs and the next ones find there: JSch's classes, the JVM's providers of
 * cryptography and their tables. It costs 0.1 s, which a short command need not spend once its hosts wait for it.
 */
public final class FirstUse {

    /** By their names in JSch's configuration: what most hosts choose of what a session offers. */
    static final List<String> CHOSEN = List.of(
            "curve25519-sha256",
            "xdh",
            "ssh-ed25519",
            "aes128-gcm@openssh.com",
            "sha-256",
            "sha-512",
            "random",
            "keypairgen.eddsa",
            "userauth.publickey");

    /** What every session is made of, by their names in JSch's package. */
    static final List<String> PARTS = List.of("Session", "ChannelExec", "Packet", "Buffer", "DHXEC", "Request");

    private FirstUse() {}

    /**
     * Has all of it loaded; no host is asked, and no key of anybody is read.
     *
     * @throws GeneralSecurityException where this JVM lacks an algorithm, which a connection that needs it says better
     */
    public static void prepare() throws GeneralSecurityException {
        new JSch();
        CHOSEN.stream().map(JSch::getConfig).forEach(FirstUse::load);
        PARTS.stream().map("com.jcraft.jsch."::concat).forEach(FirstUse::load);
        KeyPair kex = KeyPairGenerator.getInstance("X25519").generateKeyPair();
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(kex.getPrivate());
        agreement.doPhase(kex.getPublic(), true);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(agreement.generateSecret(), 0, 16, "AES"),
                new GCMParameterSpec(128, new byte[12]));
        byte[] some = cipher.doFinal(new byte[64]);
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(keys.getPrivate());
        signature.update(some);
        byte[] signed = signature.sign();
        signature.initVerify(keys.getPublic());
        signature.update(some);
        signature.verify(signed);
    }

    private static void load(String name) {
        if (name == null) {
            return;
        }
        try {
            Class.forName(name, false, JSch.class.getClassLoader());
        } catch (ClassNotFoundException loadedOnceItIsNeeded) {
            // another JSch: what it has in place of this is found by the connection itself
        }
    }
}
