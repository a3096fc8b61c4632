package dev.steward.runner.lab.process;

import dev.steward.runner.lab.file.FileSystem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** One demo host: its files, processes and clock. Its monitor guards everything processes wait for. */
public final class Machine {

    private static final long SLICE = 100;

    private final InstantSource time;
    private final FileSystem files;
    private final Processes processes;
    private final Map<String, Program> programs = new ConcurrentHashMap<>();
    private final double speed;
    private final Random random = new Random();
    private final Map<Class<?>, Object> parts = new ConcurrentHashMap<>();
    private final Fifos fifos = new Fifos();

    /**
     * A machine without programs.
     *
     * @param threads where its processes run
     * @param disk in bytes
     * @param speed how much faster than in life package work and boots go, 1 for life
     */
    public Machine(InstantSource time, Executor threads, long disk, double speed) {
        this.time = time;
        this.files = new FileSystem(time, disk);
        this.processes = new Processes(this, threads);
        this.speed = speed;
    }

    public FileSystem files() {
        return files;
    }

    public Processes processes() {
        return processes;
    }

    /** The programs by name; the files that lead to them are furnished separately. */
    public Map<String, Program> programs() {
        return programs;
    }

    /** A part of the host that programs share, made at its first use. */
    public <T> T part(Class<T> type, Supplier<T> maker) {
        return type.cast(parts.computeIfAbsent(type, any -> maker.get()));
    }

    Fifos fifos() {
        return fifos;
    }

    public Random random() {
        return random;
    }

    public Instant now() {
        return time.instant();
    }

    /** Ends every process, as losing power does. */
    public void powerOff() {
        processes.killAll();
        synchronized (this) {
            notifyAll();
        }
    }

    /** Waits for something that changes under the machine's monitor; ends with the process. */
    public void await(Proc waiter, BooleanSupplier done) {
        awaitUntil(waiter, done, Instant.MAX);
    }

    /** The same with an end; whether it happened. */
    public synchronized boolean awaitUntil(Proc waiter, BooleanSupplier done, Instant end) {
        boolean interrupted = false;
        try {
            while (!done.getAsBoolean()) {
                waiter.check();
                Instant now = now();
                if (!now.isBefore(end)) {
                    return false;
                }
                long left = end.equals(Instant.MAX)
                        ? SLICE
                        : Duration.between(now, end).toMillis() + 1;
                wait(Math.min(SLICE, left));
            }
            return true;
        } catch (InterruptedException e) {
            interrupted = true;
            waiter.die(128 + Signal.KILL);
            throw new Killed(waiter);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Sleeps as sleep(1): real time. */
    public void sleep(Proc sleeper, Duration time) {
        awaitUntil(sleeper, sleeper::disturbed, now().plus(time));
    }

    /** Takes the time some work takes in life, divided by the speed. */
    public void work(Proc worker, Duration inLife) {
        awaitUntil(worker, () -> false, now().plusNanos((long) (inLife.toNanos() / speed)));
    }

    public double speed() {
        return speed;
    }
}
