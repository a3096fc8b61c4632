package dev.steward.runner.connection.ssh.kept;

import dev.steward.runner.time.Rounds;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Sessions that runs have left open for the next one: one for each way, used by one run at a time. Keeps nothing until it
 * is told to begin, as a server does and a command that ends with its run does not.
 */
public final class KeptSessions implements AutoCloseable {

    /** How long a host may take to answer on a kept session before it is connected to anew. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** So much may come from a host on a session that nobody uses: its signs of life, and new keys of the session. */
    private static final long IDLE_BYTES = 64 << 10;

    private final KeepRule rule;
    private final Time time;
    /** By the way's print, the one that waits longest first. */
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();

    private Optional<Rounds> rounds = Optional.empty();

    private record Waiting(String endpoint, KeptSession session, long since) {}

    /** By a rule. */
    public KeptSessions(KeepRule rule, Time time) {
        this.rule = rule;
        this.time = time;
    }

    /** Never any. */
    public static KeptSessions none(Time time) {
        return new KeptSessions(KeepRule.NONE, time);
    }

    /**
     * Sessions are kept from now on.
     *
     * @param outage while it says so none is: hosts go down, by a way of their own
     */
    public synchronized void begin(BooleanSupplier outage) {
        if (rule.none() || rounds.isPresent()) {
            return;
        }
        long each = Math.max(100, Math.min(5_000, rule.idle().toMillis() / 4));
        Rounds made = new Rounds("kept-sessions", Duration.ofMillis(each), time, () -> look(outage));
        rounds = Optional.of(made);
        made.start();
    }

    /** Whether any are kept: false before the begin and after the close. */
    public synchronized boolean atWork() {
        return rounds.isPresent();
    }

    /**
     * Keeps a session for the next who goes the same way.
     *
     * @param way the print of all that leads to it
     * @param endpoint its server's address and port
     * @return false where it is not kept: the caller closes it
     */
    public boolean keep(String way, String endpoint, KeptSession session) {
        List<KeptSession> over = new ArrayList<>();
        synchronized (this) {
            if (rounds.isEmpty() || !session.alive() || session.busy() || rule.tooOld(session.age())) {
                return false;
            }
            session.rest(IDLE_BYTES);
            Waiting other = waiting.remove(way);
            if (other != null) {
                over.add(other.session());
            }
            waiting.put(way, new Waiting(endpoint, session, time.nanos()));
            Iterator<Waiting> oldest = waiting.values().iterator();
            while (waiting.size() > rule.most()) {
                over.add(oldest.next().session());
                oldest.remove();
            }
        }
        over.forEach(KeptSession::drop);
        return true;
    }

    /**
     * A session for this way, which the host has just answered on; from now on the caller's.
     *
     * @param good what the caller finds out of it without asking the host; where it does not hold, the session is closed
     */
    public Optional<KeptSession> take(String way, Predicate<KeptSession> good) {
        Optional<KeptSession> found = remove(way);
        if (found.isEmpty()) {
            return found;
        }
        KeptSession session = found.get();
        boolean fit = false;
        try {
            session.goOn();
            fit = session.alive() && good.test(session) && answers(session);
        } finally {
            if (!fit) {
                session.drop();
            }
        }
        return fit ? found : Optional.empty();
    }

    private synchronized Optional<KeptSession> remove(String way) {
        Waiting found = waiting.remove(way);
        if (found == null) {
            return Optional.empty();
        }
        if (rounds.isEmpty() || expired(found)) {
            found.session().drop();
            return Optional.empty();
        }
        return Optional.of(found.session());
    }

    /* In a thread of its own: what waits for keys that a host never sends does not hear that its session is gone. */
    private static boolean answers(KeptSession session) {
        FutureTask<Boolean> asked = new FutureTask<>(session::answers);
        Thread asking = new Thread(asked, "kept-session");
        asking.setDaemon(true);
        asking.start();
        try {
            return asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) && session.alive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private boolean expired(Waiting one) {
        return time.nanos() - one.since() >= rule.idle().toNanos()
                || rule.tooOld(one.session().age());
    }

    private void look(BooleanSupplier outage) {
        if (outage.getAsBoolean()) {
            drop(one -> true);
        }
        sweep();
    }

    /** Closes those that waited too long, and forgets those that ended by themselves. */
    public void sweep() {
        drop(one -> expired(one) || !one.session().alive());
    }

    /** Closes those of a server, as after its reboot. */
    public void forget(String endpoint) {
        drop(one -> one.endpoint().equals(endpoint));
    }

    private void drop(Predicate<Waiting> which) {
        List<Waiting> gone = new ArrayList<>();
        synchronized (this) {
            waiting.values().removeIf(one -> which.test(one) && gone.add(one));
        }
        gone.forEach(one -> one.session().drop());
    }

    /** How many wait for the next run. */
    public synchronized int count() {
        return (int)
                waiting.values().stream().filter(one -> one.session().alive()).count();
    }

    /** Closes all; none is kept from then on. */
    @Override
    public void close() {
        synchronized (this) {
            rounds.ifPresent(Rounds::close);
            rounds = Optional.empty();
        }
        drop(one -> true);
    }
}
