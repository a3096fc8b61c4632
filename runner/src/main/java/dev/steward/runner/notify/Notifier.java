package dev.steward.runner.notify;

import dev.steward.runner.notice.Notice;
import dev.steward.runner.notify.Channels.Way;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.outbox.Outbox;
import dev.steward.runner.store.outbox.Posted;
import dev.steward.runner.store.outbox.Posted.Delivered;
import dev.steward.runner.store.outbox.Posted.State;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Tells people what happened. What is to be told is read from the store, not heard from runs: no run waits for it, and
 * whatever ended while nobody looked (a killed Steward, a missed fire) is told by the next process. Each notice is in the
 * outbox before it is sent, and is tried until it is delivered, refused for good, or two days old.
 */
public final class Notifier {

    private static final int AT_ONCE = 50;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final Duration LASTING = Duration.ofDays(2);
    private static final Duration QUIET = Duration.ofSeconds(30);
    private static final Duration LATE = Duration.ofMinutes(5);

    private final Store store;
    private final Outbox outbox;
    private final List<Way> ways;
    private final Time time;
    private final Instant begun;
    private final RunNotices runs;
    private final Overdue overdue;
    private final ImageNotices images;
    private final ReentrantLock passing = new ReentrantLock();

    /**
     * A notifier that does nothing by itself.
     *
     * @param store what happened, and the outbox
     * @param ways the channels
     * @param url of the page, for links; empty: none
     * @param time both clocks
     */
    public Notifier(Store store, List<Way> ways, Optional<String> url, Time time) {
        this.store = store;
        this.outbox = store.outbox();
        this.ways = List.copyOf(ways);
        this.time = time;
        this.begun = time.now();
        RunMail texts = new RunMail(store.queries(), url, ZoneId.systemDefault());
        this.runs = new RunNotices(store, texts);
        this.overdue = new Overdue(store, texts, ZoneId.systemDefault());
        this.images = new ImageNotices(url);
    }

    /** Raises what is to be told and sends what is due. */
    public void pass() {
        passing.lock();
        try {
            raise();
            ways.forEach(way -> deliver(way.channel()));
            Instant now = time.now();
            outbox.abandon(names(way -> true), now.minus(LASTING), now);
        } finally {
            passing.unlock();
        }
    }

    private void raise() {
        List<Long> ended = outbox.unconsidered(AT_ONCE);
        while (!ended.isEmpty()) {
            for (long run : ended) {
                // before the run counts as considered: a process that dies in between looks again, and finds it known
                overdue.by(run).ifPresent(notice -> outbox.add(notice, receivers(notice)));
                Optional<Notice> notice = runs.of(run);
                outbox.consider(run, notice, notice.map(this::receivers).orElse(List.of()));
            }
            ended = outbox.unconsidered(AT_ONCE);
        }
        Instant now = time.now();
        store.images()
                .tell(
                        now.minus(QUIET),
                        now.minus(LATE),
                        (updates, last) -> images.of(updates, last, now),
                        names(way -> way.kinds().contains(Notice.Kind.IMAGE_UPDATE)));
    }

    private List<String> receivers(Notice notice) {
        return names(way -> way.kinds().contains(notice.kind()));
    }

    private List<String> names(Predicate<Way> which) {
        return ways.stream().filter(which).map(way -> way.channel().name()).toList();
    }

    /** Sends what is due until there is nothing more, or the channel is in trouble. */
    private void deliver(Channel channel) {
        List<Posted> due = outbox.due(channel.name(), time.now(), AT_ONCE);
        while (!due.isEmpty()) {
            for (Posted posted : due) {
                if (tried(channel, posted) == Delivery.Result.RETRY) {
                    return;
                }
            }
            due = outbox.due(channel.name(), time.now(), AT_ONCE);
        }
    }

    /** What was raised or tried since this began and still waits, oldest first. */
    public List<Posted> waiting() {
        List<Posted> waiting = new ArrayList<>(outbox.last(AT_ONCE).stream()
                .filter(posted -> posted.deliveries().stream()
                        .anyMatch(one ->
                                one.state() == State.WAITING && !one.changed().isBefore(begun)))
                .toList());
        Collections.reverse(waiting);
        return waiting;
    }

    /** One try; where it must be made again, everything else of that channel waits as long: its server is in trouble. */
    private Delivery.Result tried(Channel channel, Posted posted) {
        Delivery delivery = send(channel, posted.notice());
        int attempts = attempts(posted, channel) + 1;
        Instant now = time.now();
        boolean retry = delivery.result() == Delivery.Result.RETRY;
        boolean tooOld = posted.notice().at().plus(LASTING).isBefore(now);
        Instant next = retry && !tooOld ? now.plus(pause(attempts)) : now;
        State state =
                switch (delivery.result()) {
                    case DELIVERED -> State.SENT;
                    case REFUSED -> State.REFUSED;
                    case RETRY -> tooOld ? State.GIVEN_UP : State.WAITING;
                };
        outbox.settle(posted.id(), new Delivered(channel.name(), state, attempts, next, now, delivery.message()));
        if (retry) {
            outbox.postpone(channel.name(), now.plus(pause(attempts)));
        }
        return delivery.result();
    }

    private static Delivery send(Channel channel, Notice notice) {
        try {
            return channel.send(notice);
        } catch (RuntimeException e) {
            return Delivery.retry(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private static int attempts(Posted posted, Channel channel) {
        return posted.deliveries().stream()
                .filter(one -> one.channel().equals(channel.name()))
                .mapToInt(Delivered::attempts)
                .findFirst()
                .orElse(0);
    }

    /** 30 s, then twice as long each time, an hour at most. */
    private static Duration pause(int attempts) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /**
     * Sends a notice that says nothing but that notices arrive.
     *
     * @param by who wants to see it
     * @return with what became of it; without a delivery where no channel is configured
     */
    public Posted test(String by) {
        Notice notice = new Notice(
                "test-" + UUID.randomUUID(),
                Notice.Kind.TEST,
                Notice.Severity.INFO,
                "",
                "A test notice",
                by + " wanted to see whether notices arrive. This one did; nothing else happened.\n",
                Optional.empty(),
                time.now(),
                Optional.empty());
        passing.lock();
        try {
            outbox.add(notice, names(way -> true));
            Posted test = outbox.find(notice.key()).orElseThrow();
            ways.forEach(way -> tried(way.channel(), test));
            return outbox.find(notice.key()).orElseThrow();
        } finally {
            passing.unlock();
        }
    }
}
