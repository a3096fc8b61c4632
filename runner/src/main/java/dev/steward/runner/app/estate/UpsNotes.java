package dev.steward.runner.app.estate;

import dev.steward.runner.power.UpsReading;
import dev.steward.runner.power.UpsStatus;
import dev.steward.runner.store.ups.UpsHistory;
import dev.steward.runner.store.ups.UpsRow;
import dev.steward.runner.time.Rounds;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Notes how UPSes stand, for their charts: once a minute, and each 5 s while one is on battery. It reads what power protection
 * knows anyway, on a thread of its own: a slow disk delays no outage.
 */
final class UpsNotes implements AutoCloseable {

    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration CALM = Duration.ofMinutes(1);

    private final Supplier<Map<String, UpsReading>> readings;
    private final UpsHistory history;
    private final Time time;
    private final Rounds rounds;
    private long noted;

    /** Notes of these readings; nothing happens before {@link #start}. */
    UpsNotes(Supplier<Map<String, UpsReading>> readings, UpsHistory history, Time time) {
        this.readings = readings;
        this.history = history;
        this.time = time;
        this.noted = time.nanos() - CALM.toNanos();
        this.rounds = new Rounds("ups-notes", LOOK, time, this::look);
    }

    void start() {
        rounds.start();
    }

    /** Looks once. */
    void look() {
        Instant now = time.now();
        List<UpsRow> rows = new ArrayList<>();
        boolean urgent = false;
        for (Map.Entry<String, UpsReading> one : new TreeMap<>(readings.get()).entrySet()) {
            if (one.getValue() instanceof UpsReading.Answered said) {
                rows.add(row(one.getKey(), said.status(), now));
                urgent |= said.status().has("OB");
            }
        }
        if (rows.isEmpty() || !urgent && time.nanos() - noted < CALM.toNanos()) {
            return;
        }
        noted = time.nanos();
        history.add(rows);
    }

    private static UpsRow row(String name, UpsStatus status, Instant at) {
        return new UpsRow(
                name,
                at,
                status.charge().map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                status.load().map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                status.runtime()
                        .map(left -> OptionalDouble.of(left.toMillis() / 1000.0))
                        .orElse(OptionalDouble.empty()),
                UpsStatus.number(status.variables(), "input.voltage")
                        .map(OptionalDouble::of)
                        .orElse(OptionalDouble.empty()),
                status.variables().getOrDefault("ups.status", ""));
    }

    @Override
    public void close() {
        rounds.close();
    }
}
