package dev.steward.runner.connection.ssh;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One line of known_hosts. */
final class KnownLine {

    private KnownLine() {}

    /**
     * The line without a host's key of a type.
     *
     * @return the line itself where it is about something else; empty where nothing is left of it
     */
    static Optional<String> without(String line, String host, String type) {
        String[] parts = line.split("\\s+", 3);
        if (line.startsWith("#") || line.startsWith("@") || parts.length < 3 || !parts[1].equals(type)) {
            return Optional.of(line);
        }
        List<String> names = new ArrayList<>(Arrays.asList(parts[0].split(",")));
        if (!names.removeIf(name -> name.equals(host) || hashOf(name, host))) {
            return Optional.of(line);
        }
        return names.isEmpty() ? Optional.empty() : Optional.of(String.join(",", names) + " " + type + " " + parts[2]);
    }

    /** Whether a hashed name, {@code |1|salt|hash} with HMAC-SHA1, is this host's (sshd(8)). */
    private static boolean hashOf(String name, String host) {
        String[] parts = name.split("\\|");
        if (parts.length != 4 || !parts[1].equals("1")) {
            return false;
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[2]), "HmacSHA1"));
            byte[] hash = mac.doFinal(host.getBytes(StandardCharsets.UTF_8));
            return Arrays.equals(hash, Base64.getDecoder().decode(parts[3]));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
