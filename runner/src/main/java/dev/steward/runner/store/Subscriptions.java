package dev.steward.runner.store;

import dev.steward.runner.event.NumberedEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Who listens to which run. */
final class Subscriptions implements AutoCloseable {

    private final RunQueries queries;
    private final Map<Long, List<Subscription>> byRun = new ConcurrentHashMap<>();
    private final ExecutorService threads = perListener();

    Subscriptions(RunQueries queries) {
        this.queries = queries;
    }

    /** No event of this run follows those written, whether it has ended or broken off. */
    void nothingFollows(long run) {
        byRun.getOrDefault(run, List.of()).forEach(Subscription::nothingFollows);
    }

    Subscription subscribe(long run, long after, Subscription.Listener listener) {
        Subscription subscription = new Subscription(queries, run, after, listener, gone -> remove(run, gone));
        byRun.compute(run, (id, list) -> {
            List<Subscription> all = list == null ? new CopyOnWriteArrayList<>() : list;
            all.add(subscription);
            return all;
        });
        ((Executor) threads).execute(subscription::deliver);
        return subscription;
    }

    /** Another server wrote events of a run; they are read. */
    void look(long run) {
        byRun.getOrDefault(run, List.of()).forEach(Subscription::look);
    }

    /** Other servers may have written events that nobody told of here. */
    void lookAtAll() {
        byRun.values().forEach(list -> list.forEach(Subscription::look));
    }

    void publish(long run, List<NumberedEvent> events) {
        byRun.getOrDefault(run, List.of()).forEach(subscription -> subscription.offer(events));
    }

    private void remove(long run, Subscription gone) {
        byRun.computeIfPresent(run, (id, list) -> {
            list.remove(gone);
            return list.isEmpty() ? null : list;
        });
    }

    @Override
    public void close() {
        byRun.values().forEach(list -> list.forEach(Subscription::close));
        threads.shutdownNow();
    }

    /** A listener may block on its browser, so each has a thread: a virtual one from Java 21 on. */
    private static ExecutorService perListener() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException java17) {
            return Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task, "run-listener");
                thread.setDaemon(true);
                return thread;
            });
        }
    }
}
