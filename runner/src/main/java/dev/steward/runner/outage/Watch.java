package dev.steward.runner.outage;

import dev.steward.runner.engine.Control;
import dev.steward.runner.power.PowerFeed;
import dev.steward.runner.power.PowerSignal;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Looks at the power while a phase is at work: at each step's begin, after each pause of the engine, and a few times a second by a
 * thread of its own, since a command may take long. What it finds ends the phase.
 */
final class Watch implements AutoCloseable {

    /** What a phase whose time is up may still take to end its steps. */
    private static final Duration GRACE = Duration.ofSeconds(20);

    private static final long LOOK = 250;
    private static final Duration HOLD = Duration.ofSeconds(1);

    private final PowerFeed feed;
    private final Time time;
    private final Function<PowerSignal, Finding> judge;
    private final ScheduledExecutorService clock = new ScheduledThreadPoolExecutor(1, work -> {
        Thread thread = new Thread(work, "outage-watch");
        thread.setDaemon(true);
        return thread;
    });
    private Optional<Control> control = Optional.empty();
    private Optional<String> stopped = Optional.empty();
    private Optional<Long> deadline = Optional.empty();
    private Function<PowerSignal, Optional<Duration>> cut = signal -> Optional.empty();

    /**
     * What a signal means for the phase at work.
     *
     * @param end why no further step begins; empty: they begin
     * @param hold whether the next step waits, since the power may be back for good
     */
    record Finding(Optional<String> end, boolean hold) {

        static final Finding GO = new Finding(Optional.empty(), false);
    }

    Watch(PowerFeed feed, Time time, Function<PowerSignal, Finding> judge) {
        this.feed = feed;
        this.time = time;
        this.judge = judge;
        clock.scheduleWithFixedDelay(this::look, LOOK, LOOK, TimeUnit.MILLISECONDS);
    }

    /** Why the sequence is stopped; empty: it is not. */
    synchronized Optional<String> stopped() {
        return stopped;
    }

    /**
     * A phase is at work from now on.
     *
     * @param limit how long it may take
     * @param shorter how long it may take from a signal on; the shortest counts
     */
    synchronized void phase(Optional<Duration> limit, Function<PowerSignal, Optional<Duration>> shorter) {
        deadline = limit.map(l -> time.nanos() + l.toNanos());
        cut = shorter;
        stopped = Optional.empty();
    }

    /** What is left of the phase's time; empty: no limit. */
    synchronized Optional<Duration> left() {
        return deadline.map(at -> Duration.ofNanos(at - time.nanos()));
    }

    /** At least so much is left of the phase's time. */
    synchronized void atLeast(Duration least) {
        deadline = deadline.map(at -> Math.max(at, time.nanos() + least.toNanos()));
    }

    /** The control of a play that is at work from now on. */
    synchronized void play(Control now) {
        control = Optional.of(now);
        stopped.ifPresent(now::drain);
    }

    /** Looks, and waits as long as the power may be back for good. */
    void beforeStep() throws InterruptedException {
        PowerSignal signal = feed.now();
        Finding finding = found(signal);
        while (finding.end().isEmpty() && finding.hold()) {
            signal = feed.next(signal, HOLD);
            finding = found(signal);
        }
    }

    /** Looks. */
    void look() {
        found(feed.now());
    }

    private synchronized Finding found(PowerSignal signal) {
        Finding finding = judge.apply(signal);
        if (stopped.isEmpty() && finding.end().isPresent()) {
            stopped = finding.end();
            control.ifPresent(hand -> hand.drain(finding.end().get()));
        }
        Optional<Long> sooner = cut.apply(signal).map(left -> time.nanos() + left.toNanos());
        if (sooner.isPresent() && (deadline.isEmpty() || sooner.get() < deadline.get())) {
            deadline = sooner;
            cut = any -> Optional.empty();
        }
        if (deadline.isPresent() && time.nanos() - deadline.get() > GRACE.toNanos()) {
            control.ifPresent(hand -> hand.cancel("the phase's time limit", false));
        }
        return finding;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
