package dev.steward.runner.wake;

import dev.steward.runner.seal.SealException;
import dev.steward.runner.store.Settings;
import dev.steward.runner.store.seal.SealedFact;
import dev.steward.runner.store.wake.WakeStore;
import dev.steward.runner.store.wake.WakeStore.LinkRow;
import dev.steward.runner.time.Time;
import dev.steward.runner.wake.WakeRefused.Kind;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Links that wake one guest and open nothing else: signed (HMAC with SHA-256, RFC 2104) over guest, id and expiry by a key
 * that never leaves the history, where it is sealed, so that they cannot be made up; each can be withdrawn.
 */
public final class WakeLinks {

    private static final Pattern TOKEN =
            Pattern.compile("([A-Za-z0-9_-]{12})\\.([0-9a-z]{1,12})\\.([A-Za-z0-9_-]{43})");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Settings settings;
    private final WakeStore store;
    private final Time time;

    /** The links of a state directory. */
    public WakeLinks(Settings settings, WakeStore store, Time time) {
        this.settings = settings;
        this.store = store;
        this.time = time;
    }

    /**
     * A new link.
     *
     * @param token its last part; shown once and never kept
     * @param expires when it does
     */
    public record Link(String token, Instant expires) {}

    /**
     * Makes a link.
     *
     * @throws WakeRefused where what signs it cannot be opened or kept
     */
    public Link make(WakeRule rule, Duration life, String by) throws WakeRefused {
        byte[] key = key();
        byte[] random = new byte[9];
        RANDOM.nextBytes(random);
        String id = base64(random);
        Instant now = time.now();
        Instant expires = now.plus(life).truncatedTo(ChronoUnit.SECONDS);
        store.add(new LinkRow(id, rule.name(), by, now, expires, Optional.empty()));
        String until = Long.toString(expires.getEpochSecond(), 36);
        return new Link(id + "." + until + "." + signature(key, rule, id, until), expires);
    }

    /**
     * Whether a link may wake a guest.
     *
     * @throws WakeRefused where it may not; who made one up learns nothing else than who has an old one
     */
    public void check(WakeRule rule, String token) throws WakeRefused {
        Matcher parts = TOKEN.matcher(token);
        Optional<byte[]> key = settings.get(SealedFact.WAKE_KEY).map(WakeLinks::bytes);
        if (key.isEmpty()
                || !parts.matches()
                || !same(signature(key.get(), rule, parts.group(1), parts.group(2)), parts.group(3))) {
            throw new WakeRefused(Kind.LINK, "This link opens nothing here.");
        }
        Optional<LinkRow> row = store.link(parts.group(1));
        if (row.isEmpty() || row.get().revoked().isPresent()) {
            throw new WakeRefused(Kind.LINK, "This link was withdrawn; ask for a new one.");
        }
        if (Long.parseLong(parts.group(2), 36) <= time.now().getEpochSecond()) {
            throw new WakeRefused(Kind.LINK, "This link has expired; ask for a new one.");
        }
    }

    /** The links that hold. */
    public List<LinkRow> of(WakeRule rule) {
        return store.links(rule.name(), time.now());
    }

    /** Withdraws all links of a guest; how many held. */
    public int revoke(WakeRule rule) {
        return store.revoke(rule.name(), time.now());
    }

    /**
     * Makes what signs them anew, though the key that it is sealed with may be lost: every link there is opens nothing any more.
     *
     * @return how many held
     * @throws WakeRefused where it cannot be kept
     */
    public int renew() throws WakeRefused {
        try {
            settings.put(SealedFact.WAKE_KEY, fresh());
            return store.revokeAll(time.now());
        } catch (SealException e) {
            throw new WakeRefused(Kind.KEY, "The key of wake links stays as it is: " + e.getMessage() + ".");
        }
    }

    private static String fresh() {
        byte[] fresh = new byte[32];
        RANDOM.nextBytes(fresh);
        return base64(fresh);
    }

    /** The guest itself is signed, not only the rule's name: a rule that means another guest later makes its links void. */
    private static String signature(byte[] key, WakeRule rule, String id, String until) {
        String guest = rule.cluster() + "\n" + rule.config().vmid() + "\n"
                + rule.config().node().orElse("");
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return base64(mac.doFinal(("wake\n" + rule.name() + "\n" + guest + "\n" + id + "\n" + until)
                    .getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    private synchronized byte[] key() throws WakeRefused {
        try {
            return bytes(settings.once(SealedFact.WAKE_KEY, WakeLinks::fresh));
        } catch (SealException e) {
            throw new WakeRefused(
                    Kind.KEY,
                    "No link can be made: " + e.getMessage() + ". "
                            + "Where the key is lost for good: steward servers renew-links.");
        }
    }

    private static byte[] bytes(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }
}
