package dev.steward.runner.notify;

import dev.steward.runner.alert.Sign;
import dev.steward.runner.notice.ImageUpdate;
import dev.steward.runner.notice.Notice;
import dev.steward.runner.notify.Channels.Way;
import dev.steward.runner.notify.run.RunMail;
import dev.steward.runner.notify.run.RunNotices;
import dev.steward.runner.notify.run.ScheduleAlerts;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.alert.Alert;
import dev.steward.runner.store.alert.Silence;
import dev.steward.runner.store.lead.Duty;
import dev.steward.runner.store.outbox.Outbox;
import dev.steward.runner.store.outbox.Posted;
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
    private static final Duration LASTING = Duration.ofDays(2);
    private static final Duration QUIET = Duration.ofSeconds(30);
    private static final Duration EACH = Duration.ofMinutes(1);
    private static final Duration LATE = Duration.ofMinutes(5);

    private final Store store;
    private final Outbox outbox;
    private final List<Way> ways;
    private final List<Delivering> deliveries;
    private final Time time;
    private final Instant begun;
    private final RunNotices runs;
    private final ScheduleAlerts schedules;
    private final UpsAlerts upses;
    private final ImageNotices images;
    private final Spool spool;
    private final boolean lasting;
    private final ReentrantLock raising = new ReentrantLock();
    private long looked;

    /**
     * A notifier that does nothing by itself.
     *
     * @param store what happened, and the outbox
     * @param ways the channels
     * @param url of the page, for links; empty: none
     * @param time both clocks
     */
    public Notifier(Store store, List<Way> ways, Optional<String> url, Time time) {
        this(store, ways, url, time, Spool.inMemory(), true);
    }

    /**
     * A notifier that also tells what was put into a spool.
     *
     * @param spool what must not wait for a database
     * @param lasting whether the store outlives this process; where it does not, what is spooled stays there until it is told
     */
    public Notifier(Store store, List<Way> ways, Optional<String> url, Time time, Spool spool, boolean lasting) {
        this.store = store;
        this.outbox = store.outbox();
        this.ways = List.copyOf(ways);
        this.time = time;
        this.begun = time.now();
        this.spool = spool;
        this.lasting = lasting;
        this.deliveries = ways.stream()
                .map(way -> new Delivering(way, outbox, spool, store.lead(), time))
                .toList();
        RunMail texts = new RunMail(store.queries(), url, ZoneId.systemDefault());
        this.runs = new RunNotices(store, texts);
        this.schedules = new ScheduleAlerts(store, texts, runs, ZoneId.systemDefault());
        this.upses = new UpsAlerts(store.alerts());
        this.looked = time.nanos();
        this.images = new ImageNotices(url);
    }

    /** Raises what is to be told and sends what is due, one channel after the other. */
    public void pass() {
        raise();
        deliveries.forEach(Delivering::pass);
    }

    /** The channels, each of which may be passed by a thread of its own. */
    List<Delivering> deliveries() {
        return deliveries;
    }

    /** The notices that must not wait for a database. */
    Spool spool() {
        return spool;
    }

    /** Raises what is to be told. What is spooled is taken first, and needs neither the store nor the duty that one of several has. */
    void raise() {
        raising.lock();
        try {
            spooled();
            if (store.lead().mine(Duty.NOTICES)) {
                fromStore();
                Instant now = time.now();
                outbox.abandon(channels(), now.minus(LASTING), now);
            }
        } finally {
            raising.unlock();
        }
    }

    private void spooled() {
        List<Spool.Kept> all = spool.collect();
        if (all.isEmpty()) {
            return;
        }
        if (!lasting) {
            all.forEach(this::tellFromSpool);
            return;
        }
        try {
            upses.due(spool, time.now()).forEach(this::store);
        } catch (RuntimeException e) {
            // told all the same; from now on channels take them where they lie, and the outbox only once all have them
            all.forEach(kept -> spool.sendFromHere(kept.notice().key()));
            throw e;
        }
    }

    private void tellFromSpool(Spool.Kept kept) {
        if (over(kept)) {
            spool.drop(kept.notice().key());
        } else {
            spool.sendFromHere(kept.notice().key());
        }
    }

    /** Hands a notice to the outbox; one that all have, too, for the list of what was told. */
    private void store(Spool.Kept kept) {
        Notice notice = kept.notice();
        if (UpsAlerts.lost(notice) || UpsAlerts.restored(notice)) {
            upses.take(notice, !silenced(notice), time.now());
        }
        if (over(kept) || !kept.fromHere()) {
            outbox.add(notice, open(kept));
            spool.drop(notice.key());
        }
    }

    private boolean over(Spool.Kept kept) {
        return open(kept).isEmpty() || kept.notice().at().plus(LASTING).isBefore(time.now());
    }

    private List<String> open(Spool.Kept kept) {
        return wanted(kept.notice()).stream()
                .filter(name -> !kept.delivered().contains(name))
                .toList();
    }

    private void fromStore() {
        List<Long> ended = outbox.unconsidered(AT_ONCE);
        boolean any = !ended.isEmpty();
        while (!ended.isEmpty()) {
            for (long run : ended) {
                // before the run counts as considered: a process that dies in between looks again, and finds it known
                schedules.by(run, this::raise);
                Optional<Notice> notice = runs.of(run);
                outbox.consider(run, notice, notice.map(this::receivers).orElse(List.of()));
            }
            ended = outbox.unconsidered(AT_ONCE);
        }
        if (any || time.nanos() - looked >= EACH.toNanos()) {
            looked = time.nanos();
            schedules.over(time.now());
        }
        images();
    }

    private void images() {
        Instant now = time.now();
        store.images().untold(now.minus(QUIET), now.minus(LATE)).ifPresent(untold -> {
            List<Silence> holding = store.silences().holding(now);
            List<ImageUpdate> loud = untold.updates().stream()
                    .filter(one -> !silenced(holding, Notice.Kind.IMAGE_UPDATE, one.host()))
                    .toList();
            // what is silenced is kept, and told to nobody
            Notice notice = images.of(loud.isEmpty() ? untold.updates() : loud, untold.last(), now);
            store.images().told(untold.last(), notice, loud.isEmpty() ? List.of() : wanting(notice));
        });
    }

    private void raise(Sign sign, Notice notice) {
        Alert alert = store.alerts().raise(sign.draft(), time.now());
        if (!alert.told().raised() && !silenced(notice) && !silenced(sign)) {
            outbox.add(notice.of(alert.id()), wanting(notice));
            store.alerts().toldRaised(alert.id(), time.now());
        }
    }

    private boolean silenced(Sign sign) {
        return store.silences().holding(time.now()).stream()
                .anyMatch(silence -> silence.covers(sign.kind().toString(), sign.cluster(), sign.subject()));
    }

    /**
     * Takes a notice of an alert: it is in the outbox when this returns, and is sent next.
     *
     * @throws RuntimeException where it could not be kept; one of the same key may be told again
     */
    public void tell(Notice notice) {
        outbox.add(notice, wanting(notice));
        spool.ring();
    }

    /** Who is told; nobody of what somebody has silenced. Alerts ask before they tell, and are told later. */
    private List<String> receivers(Notice notice) {
        return silenced(notice) ? List.of() : wanting(notice);
    }

    /* What may lie in a spool because there is no database is told whatever a database says. */
    private List<String> wanted(Notice notice) {
        try {
            return receivers(notice);
        } catch (RuntimeException e) {
            return wanting(notice);
        }
    }

    private boolean silenced(Notice notice) {
        if (UpsAlerts.lost(notice) && notice.severity() == Notice.Severity.ERROR) {
            return false; // it was on battery: no silence of an ordinary day holds for that
        }
        if (UpsAlerts.lost(notice) || UpsAlerts.restored(notice)) {
            return silenced(UpsAlerts.sign(notice));
        }
        return silenced(store.silences().holding(time.now()), notice.kind(), notice.about());
    }

    private static boolean silenced(List<Silence> holding, Notice.Kind kind, String about) {
        return holding.stream().anyMatch(silence -> silence.covers(kind.toString(), about));
    }

    private List<String> wanting(Notice notice) {
        return names(way -> way.takes(notice));
    }

    private List<String> names(Predicate<Way> which) {
        return ways.stream().filter(which).map(way -> way.channel().name()).toList();
    }

    /** What was raised or tried since this began and still waits, oldest first; none where another server looks after it. */
    public List<Posted> waiting() {
        if (!store.lead().mine(Duty.NOTICES)) {
            return List.of();
        }
        List<Posted> waiting = new ArrayList<>(outbox.last(AT_ONCE).stream()
                .filter(posted -> posted.deliveries().stream()
                        .anyMatch(one ->
                                one.state() == State.WAITING && !one.changed().isBefore(begun)))
                .toList());
        Collections.reverse(waiting);
        return waiting;
    }

    /** The names of the channels. */
    public List<String> channels() {
        return names(way -> true);
    }

    /**
     * Sends a notice that says nothing but that notices arrive.
     *
     * @param by who wants to see it
     * @param which the names of channels it goes to, of {@link #channels()}
     * @return with what became of it; without a delivery where none is named
     */
    public Posted test(String by, List<String> which) {
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
        // another server that sends notices leaves it to us
        outbox.add(notice, which, notice.at().plus(EACH));
        Posted test = outbox.find(notice.key()).orElseThrow();
        deliveries.stream().filter(one -> which.contains(one.name())).forEach(one -> one.attempt(test));
        return outbox.find(notice.key()).orElseThrow();
    }
}
