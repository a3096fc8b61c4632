package dev.steward.runner.proxmox.estate;

import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Keeps the {@link Estate}: asks each cluster every 3 s while somebody looks or a run needs it, else every 30 s. One thread a
 * cluster, so that one that does not answer holds up no other.
 */
public final class Estates implements AutoCloseable {

    /** Between two questions while somebody looks. */
    public static final Duration WATCHED = Duration.ofSeconds(3);

    /** Between two questions else. */
    public static final Duration IDLE = Duration.ofSeconds(30);

    /** How long one look at a page counts; pages ask again sooner. */
    private static final Duration GLANCE = Duration.ofSeconds(15);

    private static final Duration STEP = Duration.ofMillis(500);
    private static final int ASKERS = 3;

    private final Map<String, ClusterWatch> watches = new LinkedHashMap<>();
    private final Map<String, PveApi> apis = new LinkedHashMap<>();
    private final List<Consumer<List<EstateChange>>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicInteger lookers = new AtomicInteger();
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean everGlanced = new AtomicBoolean();
    private final AtomicLong glanced = new AtomicLong();
    private final ExecutorService threads = Executors.newCachedThreadPool(Estates::daemon);
    private final ExecutorService askers = Executors.newFixedThreadPool(ASKERS, Estates::daemon);
    private final Time time;
    private long news = 1;

    /**
     * The clusters of a configuration; nothing is asked before {@link #start()} or {@link #now()}.
     *
     * @param apis one a cluster; the caller closes them
     */
    public Estates(List<PveApi> apis, Time time) {
        this(apis, Map.of(), time);
    }

    /**
     * The same with other names for guests and nodes.
     *
     * @param aliases by cluster: names in lower case to ids or names
     */
    public Estates(List<PveApi> apis, Map<String, Map<String, String>> aliases, Time time) {
        this.time = time;
        for (PveApi api : apis) {
            this.apis.put(api.cluster(), api);
            watches.put(api.cluster(), watch(api, aliases.getOrDefault(api.cluster(), Map.of())));
        }
    }

    private ClusterWatch watch(PveApi api, Map<String, String> aliases) {
        return new ClusterWatch(api, aliases, askers, time, new ClusterWatch.Heard(this::tell, this::told));
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "estate");
        thread.setDaemon(true);
        return thread;
    }

    /** Begins to ask on its own; more than once is as good as once. */
    public void start() {
        if (started.compareAndSet(false, true)) {
            watches.values().forEach(watch -> {
                threads.execute(() -> loop(watch));
                threads.execute(() -> learn(watch));
            });
        }
    }

    /* Apart from the loop: a guest that does not answer must not make the view old. */
    private void learn(ClusterWatch watch) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (looked()) {
                    watch.learnAddresses();
                }
                time.sleep(STEP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop(ClusterWatch watch) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Duration due = looked() ? WATCHED : IDLE;
                watch.refresh(due);
                if (watch.age().isEmpty()) {
                    // A cluster that fails is asked no oftener than one that answers.
                    time.sleep(WATCHED);
                }
                time.sleep(STEP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends a look; more than once is as good as once. */
    public interface Look extends AutoCloseable {

        @Override
        void close();
    }

    /** Somebody looks, until the handle is closed: the view is kept fresh, and addresses are asked for. */
    public Look look() {
        lookers.incrementAndGet();
        AtomicInteger once = new AtomicInteger(1);
        return () -> {
            if (once.getAndSet(0) == 1) {
                lookers.decrementAndGet();
            }
        };
    }

    private synchronized void told() {
        news++;
        notifyAll();
    }

    /**
     * Waits until something was read since; what comes back is for the next wait.
     *
     * @param since 0 at first, which does not wait
     */
    public synchronized long await(long since) throws InterruptedException {
        while (news == since && since != 0) {
            wait();
        }
        return news;
    }

    /** Somebody looked just now, as who loads a page, and may look again soon. */
    public void glance() {
        glanced.set(time.nanos());
        everGlanced.set(true);
    }

    private boolean looked() {
        boolean lately = everGlanced.get() && time.nanos() - glanced.get() < GLANCE.toNanos();
        return lookers.get() > 0 || lately;
    }

    /** Hears of changes, in their order per cluster; must return quickly. */
    public void listen(Consumer<List<EstateChange>> listener) {
        listeners.add(listener);
    }

    private void tell(List<EstateChange> changes) {
        listeners.forEach(listener -> listener.accept(changes));
    }

    /** Whether there is a cluster at all. */
    public boolean any() {
        return !watches.isEmpty();
    }

    /** The clusters' names, in the order of the configuration. */
    public List<String> names() {
        return List.copyOf(watches.keySet());
    }

    /** The API of a cluster. */
    public PveApi api(String cluster) {
        return apis.get(cluster);
    }

    /** What is known now, without asking anybody. */
    public Estate known() {
        Map<String, Estate.Seen> all = new LinkedHashMap<>();
        watches.forEach((name, watch) -> all.put(name, watch.seen()));
        return new Estate(all);
    }

    /**
     * The estate as it is now: whatever is older than {@link #WATCHED} is asked for, addresses too. A cluster that does not
     * answer is in it with its problem.
     */
    public Estate now() throws InterruptedException {
        refresh();
        Map<String, Estate.Seen> all = new LinkedHashMap<>();
        for (Map.Entry<String, ClusterWatch> entry : watches.entrySet()) {
            all.put(entry.getKey(), entry.getValue().seenWithAddresses());
        }
        return new Estate(all);
    }

    /**
     * One cluster as it is now, at most {@link #IDLE} old, addresses too; with its problem where it does not answer.
     *
     * @throws IllegalArgumentException where none is configured by that name
     */
    public Estate.Seen now(String cluster) throws InterruptedException {
        ClusterWatch watch = watches.get(cluster);
        if (watch == null) {
            throw new IllegalArgumentException("no cluster '" + cluster + "' is configured");
        }
        watch.refresh(IDLE);
        return watch.seenWithAddresses();
    }

    /** As {@link #now}, without asking for addresses: one call a cluster. */
    public Estate fresh() throws InterruptedException {
        refresh();
        return known();
    }

    /** Asks one cluster where what is known of it is older than {@link #WATCHED}. */
    public void fresh(String cluster) throws InterruptedException {
        ClusterWatch watch = watches.get(cluster);
        if (watch != null) {
            watch.refresh(WATCHED);
        }
    }

    /* Side by side: a cluster that does not answer holds up no other. */
    private void refresh() throws InterruptedException {
        List<Future<Void>> asked = new ArrayList<>();
        for (ClusterWatch watch : watches.values()) {
            asked.add(threads.submit(() -> {
                watch.refresh(WATCHED);
                return null;
            }));
        }
        try {
            for (Future<Void> one : asked) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("asking the clusters", e.getCause());
        } finally {
            asked.forEach(one -> one.cancel(true));
        }
    }

    /** Asks one cluster again, however young its view is: something is known to have changed. */
    public void refresh(String cluster) throws InterruptedException {
        ClusterWatch watch = watches.get(cluster);
        if (watch != null) {
            watch.refresh(Duration.ZERO);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        askers.shutdownNow();
    }
}
