package dev.steward.runner.power.watch;

import dev.steward.runner.power.PowerEvent;
import dev.steward.runner.power.PowerFeed;
import dev.steward.runner.power.PowerSignal;
import dev.steward.runner.power.PowerState;
import dev.steward.runner.power.UpsReading;
import dev.steward.runner.power.UpsReading.Silent;
import dev.steward.runner.power.UpsReading.Why;
import dev.steward.runner.power.UpsSource;
import dev.steward.runner.power.UpsStatus;
import dev.steward.runner.power.watch.PowerMachine.Step;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks each UPS in a thread of its own, so that one that hangs delays no other, and lets the machine decide. What is told and kept
 * goes through another thread: neither a dead channel nor a dying disk holds up a look at the UPS. Thread-safe.
 */
public final class PowerWatcher implements PowerFeed, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PowerWatcher.class);
    private static final Duration HINTS_APART = Duration.ofSeconds(1);

    /**
     * What is known of a UPS.
     *
     * @param last its last status; empty: none since the start
     * @param answered when it told that, by the wall clock
     * @param trouble why nothing newer is known; empty: it answers
     */
    public record Seen(Optional<UpsStatus> last, Optional<Instant> answered, Optional<String> trouble) {}

    private final PowerMachine machine;
    private final Map<String, UpsSource> sources;
    private final OutageMemory memory;
    private final Time time;
    private final Aside aside;
    private final Consumer<PowerEvent> told;
    private final Map<String, Seen> seen = new LinkedHashMap<>();
    private final Map<String, Boolean> hinted = new LinkedHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wake = lock.newCondition();
    private final Condition changed = lock.newCondition();
    private boolean open = true;

    /**
     * A watcher that has not begun.
     *
     * @param sources by configured name; those the rules do not name are not asked
     * @param memory where an outage is kept for the next process
     * @param told gets each event, one after the other, in a thread that nothing waits for
     */
    public PowerWatcher(
            Rules rules, Map<String, UpsSource> sources, OutageMemory memory, Time time, Consumer<PowerEvent> told) {
        this.machine = new PowerMachine(rules, memory.load());
        this.sources = new LinkedHashMap<>(sources);
        this.sources.keySet().retainAll(rules.upses());
        this.memory = memory;
        this.time = time;
        this.told = told;
        this.aside = new Aside(time);
    }

    /** Begins to look. */
    public void start() {
        sources.forEach((name, source) -> {
            Thread thread = new Thread(() -> loop(name, source), "ups-" + name);
            thread.setDaemon(true);
            thread.start();
        });
    }

    private void loop(String ups, UpsSource source) {
        Duration wait = Duration.ZERO;
        long lastHint = time.nanos() - HINTS_APART.toNanos();
        while (pause(ups, time.nanos() + wait.toNanos(), lastHint)) {
            lastHint = unhint(ups) ? time.nanos() : lastHint;
            wait = ask(ups, source);
        }
    }

    private Duration ask(String ups, UpsSource source) {
        long asked = time.nanos();
        UpsReading reading = reading(source);
        long now = time.nanos();
        lock.lock();
        try {
            if (!open) {
                return HINTS_APART;
            }
            PowerSignal before = machine.signal();
            Step step = machine.take(ups, reading, asked, now);
            seen.put(ups, look(ups, reading));
            step.events().forEach(event -> aside.run(() -> told.accept(event)));
            aside.keep(memory, machine.remembered());
            if (!step.signal().equals(before)) {
                changed.signalAll();
            }
            return step.next();
        } catch (RuntimeException e) {
            LOG.error("what {} answered could not be judged; it is asked again", ups, e);
            return HINTS_APART;
        } finally {
            lock.unlock();
        }
    }

    private static UpsReading reading(UpsSource source) {
        try {
            return source.ask();
        } catch (RuntimeException e) {
            LOG.error("a UPS could not be asked", e);
            return new Silent(Why.UNREACHABLE, String.valueOf(e.getMessage()));
        }
    }

    private Seen look(String ups, UpsReading reading) {
        Optional<Instant> before = Optional.ofNullable(seen.get(ups)).flatMap(Seen::answered);
        return reading instanceof Silent silent
                ? new Seen(machine.last(ups), before, Optional.of(silent.message()))
                : new Seen(machine.last(ups), Optional.of(time.now()), Optional.empty());
    }

    /** Waits until it is time; a hint ends the wait, though not more often than once a second. */
    private boolean pause(String ups, long due, long lastHint) {
        lock.lock();
        try {
            while (open) {
                long until = hinted.getOrDefault(ups, false) ? Math.min(due, lastHint + HINTS_APART.toNanos()) : due;
                long left = until - time.nanos();
                if (left <= 0) {
                    return true;
                }
                wake.awaitNanos(left);
            }
            return false;
        } catch (InterruptedException nobodyShould) {
            LOG.error("the watch over {} was interrupted", ups);
            return open;
        } finally {
            lock.unlock();
        }
    }

    private boolean unhint(String ups) {
        lock.lock();
        try {
            return Boolean.TRUE.equals(hinted.put(ups, false));
        } finally {
            lock.unlock();
        }
    }

    /** Somebody says that something happened: every UPS is asked now. What was said decides nothing. */
    public void hint() {
        lock.lock();
        try {
            sources.keySet().forEach(ups -> hinted.put(ups, true));
            wake.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public PowerSignal now() {
        lock.lock();
        try {
            return machine.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public PowerSignal next(PowerSignal known, Duration longest) throws InterruptedException {
        lock.lock();
        try {
            long left = longest.toNanos();
            while (left > 0 && open && machine.signal().equals(known)) {
                left = changed.awaitNanos(left);
            }
            return machine.signal();
        } finally {
            lock.unlock();
        }
    }

    /** How the house stands, as far as UPSes tell: on mains, on battery, or not known. */
    public PowerState state() {
        lock.lock();
        try {
            return machine.state();
        } finally {
            lock.unlock();
        }
    }

    /** What is known of each UPS, by configured name; one that was not asked yet is missing. */
    public Map<String, Seen> seen() {
        lock.lock();
        try {
            return Map.copyOf(seen);
        } finally {
            lock.unlock();
        }
    }

    /** What keeps an outage from being known to the next process; empty: nothing. */
    public Optional<String> trouble() {
        return memory.trouble();
    }

    /** Ends the watch; what is to be told still is, for a second at most. */
    @Override
    public void close() {
        lock.lock();
        try {
            open = false;
            wake.signalAll();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        aside.end(1, TimeUnit.SECONDS);
    }
}
