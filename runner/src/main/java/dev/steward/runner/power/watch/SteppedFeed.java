package dev.steward.runner.power.watch;

import dev.steward.runner.power.PowerEvent;
import dev.steward.runner.power.PowerFeed;
import dev.steward.runner.power.PowerSignal;
import dev.steward.runner.power.UpsReading;
import dev.steward.runner.power.UpsSource;
import dev.steward.runner.power.watch.PowerMachine.Step;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The same decisions without a thread: UPSes are asked when they are due while somebody looks, and waiting moves the clock. For
 * rehearsals on a settable clock. Thread-safe, though of use to one thread only.
 */
public final class SteppedFeed implements PowerFeed {

    private final PowerMachine machine;
    private final Map<String, UpsSource> sources;
    private final Time time;
    private final Consumer<PowerEvent> told;
    private final Map<String, Long> due = new LinkedHashMap<>();

    /** Of sources by their configured names. */
    public SteppedFeed(Rules rules, Map<String, UpsSource> sources, Time time, Consumer<PowerEvent> told) {
        this.machine = new PowerMachine(rules, Optional.empty());
        this.sources = new LinkedHashMap<>(sources);
        this.time = time;
        this.told = told;
    }

    @Override
    public synchronized PowerSignal now() {
        sources.forEach((name, source) -> {
            if (wait(name) <= 0) {
                ask(name, source);
            }
        });
        return machine.signal();
    }

    private long wait(String name) {
        return due.getOrDefault(name, time.nanos()) - time.nanos();
    }

    private void ask(String name, UpsSource source) {
        Duration next = Duration.ZERO;
        for (int i = 0; i < 2 && next.isZero(); i++) {
            long asked = time.nanos();
            UpsReading reading = source.ask();
            Step step = machine.take(name, reading, asked, time.nanos());
            step.events().forEach(told);
            next = step.next();
        }
        due.put(name, time.nanos() + next.toNanos());
    }

    @Override
    public PowerSignal next(PowerSignal seen, Duration longest) throws InterruptedException {
        long end = time.nanos() + longest.toNanos();
        PowerSignal signal = now();
        while (signal.equals(seen) && time.nanos() < end) {
            time.sleep(Duration.ofNanos(Math.max(1, Math.min(soonest(), end - time.nanos()))));
            signal = now();
        }
        return signal;
    }

    private synchronized long soonest() {
        return sources.keySet().stream().mapToLong(this::wait).min().orElse(Long.MAX_VALUE);
    }
}
