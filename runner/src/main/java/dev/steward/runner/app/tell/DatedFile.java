package dev.steward.runner.app.tell;

import dev.steward.runner.time.Time;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of dated lines that is only appended to, and opened for each line: it may be rotated at any time. A thread of its own writes
 * it, so that a disk that hangs delays whoever tells something once and for half a second.
 */
final class DatedFile {

    private static final Logger LOG = LoggerFactory.getLogger(DatedFile.class);
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ISO_OFFSET_DATE_TIME;
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final int WAITING = 1000;

    private final Path file;
    private final ZoneId zone;
    private final Time time;
    private final String without;
    private final ThreadPoolExecutor writer;
    private final AtomicInteger lost = new AtomicInteger();
    private volatile boolean hangs;
    private boolean troubled;

    /**
     * A file, made with its folder at its first line.
     *
     * @param zone of its times
     * @param without what goes on where it cannot be written, as {@code runs go on}
     */
    DatedFile(Path file, ZoneId zone, Time time, String without) {
        this.file = file.toAbsolutePath();
        this.zone = zone;
        this.time = time;
        this.without = without;
        this.writer = new ThreadPoolExecutor(
                1,
                1,
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(WAITING),
                DatedFile::daemon,
                (line, full) -> lost.incrementAndGet());
        writer.allowCoreThreadTimeOut(true);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "dated-lines");
        thread.setDaemon(true);
        return thread;
    }

    /** A text as one line of now, without its end. */
    String line(String text) {
        return STAMP.format(time.now().truncatedTo(ChronoUnit.SECONDS).atZone(zone)) + " "
                + text.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    /**
     * Appends a line; where it cannot be written, or not soon, that is told once, and nothing fails for it. While the disk hangs a
     * thousand lines wait; of more it is said in the file how many are lost.
     */
    void append(String line) {
        if (hangs) {
            writer.execute(() -> write(line));
            return;
        }
        Future<?> written = writer.submit(() -> write(line));
        try {
            written.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            hangs();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.error("{} cannot be written", file, e.getCause());
        }
    }

    private synchronized void hangs() {
        if (!hangs) {
            LOG.error("{} takes no line: its disk hangs; {} without it", file, without);
        }
        hangs = true;
    }

    /* One thread does it. */
    private void write(String line) {
        int missing = lost.getAndSet(0);
        String before = missing == 0 ? "" : line(missing + " lines are lost: they came while the disk hung") + "\n";
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file,
                    before + line + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.APPEND);
            troubled = false;
        } catch (IOException | RuntimeException e) {
            lost.addAndGet(missing);
            if (!troubled) {
                LOG.error("{} cannot be written: {}; {} without it", file, e.toString(), without);
            }
            troubled = true;
        }
        hangs = false;
    }
}
