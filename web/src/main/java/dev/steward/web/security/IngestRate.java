package dev.steward.web.security;

import dev.steward.runner.time.Time;
import dev.steward.web.http.Refused;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Bounds what each agent may push within a minute: 600 documents, and 8 MiB in all. Thread-safe. */
public final class IngestRate {

    private static final int DOCUMENTS = 600;
    private static final long BYTES = 8L << 20;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Time time;
    private final Map<String, Window> windows = new HashMap<>();

    private static final class Window {

        private final long begun;
        private int documents;
        private long bytes;

        Window(long begun) {
            this.begun = begun;
        }
    }

    /** Nothing pushed yet. */
    public IngestRate(Time time) {
        this.time = time;
    }

    /**
     * Before a document is taken.
     *
     * @param token its name
     * @param bytes of the document
     * @throws Refused 429 where it is too much
     */
    public synchronized void check(String token, long bytes) {
        long now = time.nanos();
        Window window = windows.get(token);
        if (window == null || now - window.begun >= WINDOW.toNanos()) {
            window = new Window(now);
            windows.put(token, window);
        }
        if (window.documents >= DOCUMENTS || window.bytes + bytes > BYTES) {
            throw new Refused(
                    429,
                    "Too much",
                    "An agent may push " + DOCUMENTS + " documents and " + (BYTES >> 20)
                            + " MiB a minute; wait a minute.",
                    List.of());
        }
        window.documents++;
        window.bytes += bytes;
    }
}
