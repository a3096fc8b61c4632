package dev.steward.runner.lab.pve.access;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Signed tickets and the tokens against forged forms; both live two hours (Ticket.pm). */
public final class Tickets {

    static final Duration LIFE = Duration.ofHours(2);

    private record Issued(String user, Instant at) {}

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Issued> tickets = new HashMap<>();
    private final Map<String, Issued> csrf = new HashMap<>();

    /** A ticket for a user. */
    public String ticket(String user, Instant now) {
        String text = "PVE:" + user + ":" + stamp(now) + "::" + signature(256);
        tickets.put(text, new Issued(user, now));
        return text;
    }

    /** The token that belongs to it. */
    public String csrf(String user, Instant now) {
        String text = stamp(now) + ":" + signature(32).replace("=", "");
        csrf.put(text, new Issued(user, now));
        return text;
    }

    private static String stamp(Instant now) {
        return String.format("%08X", now.getEpochSecond());
    }

    private String signature(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Whose ticket it is, where it still counts. */
    public Optional<String> user(String ticket, Instant now) {
        return valid(tickets.get(ticket), now);
    }

    /** Whether the token against forged forms is the user's and still counts. */
    public boolean unforged(String token, String user, Instant now) {
        return valid(csrf.get(token), now).filter(user::equals).isPresent();
    }

    private static Optional<String> valid(Issued issued, Instant now) {
        return Optional.ofNullable(issued)
                .filter(any -> now.isBefore(any.at().plus(LIFE)))
                .map(Issued::user);
    }

    /** No ticket counts any more. */
    public void expireAll() {
        tickets.clear();
        csrf.clear();
    }
}
