package dev.steward.runner.collect;

import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects what the clusters are, first 10 s after the start and then at each interval, and what nodes measure in between. Two
 * threads a cluster, so that one that hangs holds up no other; it only reads.
 */
public final class Collector implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Time time;
    private final Duration interval;
    private final Duration metrics;
    private final BooleanSupplier ours;
    private final List<ClusterCollector> clusters = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /** A round that is made again and again. */
    private interface Round {

        void make() throws InterruptedException;
    }

    /**
     * A collector that does nothing yet.
     *
     * @param interval between two passes
     * @param metrics between two readings of the nodes
     */
    public Collector(CollectorParts parts, Duration interval, Duration metrics) {
        this(parts, interval, metrics, () -> true);
    }

    /**
     * One that passes over rounds which another server makes.
     *
     * @param ours whether they are ours, asked at each
     */
    public Collector(CollectorParts parts, Duration interval, Duration metrics, BooleanSupplier ours) {
        this.ours = ours;
        this.time = parts.time();
        this.interval = interval;
        this.metrics = metrics;
        parts.estates().names().forEach(name -> clusters.add(new ClusterCollector(name, parts)));
    }

    /** Begins. */
    public synchronized void start() {
        if (clusters.isEmpty()) {
            LOG.info("No Proxmox cluster is configured; the collector is not started");
        }
        for (ClusterCollector cluster : clusters) {
            loop("collector", FIRST, interval, cluster::collect);
            loop("node-metrics", FIRST.plus(metrics), metrics, cluster::sample);
        }
    }

    /** All clusters once, one after the other. */
    public void collect() throws InterruptedException {
        for (ClusterCollector cluster : clusters) {
            round(cluster::collect);
        }
    }

    /** What all nodes measure, once. */
    public void sample() throws InterruptedException {
        for (ClusterCollector cluster : clusters) {
            round(cluster::sample);
        }
    }

    private void loop(String name, Duration first, Duration each, Round round) {
        Thread thread = new Thread(
                () -> {
                    try {
                        time.sleep(first);
                        while (!Thread.currentThread().isInterrupted()) {
                            long begun = time.nanos();
                            if (ours.getAsBoolean()) {
                                round(round);
                            }
                            time.sleep(rest(each, Duration.ofNanos(time.nanos() - begun)));
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** From beginning to beginning; one that took longer is followed by a short pause. */
    private static Duration rest(Duration each, Duration took) {
        Duration rest = each.minus(took);
        return rest.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : rest;
    }

    private static void round(Round round) throws InterruptedException {
        try {
            round.make();
        } catch (RuntimeException e) {
            // as a full disk: the next round tries again
            LOG.warn("What was collected could not be kept", e);
        }
    }

    /** Ends what is under way, and waits a little for it: the store is closed after this. */
    @Override
    public synchronized void close() {
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join(PATIENCE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
