package dev.steward.runner.app.order;

import dev.steward.runner.engine.Control;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.live.Order;
import dev.steward.runner.store.live.Order.Question;
import dev.steward.runner.store.live.Order.Wish;
import dev.steward.runner.store.live.Orders;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hand on runs wherever they are at work: here at once, on another server by an order that it carries out and answers. An order that
 * was told of in vain is found by a look each two seconds.
 *
 * @param <E> what is thrown where the other server does not answer
 */
public final class Steering<E extends Exception> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Steering.class);
    private static final long PATIENCE_SECONDS = 8;
    private static final long LOOK_SECONDS = 2;
    private static final long GLANCE_MILLIS = 500;

    private final LongFunction<Optional<Control>> hands;
    private final Store store;
    private final Orders orders;
    private final Function<String, E> refusal;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "orders");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Begins to carry out what other servers want, where there can be any.
     *
     * @param hands on the runs at work here
     * @param refusal makes what is thrown of a sentence
     */
    public Steering(LongFunction<Optional<Control>> hands, Store store, Function<String, E> refusal) {
        this.hands = hands;
        this.store = store;
        this.orders = store.shared().orders();
        this.refusal = refusal;
        if (store.onServer()) {
            orders.listen(run -> soon());
            looking.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        }
    }

    /**
     * Asks a run to end.
     *
     * @return false where it has ended already or is unknown
     * @throws E where the server that has it does not answer
     */
    public boolean cancel(long run, String by, boolean force) throws E {
        Optional<Control> hand = hands.apply(run);
        hand.ifPresent(control -> control.cancel(by, force));
        return hand.isPresent()
                || store.runs().cancelQueued(run, "cancelled by " + by + " before it began")
                || ordered(new Order(0, run, force ? Wish.FORCE : Wish.CANCEL, Optional.empty(), by));
    }

    /**
     * Answers a task that waits for a person.
     *
     * @return false where nobody asks
     * @throws E where the server that has the run does not answer
     */
    public boolean answer(long run, Question question, boolean go, String by) throws E {
        Order order = new Order(0, run, go ? Wish.GO : Wish.STOP, Optional.of(question), by);
        Optional<Control> hand = hands.apply(run);
        return hand.isPresent() ? carriedOut(order, hand.get()) : ordered(order);
    }

    private boolean ordered(Order order) throws E {
        Optional<String> server = orders.elsewhere(order.run());
        if (server.isEmpty()) {
            return false;
        }
        long id = orders.ask(order);
        Optional<Boolean> came = orders.answer(id);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (came.isEmpty() && System.nanoTime() < end && glance()) {
            came = orders.answer(id);
        }
        return came.orElseThrow(() -> refusal.apply("Run " + order.run() + " is at work on server " + server.get()
                + ", which has not answered within " + PATIENCE_SECONDS + " s. What you asked for is kept, and done as"
                + " soon as it answers; a server that stays silent is given up by the others, and its runs end lost:"
                + " steward servers"));
    }

    /** Waits until something was told, at most a moment; false where there is no time to wait. */
    private boolean glance() {
        lock.lock();
        try {
            news.awaitNanos(TimeUnit.MILLISECONDS.toNanos(GLANCE_MILLIS));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void soon() {
        try {
            looking.execute(this::look);
        } catch (RejectedExecutionException closed) {
            LOG.debug("closed before it was looked what other servers want");
        }
    }

    private void look() {
        lock.lock();
        try {
            news.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            orders.open()
                    .forEach(order -> orders.settle(
                            order,
                            hands.apply(order.run())
                                    .map(hand -> carriedOut(order, hand))
                                    .orElse(false)));
        } catch (RuntimeException e) {
            LOG.debug("what other servers want cannot be read; it is tried again", e);
        }
    }

    private static boolean carriedOut(Order order, Control hand) {
        if (order.question().isPresent()) {
            Question asked = order.question().get();
            return hand.answer(asked.step(), asked.host(), order.wish() == Wish.GO, order.by());
        }
        hand.cancel(order.by(), order.wish() == Wish.FORCE);
        return true;
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
