package dev.steward.runner.store;

import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.event.RunEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener's way through a run: from the database until it has caught up, then live. A listener too slow for its
 * bounded queue goes back to the database, so it costs neither the run nor the memory of others. Nothing is heard twice
 * or left out: live collecting begins before the database is read, and everything up to the position is dropped.
 */
public final class Subscription implements AutoCloseable {

    /** Hears the events of one run, on the subscription's own thread; it may block without harm to others. */
    public interface Listener {

        /**
         * The next events, committed, in order, without gaps or doubles.
         *
         * @throws Exception ends the subscription
         */
        void events(List<NumberedEvent> events) throws Exception;

        /** All events were heard and nothing more comes: the run has ended or broken off. Not called after a close. */
        default void ended() {}
    }

    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);
    private static final int QUEUE = 1_000;
    private static final int PAGE = 500;

    /** Characters of a page, roughly: an event may hold a million, and there may be many listeners. */
    private static final long PAGE_CHARACTERS = 1_000_000;

    private final long run;
    private final Listener listener;
    private final RunQueries queries;
    private final Runnable onClose;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final ArrayDeque<NumberedEvent> live = new ArrayDeque<>();
    private boolean behind = true;
    private boolean closed;
    private boolean over;
    private long position;

    Subscription(
            RunQueries queries,
            long run,
            long after,
            Listener listener,
            java.util.function.Consumer<Subscription> gone) {
        this.queries = queries;
        this.run = run;
        this.position = after;
        this.listener = listener;
        this.onClose = () -> gone.accept(this);
    }

    /** From the writer's thread, after the commit; never blocks for long. */
    void offer(List<NumberedEvent> events) {
        lock.lock();
        try {
            if (behind) {
                return;
            }
            if (live.size() + events.size() > QUEUE) {
                behind = true;
                live.clear();
            } else {
                live.addAll(events);
            }
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    /** There may be events that nobody offers: another server wrote them. */
    void look() {
        lock.lock();
        try {
            behind = true;
            live.clear();
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    /** No event follows those written: whoever listens hears the rest and is told, also where the run broke off. */
    void nothingFollows() {
        lock.lock();
        try {
            over = true;
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The listener's thread. */
    void deliver() {
        try {
            boolean ended = false;
            while (!ended && waitForNews()) {
                ended = resume() ? catchUp() : hear(drain());
            }
            if (!isClosed()) {
                listener.ended();
            }
        } catch (Exception gone) {
            LOG.debug("the listener of run {} is gone", run, gone);
        } finally {
            close();
        }
    }

    /** False when closed, and when all was heard and nothing follows. */
    private boolean waitForNews() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (live.isEmpty() && !behind && !closed && !over) {
                news.await();
            }
            return !closed && (behind || !live.isEmpty());
        } finally {
            lock.unlock();
        }
    }

    /** Whether the database must be read; from here on live events are collected. */
    private boolean resume() {
        lock.lock();
        try {
            boolean was = behind;
            behind = false;
            return was;
        } finally {
            lock.unlock();
        }
    }

    private boolean catchUp() throws Exception {
        RunQueries.Piece page;
        do {
            boolean ended;
            try {
                ended = queries.ended(run);
                page = queries.some(run, position, PAGE, PAGE_CHARACTERS, Optional.empty(), Optional.empty());
            } catch (RuntimeException e) {
                LOG.error("the events of run {} cannot be read", run, e);
                return true;
            }
            if (hear(page.events()) || page.events().isEmpty() && ended) {
                return true;
            }
        } while (page.more() && !isClosed());
        return false;
    }

    private List<NumberedEvent> drain() {
        lock.lock();
        try {
            List<NumberedEvent> events = new ArrayList<>(live);
            live.clear();
            return events;
        } finally {
            lock.unlock();
        }
    }

    /** Hands on what is new; true when the run is over. */
    private boolean hear(List<NumberedEvent> events) throws Exception {
        List<NumberedEvent> fresh =
                events.stream().filter(event -> event.number() > position).toList();
        if (fresh.isEmpty() || isClosed()) {
            return false;
        }
        NumberedEvent last = fresh.get(fresh.size() - 1);
        listener.events(fresh);
        position = last.number();
        return last.event() instanceof RunEvent.RunFinished;
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more is heard, apart from what is being delivered right now. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            live.clear();
            news.signalAll();
        } finally {
            lock.unlock();
        }
        onClose.run();
    }
}
