package dev.steward.runner.connection.shell;

import dev.steward.runner.connection.Command;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.connection.Output;
import dev.steward.runner.connection.Result;
import dev.steward.runner.connection.Result.End;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One command on its way through a {@link Wire}. A {@link Sender} thread connects and writes; the caller's thread waits
 * and decides over time-outs and interrupts, so that nothing that blocks in the network can hold it up.
 */
final class Exchange implements Wire.Sink {

    /** How long a kill on the host may take (TERM, a second, KILL) before the link is given up. */
    private static final Duration KILL = Duration.ofSeconds(5);

    /** How long others may hold the output open, silently, after the command itself has ended. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    /** How long a kill may take to show where the end of the input cannot reach the command. */
    private static final Duration STUCK = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final long TICK_MILLIS = 100;
    private static final long CLOSING_MILLIS = 2;

    private final Job job;
    private final Wire.Source source;
    private final Time time;
    private final Executor senders;
    private final Command.Limits limits;
    private final Object reader = new Object();
    private final Opening opening = new Opening();
    private final Noise noise = new Noise();
    private final Tail stdout;
    private final Tail stderr;
    private Wire wire;
    private Exception failure;
    private boolean abandoned;
    private boolean finished;
    private boolean closing;
    private boolean queued;
    private long queuedAt;
    private long start;
    private int passing;
    private volatile long active;

    /**
     * An exchange.
     *
     * @param senders runs the writing half; must not queue
     */
    Exchange(Job job, Wire.Source source, Time time, Executor senders) {
        this.job = job;
        this.senders = senders;
        this.source = source;
        this.time = time;
        this.limits = job.command().limits();
        this.start = time.nanos();
        this.active = start;
        this.stdout = new Tail(limits.kept());
        this.stderr = new Tail(limits.kept());
    }

    /** Runs the job. */
    Result run() throws ConnectionException, IOException, InterruptedException {
        senders.execute(new Sender(job, source, this));
        boolean healthy = true;
        try {
            Optional<End> late = await();
            if (late.isEmpty()) {
                return ended();
            }
            if (!started()) {
                throw silent(late.get());
            }
            healthy = kill();
            return result(late.get(), 124);
        } catch (InterruptedException e) {
            healthy = kill();
            throw e;
        } finally {
            finish(healthy);
        }
    }

    /** Waits for the end (empty) or until a limit has passed. */
    private synchronized Optional<End> await() throws InterruptedException {
        while (failure == null && !over()) {
            Optional<End> late = late();
            if (late.isPresent()) {
                return late;
            }
            wait(pause());
        }
        return Optional.empty();
    }

    private boolean over() {
        if (wire == null) {
            return false;
        }
        boolean quiet = silent() > LINGER.toNanos();
        return wire.closed() || (quiet && opening.ready() && wire.ending().isPresent());
    }

    /** For how long nothing came; while those who read are busy with a piece, more may wait behind it. */
    private long silent() {
        return passing > 0 ? 0 : time.nanos() - active;
    }

    private Optional<End> late() {
        if (queued) {
            return Optional.empty();
        }
        long now = time.nanos();
        if (limits.total().filter(t -> now - start >= t.toNanos()).isPresent()) {
            return Optional.of(End.TIMED_OUT);
        }
        return limits.idle().filter(t -> silent() >= t.toNanos()).map(t -> End.IDLE);
    }

    private long pause() {
        if (closing) {
            return CLOSING_MILLIS;
        }
        if (queued) {
            return TICK_MILLIS;
        }
        long now = time.nanos();
        long left = limits.total().map(t -> t.toNanos() - (now - start)).orElse(Long.MAX_VALUE);
        long idle = limits.idle().map(t -> t.toNanos() - silent()).orElse(Long.MAX_VALUE);
        return Math.min(TICK_MILLIS, Math.max(0, Math.min(left, idle)) / 1_000_000 + 1);
    }

    private Result ended() throws ConnectionException, IOException {
        Exception cause = failed();
        if (cause != null) {
            kill();
            throw thrown(cause);
        }
        Optional<Wire.Ending> ending = wire.ending();
        if (!started()) {
            throw ending.isPresent() ? refused() : lost("before a command began");
        }
        Wire.Ending end = ending.orElseThrow(() -> lost("while a command ran; whether it ended there is not known"));
        return result(end.signalled() ? End.SIGNALLED : End.EXITED, end.status());
    }

    private synchronized boolean started() {
        return opening.ready();
    }

    private synchronized Exception failed() {
        return failure;
    }

    private static ConnectionException thrown(Exception cause) throws IOException {
        if (cause instanceof IOException io) {
            throw io;
        }
        if (cause instanceof RuntimeException runtime) {
            throw runtime;
        }
        return (ConnectionException) cause;
    }

    private synchronized Result result(End end, int status) {
        Duration took = Duration.ofNanos(time.nanos() - start);
        return new Result(end, status, stdout.bytes(), stderr.bytes(), stdout.cut() || stderr.cut(), took);
    }

    /** Not one byte came: no command runs, and the link is of no use. */
    private ConnectionException silent(End end) {
        source.reset();
        Duration limit = (end == End.IDLE ? limits.idle() : limits.total()).orElse(Duration.ZERO);
        return new ConnectionException(
                Kind.TIMEOUT, source.route() + " did not answer within " + limit.toMillis() / 1000.0 + " s", null);
    }

