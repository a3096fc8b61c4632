package dev.steward.runner.store.server;

import dev.steward.runner.time.Time;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a server may trust that the others take it for living. Who is silent for {@link #GIVEN_UP} is ended by them; well before, it
 * takes nothing for granted any more. Both clocks are looked at: one stands still while a machine sleeps, the other may be set.
 */
public final class Lease {

    /** A server without a beat for this long is ended by the others. */
    public static final Duration GIVEN_UP = Duration.ofSeconds(30);

    private static final Duration TRUSTED = Duration.ofSeconds(20);

    private final Time time;
    private volatile Mark last;
    private volatile Mark steadySince;

    /** Begins now. */
    public Lease(Time time) {
        this.time = time;
        this.last = now();
        this.steadySince = last;
    }

    /** A moment on both clocks. */
    public record Mark(long nanos, Instant at) {}

    /** This moment. */
    public Mark now() {
        return new Mark(time.nanos(), time.now());
    }

    /** A beat was answered. */
    public void beaten(Mark asked) {
        if (apart(last, asked, TRUSTED)) {
            steadySince = asked;
        }
        last = asked;
    }

    /** Whether the others may have ended this server meanwhile. */
    public boolean doubtful() {
        return apart(last, now(), TRUSTED);
    }

    /**
     * Whether this server's own beats went through for so long that another's silence is the other's: where the database was away, all
     * were silent.
     */
    public boolean steady() {
        return apart(steadySince, now(), GIVEN_UP) && !doubtful();
    }

    private static boolean apart(Mark one, Mark other, Duration most) {
        return Math.abs(other.nanos() - one.nanos()) > most.toNanos()
                || Duration.between(one.at(), other.at()).abs().compareTo(most) > 0;
    }
}
