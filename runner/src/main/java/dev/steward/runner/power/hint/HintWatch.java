package dev.steward.runner.power.hint;

import dev.steward.runner.time.Time;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the spool of hints and wakes whoever polls the UPSes: at once when the kernel tells of a file, within 5 s where it does not,
 * and never more than once a second. It waits in real time, so it is not for a settable clock.
 */
public final class HintWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HintWatch.class);
    /** How often the folder is looked at without being told. */
    private static final Duration LOOK = Duration.ofSeconds(5);
    /** Between two wakes. */
    private static final Duration REST = Duration.ofSeconds(1);
    /** Between two looks that woke nobody. */
    private static final Duration BREATH = Duration.ofMillis(20);

    /** How long the close waits for a look that is under way. */
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Path folder;
    private final Time time;
    private final Consumer<List<Hint>> wake;
    private final HintSpool spool;
    private final AtomicLong thrownAway = new AtomicLong();
    private final Thread thread;
    private volatile String trouble;
    private volatile boolean closed;
    private WatchService service;
    private WatchKey key;

    /**
     * A watch; {@link #start()} begins it.
     *
     * @param folder need not be there yet
     * @param wake told what was found, the hints of before the start too; perhaps nothing, where too much was there to read
     */
    public HintWatch(Path folder, Time time, Consumer<List<Hint>> wake) {
        this.folder = folder;
        this.time = time;
        this.wake = wake;
        this.spool = new HintSpool(folder);
        this.thread = new Thread(this::watch, "power-hints");
        thread.setDaemon(true);
    }

    /** Begins, with what is there already. */
    public void start() {
        thread.start();
    }

    /** How many files were deleted since the start that were no hints, or too many. */
    public long thrownAway() {
        return thrownAway.get();
    }

    /** Why hints do not arrive, with the next step; empty: they do. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        if (Thread.currentThread() != thread) {
            try {
                thread.join(CLOSING.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void watch() {
        try {
            while (!closed) {
                boolean registered = register();
                time.sleep(look() ? REST : BREATH);
                await(registered);
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            // closed
            return;
        } finally {
            closeService();
        }
    }

    /** Before the look, so that nothing falls between the two; false where only looking helps. */
    private boolean register() {
        if (key != null && key.isValid()) {
            return true;
        }
        try {
            closeService();
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            service = FileSystems.getDefault().newWatchService();
            key = folder.register(service, StandardWatchEventKinds.ENTRY_CREATE);
            return true;
        } catch (IOException e) {
            // out of inotify watches, mostly
            LOG.debug("{} cannot be watched: {}", folder, e.toString());
            return false;
        }
    }

    private void await(boolean registered) throws InterruptedException {
        if (!registered) {
            time.sleep(LOOK);
            return;
        }
        WatchKey told = service.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        if (told != null) {
            told.pollEvents();
            told.reset();
        }
    }

    private boolean look() {
        try {
            HintSpool.Found found = spool.take(time.now());
            trouble = null;
            thrownAway.addAndGet(found.thrownAway());
            if (found.wakes()) {
                wake.accept(found.hints());
            }
            return found.wakes();
        } catch (IOException | RuntimeException e) {
            String said = Files.isDirectory(folder) ? folder + " cannot be read (" + e + ")" : folder + " is missing";
            String told = said + "; 'steward ups-config' prints how it is made. UPSes are polled all the same";
            if (!told.equals(trouble)) {
                LOG.warn("Hints of upsmon do not arrive: {}", told);
            }
            trouble = told;
            return false;
        }
    }

    private void closeService() {
        key = null;
        if (service != null) {
            try {
                service.close();
            } catch (IOException e) {
                LOG.debug("closing the watch of {}: {}", folder, e.toString());
            }
            service = null;
        }
    }
}
