package dev.steward.runner.connection.ssh;

import com.jcraft.jsch.Session;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a session offers. Only algorithms that every JDK since 17 has, the fast ones first, so that JSch need not try
 * each of them at every connect; sntrup761 alone costs a client 52 ms of CPU, curve25519 one or two.
 */
final class Algorithms {

    private static final Map<String, String> OPTIONS = new LinkedHashMap<>(Map.ofEntries(
            Map.entry(
                    "kex",
                    "curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,"
                            + "ecdh-sha2-nistp521,diffie-hellman-group16-sha512,diffie-hellman-group14-sha256"),
            Map.entry(
                    "server_host_key",
                    "ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,"
                            + "rsa-sha2-512,rsa-sha2-256"),
            Map.entry("cipher.c2s", "aes128-gcm@openssh.com,aes256-gcm@openssh.com,aes128-ctr,aes256-ctr"),
            Map.entry("cipher.s2c", "aes128-gcm@openssh.com,aes256-gcm@openssh.com,aes128-ctr,aes256-ctr"),
            Map.entry("CheckCiphers", ""),
            Map.entry("CheckMacs", ""),
            Map.entry("CheckKexes", ""),
            Map.entry("CheckSignatures", ""),
            Map.entry("prefer_known_host_key_types", "yes"),
            Map.entry("StrictHostKeyChecking", "yes"),
            Map.entry("enable_auth_none", "no"),
            Map.entry("enable_pubkey_auth_query", "no"),
            Map.entry("try_additional_pubkey_algorithms", "no"),
            Map.entry("MaxAuthTries", "6")));

    private Algorithms() {}

    static void offer(Session session, boolean password) {
        OPTIONS.forEach(session::setConfig);
        session.setConfig(
                "PreferredAuthentications", password ? "publickey,keyboard-interactive,password" : "publickey");
    }
}