    private ConnectionException lost(String when) {
        return new ConnectionException(Kind.LOST, "the link to " + source.route() + " was lost " + when, null);
    }

    private synchronized ConnectionException refused() {
        Optional<ConnectionException> told = source.refusal(opening.words());
        if (told.isPresent()) {
            return told.get();
        }
        String words = opening.words().isEmpty() ? "no reason given" : opening.words();
        String message = job.becomes(source.login())
                .map(user -> source.login() + " may not become " + user + " (" + words + ")" + advice(words))
                .orElse("the login shell runs no commands (" + words + ")");
        return new ConnectionException(Kind.REFUSED, source.route() + ": " + message, null);
    }

    private static String advice(String words) {
        if (words.contains("password is required")) {
            return "; set ansible_become_password or pass -K";
        }
        return words.contains("not found") ? "; install sudo there, or log in as root" : "";
    }

    /** Ends the command on the host and waits for that, uninterrupted but bounded; false where it is not proven. */
    private boolean kill() {
        boolean interrupted = Thread.interrupted();
        Wire held = abandon();
        if (held != null) {
            held.hangUp();
            interrupted |= wait(held, job.hasInput() ? STUCK : KILL);
            if (!held.closed() && started()) {
                killFromOutside();
                interrupted |= wait(held, KILL);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return held == null || held.closed();
    }

    /** Waits, bounded, for the wire's end; true when the thread was interrupted meanwhile. */
    private synchronized boolean wait(Wire held, Duration longest) {
        boolean interrupted = false;
        long from = time.nanos();
        while (!held.closed() && time.nanos() - from < longest.toNanos()) {
            try {
                wait(closing ? CLOSING_MILLIS : TICK_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }

    /** For a command that does not read its input: the end of the input lies behind what it does not take. */
    private void killFromOutside() {
        Command killer = Protocol.killer(opening.process(), job.command().as()).within(Command.Limits.of(KILL));
        try {
            new Exchange(Job.of(killer, Output.NONE), source, time, senders).run();
        } catch (ConnectionException | IOException e) {
            LOG.warn("{}: what was running could not be killed: {}", source.route(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Wire abandon() {
        abandoned = true;
        notifyAll();
        return wire;
    }

    private void finish(boolean healthy) {
        Wire held = abandon();
        synchronized (this) {
            finished = true;
        }
        if (held != null) {
            held.release(healthy);
        }
    }

    @Override
    public void accept(Output.Stream stream, byte[] bytes, int offset, int length) {
        passes(1);
        try {
            take(stream, bytes, offset, length);
        } finally {
            passes(-1);
        }
    }

    private synchronized void passes(int more) {
        passing += more;
        active = time.nanos();
    }

    private void take(Output.Stream stream, byte[] bytes, int offset, int length) {
        int from = stream == Output.Stream.STDERR ? begin(bytes, offset, length) : noise.feed(bytes, offset, length);
        int count = offset + length - from;
        if (count > 0) {
            pass(stream, from == 0 ? bytes : Arrays.copyOfRange(bytes, from, from + count), count);
        }
    }

    private synchronized int begin(byte[] bytes, int offset, int length) {
        if (opening.ready()) {
            return offset;
        }
        int from = opening.feed(bytes, offset, length);
        notifyAll();
        return from;
    }

    private void pass(Output.Stream stream, byte[] bytes, int length) {
        try {
            if (stream == Output.Stream.STDOUT && job.content().isPresent()) {
                job.content().get().write(bytes, 0, length);
                return;
            }
            synchronized (this) {
                (stream == Output.Stream.STDOUT ? stdout : stderr).add(bytes, 0, length);
            }
            synchronized (reader) {
                job.output().accept(stream, bytes, length);
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    @Override
    public synchronized void wake() {
        closing = wire != null && (closing || wire.ending().isPresent() || wire.closed());
        notifyAll();
    }

    @Override
    public synchronized void waits() {
        queuedAt = queued ? queuedAt : time.nanos();
        queued = true;
    }

    @Override
    public synchronized void begins() {
        if (queued) {
            queued = false;
            active = time.nanos();
            start += active - queuedAt;
        }
    }

    /** The first failure counts. */
    synchronized void fail(Exception cause) {
        failure = failure == null ? cause : failure;
        notifyAll();
    }

    /** Takes a wire over; false when nobody waits for it any more. */
    boolean keep(Wire opened) {
        boolean late;
        synchronized (this) {
            late = finished;
            wire = opened;
            notifyAll();
        }
        if (late) {
            opened.release(true);
        }
        return !late && wanted();
    }

    /** Whether somebody still waits for the command. */
    synchronized boolean wanted() {
        return !abandoned;
    }

    /** Notes that something went to the host. */
    void moved() {
        active = time.nanos();
    }

    /** Waits until sudo has asked so often; false when the program began instead, or nothing is to be waited for. */
    synchronized boolean asked(int prompts) throws InterruptedException {
        while (!opening.ready() && opening.prompts() < prompts && !abandoned && !wire.closed()) {
            wait(TICK_MILLIS);
        }
        return !opening.ready() && opening.prompts() >= prompts;
    }
}
