package dev.steward.runner.power.watch;

import dev.steward.runner.power.watch.PowerMachine.Remembered;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread for what may hang: telling people, and writing to the disk. Its methods return at once. */
final class Aside {

    private static final Logger LOG = LoggerFactory.getLogger(Aside.class);
    private static final Duration KEPT_APART = Duration.ofSeconds(30);

    private record Mark(boolean confirmed, Set<String> told) {}

    private final Time time;
    private final ExecutorService thread;
    private Optional<Mark> kept = Optional.empty();
    private boolean begun;
    private long keptAt;

    Aside(Time time) {
        this.time = time;
        this.thread = Executors.newSingleThreadExecutor(work -> {
            Thread one = new Thread(work, "power-told");
            one.setDaemon(true);
            return one;
        });
    }

    void run(Runnable work) {
        thread.execute(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.error("an event of the power watch could not be passed on", e);
            }
        });
    }

    /** Keeps what is new, and each half minute what is not, so that a clock that is set meanwhile spoils little. */
    void keep(OutageMemory memory, Optional<Remembered> outage) {
        Optional<Mark> mark = outage.map(one -> new Mark(one.confirmed(), one.told()));
        boolean due = outage.isPresent() && time.nanos() - keptAt >= KEPT_APART.toNanos();
        if (!begun || !mark.equals(kept) || due) {
            begun = true;
            kept = mark;
            keptAt = time.nanos();
            run(() -> memory.keep(outage));
        }
    }

    void end(long most, TimeUnit unit) {
        thread.shutdown();
        try {
            thread.awaitTermination(most, unit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
