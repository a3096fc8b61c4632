package dev.steward.runner.notify;

import dev.steward.runner.notice.Notice;
import dev.steward.runner.notify.Channels.Way;
import dev.steward.runner.store.lead.Duty;
import dev.steward.runner.store.lead.Lead;
import dev.steward.runner.store.outbox.Outbox;
import dev.steward.runner.store.outbox.Posted;
import dev.steward.runner.store.outbox.Posted.Delivered;
import dev.steward.runner.store.outbox.Posted.State;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Sends what is due on one channel. Channels do not wait for each other. */
final class Delivering {

    private static final int AT_ONCE = 50;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final String WAITS = "it is told later, as its route says";

    private final Channel channel;
    private final Way way;
    private final Outbox outbox;
    private final Spool spool;
    private final Lead lead;
    private final Time time;
    private final ReentrantLock sending = new ReentrantLock();
    private int failures;
    private Instant quietUntil = Instant.EPOCH;

    Delivering(Way way, Outbox outbox, Spool spool, Lead lead, Time time) {
        this.way = way;
        this.channel = way.channel();
        this.outbox = outbox;
        this.spool = spool;
        this.lead = lead;
        this.time = time;
    }

    String name() {
        return channel.name();
    }

    /** Sends what is due until there is nothing more, or the channel is in trouble. */
    void pass() {
        sending.lock();
        try {
            spooled();
            stored();
        } finally {
            sending.unlock();
        }
    }

    /** What no database has (yet) is sent from where it lies. */
    private void spooled() {
        List<Notice> open =
                spool.waiting(channel.name()).stream().filter(way::takes).toList();
        for (Notice notice : open) {
            if (time.now().isBefore(quietUntil)) {
                return;
            }
            Delivery delivery = send(notice);
            if (delivery.result() == Delivery.Result.RETRY) {
                failures++;
                quietUntil = time.now().plus(pause(failures));
            } else {
                failures = 0;
                spool.delivered(notice.key(), channel.name());
            }
        }
    }

    private void stored() {
        List<Posted> due = outbox.due(channel.name(), time.now(), AT_ONCE);
        while (!due.isEmpty() && lead.mine(Duty.NOTICES) && told(due)) {
            due = outbox.due(channel.name(), time.now(), AT_ONCE);
        }
    }

    /** Until something is told with others, or until all are: what is due is another then. False: the channel is in trouble. */
    private boolean told(List<Posted> due) {
        for (Posted posted : due) {
            Optional<Instant> until = way.route().waits(posted.notice(), time.now());
            if (until.isPresent()) {
                later(posted, until.get());
            } else if (way.route().collects() && !way.route().urgent(posted.notice())) {
                return collected(posted) != Delivery.Result.RETRY;
            } else if (tried(posted) == Delivery.Result.RETRY) {
                return false;
            }
        }
        return true;
    }

    private void later(Posted posted, Instant until) {
        outbox.settle(
                posted.id(), new Delivered(channel.name(), State.WAITING, attempts(posted), until, time.now(), WAITS));
    }

    /** One that is due, with all that wait. */
    private Delivery.Result collected(Posted posted) {
        List<Posted> all = outbox.waiting(channel.name(), AT_ONCE).stream()
                .filter(one -> !way.route().urgent(one.notice()))
                .toList();
        if (all.size() < 2) {
            return tried(posted);
        }
        Delivery delivery = send(Digest.of(all, time.now(), ZoneId.systemDefault()));
        all.forEach(one -> settled(one, delivery));
        return delivery.result();
    }

    /** One try, whatever else waits. */
    void attempt(Posted posted) {
        sending.lock();
        try {
            tried(posted);
        } finally {
            sending.unlock();
        }
    }

    /** One try; where it must be made again, everything else of the channel waits as long: its server is in trouble. */
    private Delivery.Result tried(Posted posted) {
        Delivery delivery = send(posted.notice());
        settled(posted, delivery);
        return delivery.result();
    }

    private void settled(Posted posted, Delivery delivery) {
        int attempts = attempts(posted) + 1;
        Instant now = time.now();
        boolean retry = delivery.result() == Delivery.Result.RETRY;
        boolean tooOld = way.route().lasts(posted.notice()).isBefore(now);
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
        } else if (state == State.SENT) {
            // the channel works: what waited for it does not wait on
            outbox.hurry(channel.name(), now);
        }
    }

    private Delivery send(Notice notice) {
        try {
            return channel.send(notice);
        } catch (RuntimeException e) {
            return Delivery.retry(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private int attempts(Posted posted) {
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
}
