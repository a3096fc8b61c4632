package dev.steward.web.security;

import dev.steward.runner.config.access.Network;
import dev.steward.runner.time.Time;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Sender;
import java.net.Inet6Address;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds wrong sign-ins: after ten within a minute from one address none from there is looked at until the oldest is a minute
 * old, so that who guesses shuts out nobody but himself. Who has an IPv6 address has 2^64 of them: they count as one.
 * Thread-safe.
 */
public final class Attempts {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
    private static final int MOST = 10;
    private static final int ADDRESSES = 10_000;
    private static final int NETWORK_BYTES = 8;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Time time;
    private final Map<String, Deque<Long>> wrong = new LinkedHashMap<>();

    /** None yet. */
    public Attempts(Time time) {
        this.time = time;
    }

    /**
     * Before a token is looked at.
     *
     * @throws Refused 429 after too many wrong ones from there
     */
    public synchronized void check(Sender sender) {
        forget();
        Deque<Long> own = wrong.get(from(sender));
        if (own != null && own.size() >= MOST) {
            throw new Refused(
                    429, "Too many attempts", "Ten tokens were wrong within a minute; wait a minute.", List.of());
        }
    }

    /** A token was wrong. */
    public synchronized void failed(Sender sender) {
        LOG.warn("A sign-in failed from {}", sender.address());
        if (wrong.size() >= ADDRESSES) {
            wrong.remove(wrong.keySet().iterator().next());
        }
        wrong.computeIfAbsent(from(sender), any -> new ArrayDeque<>()).addLast(time.nanos());
    }

    private void forget() {
        long now = time.nanos();
        wrong.values().removeIf(times -> {
            while (!times.isEmpty() && now - times.peekFirst() > WINDOW.toNanos()) {
                times.removeFirst();
            }
            return times.isEmpty();
        });
    }

    private static String from(Sender sender) {
        return Network.address(sender.address())
                .filter(Inet6Address.class::isInstance)
                .map(address -> HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), NETWORK_BYTES)))
                .orElse(sender.address());
    }
}
