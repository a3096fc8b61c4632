package dev.steward.runner.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jdbi.v3.core.Handle;

/** Large texts, each kept once under its SHA-256. */
final class Texts {

    private Texts() {}

    /** Keeps a text; its SHA-256 in hex. */
    static String keep(Handle handle, String text) {
        String sha = sha256(text);
        int known = handle.select("select count(*) from kept_text where sha256 = ?", sha)
                .mapTo(int.class)
                .one();
        if (known == 0) {
            handle.execute("insert into kept_text (sha256, content) values (?, ?)", sha, text);
        }
        return sha;
    }

    static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
