package dev.steward.runner.app.patch;

import dev.steward.runner.store.Store;
import dev.steward.runner.store.lead.Duty;
import dev.steward.runner.store.patch.Operation;
import dev.steward.runner.store.patch.OperationStatus;
import dev.steward.runner.store.patch.RebootRequest;
import dev.steward.runner.store.patch.RebootStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends package work and reboots of which nothing is heard any more, so that none is "running" for ever, and forgets the oldest of the
 * ledger once a day.
 */
public final class PatchWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PatchWatch.class);
    private static final Duration LOOK = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(60);

    /** A reboot of Steward's own machine waits until no run is at work any more. */
    private static final Duration AFTER_RUNS = Duration.ofHours(1);

    private final PatchDesk.Parts parts;
    private final Store store;
    private final Supplier<List<Long>> atWork;
    private final Thread thread = new Thread(this::work, "patch-watch");
    private Optional<LocalDate> pruned = Optional.empty();

    /**
     * A watch; nothing happens before {@link #start}.
     *
     * @param parts of the desk
     * @param atWork the runs at work in this and in other processes, asked after the operations were read
     */
    public PatchWatch(PatchDesk.Parts parts, Supplier<List<Long>> atWork) {
        this.parts = parts;
        this.store = parts.store();
        this.atWork = atWork;
        thread.setDaemon(true);
    }

    /** Begins to look, every 30 seconds. */
    public void start() {
        thread.start();
    }

    private void work() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                parts.time().sleep(LOOK);
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks once. */
    public void look() {
        try {
            if (store.lead().mine(Duty.HOUSE)) {
                operations();
                reboots();
                prune();
            }
        } catch (RuntimeException e) {
            LOG.error("It could not be looked which package work has ended without a word", e);
        }
    }

    private void operations() {
        List<Operation> open = store.operations().open();
        List<Long> working = atWork.get();
        Instant now = parts.time().now();
        for (Operation one : open) {
            if (!working.contains(one.run())) {
                store.operations()
                        .end(one, OperationStatus.LOST, "its run broke off without telling how this ended", now);
            } else if (one.status() == OperationStatus.RUNNING) {
                silent(one, now);
            }
        }
    }

    private void silent(Operation one, Instant now) {
        Instant news = store.operations()
                .lastNews(one.run(), one.host())
                .or(() -> one.times().started())
                .orElse(one.times().created());
        if (Duration.between(news, now).compareTo(one.asked().limit().plus(GRACE)) > 0) {
            long minutes = Duration.between(news, now).toMinutes();
            store.operations()
                    .end(
                            one,
                            OperationStatus.TIMEOUT,
                            "nothing was heard of it for " + minutes + " min (its limit is "
                                    + one.asked().limit().toMinutes() + " min); run " + one.run()
                                    + " may still be at work there: steward runs show " + one.run(),
                            now);
        }
    }

    private void reboots() {
        List<RebootRequest> open = store.reboots().open();
        List<Long> working = atWork.get();
        Instant now = parts.time().now();
        for (RebootRequest one : open) {
            if (one.status() == RebootStatus.HANDED_OVER) {
                String why = "the machine Steward runs on was to reboot after the run, and has not";
                late(one, one.acked().orElse(one.created()), one.limit().plus(AFTER_RUNS), why, now);
            } else if (one.run().filter(working::contains).isEmpty()) {
                store.reboots()
                        .end(one.id(), RebootStatus.LOST, "its run broke off without telling how this ended", now);
            } else if (one.acked().isPresent()) {
                String why = "no other boot of the host answered within "
                        + one.limit().toSeconds() + " s";
                late(one, one.acked().get(), one.limit().plus(GRACE), why, now);
            } else if (open.stream().noneMatch(other -> before(other, one))) {
                String why = "the host could not be told within " + one.limit().toSeconds() + " s";
                late(one, turn(one), one.limit().plus(GRACE), why, now);
            }
        }
    }

    /** Hosts of one request go one after the other: who waits for another's end is not late. */
    private static boolean before(RebootRequest other, RebootRequest one) {
        return other.run().equals(one.run()) && other.acked().isPresent();
    }

    private Instant turn(RebootRequest one) {
        return one.run()
                .flatMap(store.reboots()::lastEnd)
                .filter(end -> end.isAfter(one.created()))
                .orElse(one.created());
    }

    private void late(RebootRequest one, Instant since, Duration most, String why, Instant now) {
        if (Duration.between(since, now).compareTo(most) > 0) {
            store.reboots().end(one.id(), RebootStatus.TIMEOUT, why, now);
        }
    }

    private void prune() {
        Instant now = parts.time().now();
        LocalDate today = LocalDate.ofInstant(now, ZoneId.systemDefault());
        if (pruned.equals(Optional.of(today))) {
            return;
        }
        pruned = Optional.of(today);
        store.patches().prune(now.minus(Duration.ofDays(parts.config().ledgerDays())));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
