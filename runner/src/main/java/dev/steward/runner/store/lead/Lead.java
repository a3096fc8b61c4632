package dev.steward.runner.store.lead;

import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which duties are ours, of those that only one of the servers on a database does. Whoever asks first has a duty, until it ends or the
 * others have ended it since it no longer answered; then it is whose next asks. An answer of the database holds for some seconds, far
 * shorter than the others wait: a server that stood still, or is cut off from the database, has no duty. Thread-safe.
 */
public final class Lead {

    private static final Logger LOG = LoggerFactory.getLogger(Lead.class);
    private static final Duration SURE = Duration.ofSeconds(5);
    private static final Duration REFUSED = Duration.ofSeconds(2);

    private final Jdbi jdbi;
    private final String server;
    private final boolean alone;
    private final Time time;
    private final Map<Duty, Answer> answers = new EnumMap<>(Duty.class);

    /** What the database said, and when. */
    private record Answer(boolean mine, long at) {

        boolean holds(long now) {
            return now - at < (mine ? SURE : REFUSED).toNanos();
        }
    }

    /**
     * The duties of a server.
     *
     * @param server its id
     * @param alone whether no other can work on this database: every duty is ours then, and nothing is asked
     */
    public Lead(Jdbi jdbi, String server, boolean alone, Time time) {
        this.jdbi = jdbi;
        this.server = server;
        this.alone = alone;
        this.time = time;
    }

    /** Whether a duty is ours now; takes it where nobody has it. It is not where the database does not answer. */
    public boolean mine(Duty duty) {
        return alone || known(duty);
    }

    private synchronized boolean known(Duty duty) {
        Answer last = answers.get(duty);
        if (last != null && last.holds(time.nanos())) {
            return last.mine();
        }
        // from before the question: what it takes to be answered is not added to how long the answer holds
        long asked = time.nanos();
        boolean mine = asked(duty);
        if (last != null && last.mine() != mine) {
            LOG.info("{} {} this server's from now on", duty.words(), mine ? "are" : "are no longer");
        }
        answers.put(duty, new Answer(mine, asked));
        return mine;
    }

    private boolean asked(Duty duty) {
        try {
            return jdbi.inTransaction(handle -> has(handle, duty) || takes(handle, duty));
        } catch (RuntimeException e) {
            LOG.debug("whose duty {} is cannot be asked", duty.word(), e);
            return false;
        }
    }

    private boolean has(Handle handle, Duty duty) {
        return handle.select(
                                "select count(*) from duty d join server s on s.id = d.holder"
                                        + " where d.name = ? and d.holder = ? and s.ended_at is null",
                                duty.word(),
                                server)
                        .mapTo(int.class)
                        .one()
                == 1;
    }

    /** The row is locked first: a condition within the update would be judged by what was there before another took it. */
    private boolean takes(Handle handle, Duty duty) {
        Optional<String> holder = handle.select("select holder from duty where name = ? for update", duty.word())
                .mapTo(String.class)
                .findOne();
        if (holder.filter(other -> lives(handle, other)).isPresent() || !lives(handle, server)) {
            return false;
        }
        return handle.execute("update duty set holder = ?, since = ? where name = ?", server, time.now(), duty.word())
                == 1;
    }

    private static boolean lives(Handle handle, String id) {
        return handle.select("select count(*) from server where id = ? and ended_at is null", id)
                        .mapTo(int.class)
                        .one()
                == 1;
    }

    /** The name of the other server that has a duty; empty: none has, or it cannot be asked. */
    public Optional<String> other(Duty duty) {
        if (alone) {
            return Optional.empty();
        }
        try {
            return jdbi.withHandle(handle -> handle.select(
                            "select s.name from duty d join server s on s.id = d.holder"
                                    + " where d.name = ? and d.holder <> ? and s.ended_at is null",
                            duty.word(),
                            server)
                    .mapTo(String.class)
                    .findOne());
        } catch (RuntimeException e) {
            LOG.debug("whose duty {} is cannot be asked", duty.word(), e);
            return Optional.empty();
        }
    }

    /** Gives back what is ours, so that another has it at once, and not only after it has waited for us. */
    public synchronized void release() {
        if (answers.values().stream().noneMatch(Answer::mine)) {
            return;
        }
        answers.clear();
        try {
            jdbi.useHandle(
                    handle -> handle.execute("update duty set holder = null, since = null where holder = ?", server));
        } catch (RuntimeException e) {
            LOG.debug("duties were not given back; the others wait until we are taken for gone", e);
        }
    }
}
