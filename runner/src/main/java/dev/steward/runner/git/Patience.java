package dev.steward.runner.git;

import dev.steward.runner.time.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ProgressMonitor;

/** Ends a conversation that takes too long or brings too much. */
final class Patience implements ProgressMonitor {

    private static final long LOOK = Duration.ofMillis(500).toNanos();

    private final Time time;
    private final long end;
    private final Path store;
    private final long most;
    private long looked;
    private String why;

    /**
     * Patience from now on.
     *
     * @param store where it arrives
     * @param most bytes in there
     */
    Patience(Time time, Duration span, Path store, long most) {
        this.time = time;
        this.end = time.nanos() + span.toNanos();
        this.looked = time.nanos();
        this.store = store;
        this.most = most;
    }

    /** Why it was ended; empty: it was not. */
    Optional<String> why() {
        return Optional.ofNullable(why);
    }

    @Override
    public boolean isCancelled() {
        long now = time.nanos();
        if (why == null && now - end > 0) {
            why = "it took longer than git.timeout";
        }
        if (why == null && now - looked > LOOK) {
            looked = now;
            if (size(store) > most) {
                why = "it is larger than " + (most >> 20) + " MiB";
            }
        }
        return why != null;
    }

    /** The bytes below a folder; what vanishes meanwhile does not count. */
    static long size(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.mapToLong(Patience::bytes).sum();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    private static long bytes(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void start(int tasks) {
        // only the end counts
    }

    @Override
    public void beginTask(String title, int work) {
        // only the end counts
    }

    @Override
    public void update(int done) {
        // only the end counts
    }

    @Override
    public void endTask() {
        // only the end counts
    }

    @Override
    public void showDuration(boolean shown) {
        // nobody watches
    }
}
