package dev.steward.runner.wake;

import dev.steward.runner.store.Settings;
import dev.steward.runner.time.Time;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Somebody works on the estate: nothing is woken and nothing is put to sleep until it is over. It outlives the process. */
public final class Maintenance implements Hold {

    private static final String KEY = "maintenance";

    private final Settings settings;
    private final Time time;

    /** The flag of a state directory. */
    public Maintenance(Settings settings, Time time) {
        this.settings = settings;
        this.time = time;
    }

    /**
     * Since when, by whom and why.
     *
     * @param reason may be empty
     */
    public record Since(Instant at, String by, String reason) {}

    /** Whether it is on. */
    public Optional<Since> now() {
        return settings.get(KEY).filter(text -> !text.isEmpty()).map(text -> {
            String[] parts = text.split("\n", 3);
            return new Since(Instant.parse(parts[0]), parts[1], parts[2]);
        });
    }

    /** Begins; where it is on already, who and why are replaced. */
    public void begin(String by, String reason) {
        Instant at = now().map(Since::at).orElseGet(() -> time.now().truncatedTo(ChronoUnit.SECONDS));
        settings.put(KEY, at + "\n" + by.replace('\n', ' ') + "\n" + reason.strip());
    }

    /** It is over. */
    public void end() {
        settings.put(KEY, "");
    }

    @Override
    public Optional<String> why() {
        return now().map(since -> "maintenance since " + since.at() + ", by " + since.by()
                + (since.reason().isEmpty() ? "" : ": " + since.reason()));
    }
}
