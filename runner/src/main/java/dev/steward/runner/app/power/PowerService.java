package dev.steward.runner.app.power;

import dev.steward.dsl.plan.Phase;
import dev.steward.runner.event.Cause;
import dev.steward.runner.outage.OutageOrder;
import dev.steward.runner.outage.SinceFeed;
import dev.steward.runner.outage.claim.Claim;
import dev.steward.runner.outage.claim.ClusterClaim;
import dev.steward.runner.outage.journal.Past;
import dev.steward.runner.power.PowerFeed;
import dev.steward.runner.power.PowerSignal;
import dev.steward.runner.power.UpsReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Power protection at work: one thread waits for outages and carries them out. */
public final class PowerService implements PowerDesk, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PowerService.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final String RECOVERY = "recovery";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final PowerParts parts;
    private final OutageMaker maker;
    private final Outages outages;
    private final Arming arming;
    private final PowerViews views;
    private final PlanViews plans;
    private final Unarmed unarmed;
    private final BlockingQueue<Present> asked = new LinkedBlockingQueue<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private final Thread thread = new Thread(this::work, "power");
    private volatile boolean closed;
    private long handled;

    /** Power protection; nothing happens before {@link #start}. */
    public PowerService(PowerParts parts) {
        this.parts = parts;
        this.maker = new OutageMaker(parts);
        this.outages = new Outages(parts);
        this.arming = new Arming(parts.folder(), parts.config().armed());
        this.views = new PowerViews(parts, outages, arming);
        this.plans = new PlanViews(parts, maker);
        this.unarmed = new Unarmed(parts, plans::plan);
        thread.setDaemon(true);
    }

    /** From now on outages are carried out; first the one that another process left. */
    public void start() {
        parts.life().begin().run();
        maker.remember();
        thread.start();
        Thread ready = new Thread(this::ready, "power-ready");
        ready.setDaemon(true);
        ready.start();
    }

    /** What the plan means now is found out once before it is needed: the first outage must not wait for classes to be loaded. */
    private void ready() {
        try {
            plans.plan();
        } catch (RuntimeException e) {
            LOG.warn("What the power plan means on the hosts of now could not be found out: {}", e.getMessage());
        }
    }

    /** How the power stands. */
    public PowerFeed feed() {
        return parts.feed();
    }

    /** Whether hosts are as on any day: no outage is on, and none has left anything to bring back. */
    public boolean quiet() {
        return !parts.feed().now().onBattery()
                && outages.present().isEmpty()
                && !parts.machine().journal().past().open();
    }

    private void work() {
        try {
            guarded(this::resume);
            PowerSignal signal = parts.feed().now();
            while (!closed) {
                Present next = asked.poll();
                PowerSignal now = signal;
                guarded(() -> {
                    if (next != null) {
                        carryOut(next);
                    } else if (arming.armed()) {
                        unarmed.end("armed: the plan is carried out from here on");
                        whenDue(now, this::outage);
                    } else {
                        whenDue(now, this::only);
                        unarmed.look(now);
                    }
                });
                signal = parts.feed().next(signal, LOOK);
            }
        } catch (InterruptedException e) {
            LOG.debug("power protection ends");
        }
    }

    @FunctionalInterface
    private interface Work {

        void run() throws InterruptedException;
    }

    /** A fault of Steward must not leave the house without protection: the next second is another try. */
    private static void guarded(Work work) throws InterruptedException {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("Power protection met an error and goes on", e);
        }
    }

    private void whenDue(PowerSignal signal, Consumer<PowerSignal> then) {
        if (due(signal)) {
            then.accept(signal);
        }
    }

    private boolean due(PowerSignal signal) {
        if (signal.outage() == 0 || signal.outage() == handled || !(signal.onBattery() || signal.forced())) {
            return false;
        }
        Optional<PlanSource.Found> found = parts.plans().found();
        if (found.isEmpty()) {
            return false;
        }
        Duration confirm = found.get().plan().power().orElseThrow().confirm();
        return signal.emergency() || signal.confirmed() && signal.onBatteryFor().compareTo(confirm) >= 0;
    }

    /** Disarmed: it is only told. */
    private void only(PowerSignal signal) {
        if (unarmed.knows(signal)) {
            return;
        }
        OutageOrder.How how = new OutageOrder.How(false, true, Optional.empty(), Optional.empty());
        OutageOrder order = maker.order(parts.plans().found().orElseThrow(), session(), cause(signal), how);
        Present told = maker.present(order, "disarmed", parts.time().now().minus(signal.onBatteryFor()), parts.feed());
        unarmed.begin(signal, order, told.row().log());
    }

    private void outage(PowerSignal signal) {
        if (!busy.compareAndSet(false, true)) {
            return;
        }
        try {
            Supplier<OutageMaker.Ready> ready = parts.machine().claim().other().isPresent()
                    ? () -> soon(signal).get()
                    : soon(signal);
            Claim.Standing standing = parts.machine().claim().take(signal.outage());
            if (standing != Claim.Standing.MINE) {
                handled = standing == Claim.Standing.OVER ? signal.outage() : handled;
                return;
            }
            Instant since = parts.time().now().minus(signal.onBatteryFor());
            OutageMaker.Ready now = ready.get();
            handled = signal.outage();
            outages.begin(maker.present(now, "outage", since));
            // an outage that ended while it was carried out is behind; one that began meanwhile is not
            handled = parts.feed().now().onBattery() ? parts.feed().now().outage() : handled;
        } finally {
            busy.set(false);
        }
    }

    private Supplier<OutageMaker.Ready> soon(PowerSignal signal) {
        return maker.ahead(() ->
                maker.order(parts.plans().found().orElseThrow(), session(), cause(signal), OutageOrder.How.USUAL));
    }

    private void carryOut(Present next) {
        try {
            if (next.kind().equals(RECOVERY)) {
                outages.recover(next);
            } else {
                outages.begin(next);
            }
        } finally {
            busy.set(false);
        }
    }

    private Cause cause(PowerSignal signal) {
        String ups = String.join(",", signal.upses().keySet());
        return new Cause(Cause.Kind.UPS, ups.isEmpty() ? "ups" : ups);
    }

    private String session() {
        return "power-" + Long.toString(parts.time().now().toEpochMilli(), 36);
    }

    /** Goes on with what another process left, once it is known how the power stands. */
    private void resume() throws InterruptedException {
        Past past = parts.machine().journal().past();
        if (!past.open() || past.kept(Outages.PERSON).isPresent()) {
            return;
        }
        if (!busy.compareAndSet(false, true)) {
            return;
        }
        try {
            known();
            alone();
            new Resuming(parts, maker, outages).goOn(past);
            handled = parts.feed().now().outage();
        } finally {
            busy.set(false);
        }
    }

    private void known() throws InterruptedException {
        long start = parts.time().nanos();
        PowerSignal signal = parts.feed().now();
        while (!closed
                && unknown(signal)
                && parts.time().nanos() - start < parts.config().deadTime().toNanos()) {
            signal = parts.feed().next(signal, LOOK);
        }
    }

    /** Waits while another Steward is at it. */
    private void alone() throws InterruptedException {
        while (!closed && parts.machine().claim().take(0) == Claim.Standing.THEIRS) {
            parts.feed().next(parts.feed().now(), LOOK);
        }
    }

    private static boolean unknown(PowerSignal signal) {
        return !signal.onBattery() && signal.onlineFor().isZero();
    }

    @Override
    public PowerView view() {
        return views.view();
    }

    @Override
    public PlanView plan() {
        return plans.plan();
    }

    @Override
    public void arm(boolean on, Who who) throws PowerRefused {
        arming.set(on, who);
    }

    @Override
    public long apply(Apply how, Who who) throws PowerRefused {
        PlanSource.Found found = parts.plans().found().orElseThrow(() -> new PowerRefused(noPlan()));
        List<Phase> phases = found.plan().power().orElseThrow().phases();
        within(how.phase(), phases.size(), "plan has no phase");
        if (how.task().isPresent()) {
            int phase = how.phase()
                    .orElseThrow(() -> new PowerRefused(List.of("A task is one of a phase: say the phase too.")));
            within(how.task(), phases.get(phase - 1).tasks().size(), "phase " + phase + " has no task");
        }
        OutageOrder.How order = new OutageOrder.How(how.now(), how.check(), how.phase(), how.task());
        return ask(found, "applied", order, who);
    }

    private List<String> noPlan() {
        List<String> why = new ArrayList<>(List.of("There is no valid power plan."));
        why.addAll(parts.plans().problems());
        return why;
    }

    private static void within(Optional<Integer> number, int most, String what) throws PowerRefused {
        if (number.filter(n -> n < 1 || n > most).isPresent()) {
            throw new PowerRefused(List.of("The " + what + " " + number.get() + "; it has 1 to " + most + "."));
        }
    }

    private long ask(PlanSource.Found found, String kind, OutageOrder.How how, Who who) throws PowerRefused {
        return ask(found, session(), kind, how, who);
    }

    private long ask(PlanSource.Found found, String session, String kind, OutageOrder.How how, Who who)
            throws PowerRefused {
        if (!busy.compareAndSet(false, true)) {
            throw new PowerRefused(List.of("An outage is being carried out"
                    + outages.present().map(p -> " (run " + p.row().run() + ")").orElse("")
                    + ": see steward power status."));
        }
        if (!how.check() && parts.machine().claim().take(0) == Claim.Standing.THEIRS) {
            busy.set(false);
            throw new PowerRefused(List.of("Another Steward is at it: "
                    + parts.machine().claim().other().orElse("")
                    + ". Ask there, or again when it has been silent for "
                    + ClusterClaim.LEASE.toSeconds() + " s."));
        }
        try {
            Cause cause = new Cause(Cause.Kind.PERSON, who.name());
            OutageOrder order = maker.order(found, session, cause, how);
            Present next = maker.present(
                    order, kind, parts.time().now(), SinceFeed.asIfGone(parts.feed(), parts.time()), who.reason());
            asked.add(next);
            return next.row().run();
        } catch (RuntimeException e) {
            busy.set(false);
            throw new PowerRefused(List.of(String.valueOf(e.getMessage())));
        }
    }

    @Override
    public void abort(Who who) throws PowerRefused {
        Present present =
                outages.present().orElseThrow(() -> new PowerRefused(List.of("No outage is being carried out.")));
        String by = who.reason().isBlank() ? who.name() : who.name() + " (" + who.reason() + ")";
        if (!present.hand().abort(by)) {
            throw new PowerRefused(List.of(
                    present.hand().committed()
                            ? "The point of no return is behind: the plan is carried out to its end."
                            : "The outage is over, or is being undone already."));
        }
    }

    @Override
    public long recover(boolean check, Who who) throws PowerRefused {
        if (!parts.config().recovery().enabled()) {
            throw new PowerRefused(List.of("recovery is disabled: power.recovery.enabled in steward.yml"));
        }
        Past past = parts.machine().journal().past();
        if (!past.open() || outages.present().isPresent()) {
            throw new PowerRefused(List.of("nothing to recover (status: " + past.status() + ")"));
        }
        PlanSource.Found found = parts.plans().found().orElseThrow(() -> new PowerRefused(noPlan()));
        OutageOrder.How how = new OutageOrder.How(true, check, Optional.empty(), Optional.empty());
        return ask(found, past.begun().orElseThrow().session(), RECOVERY, how, who);
    }

    @Override
    public long rehearse(String scenario, Who who) throws PowerRefused {
        throw new PowerRefused(List.of("There is no scenario '" + scenario + "'."));
    }

    @Override
    public Map<String, UpsReading> readings() {
        return parts.feed().now().upses();
    }

    @Override
    public List<OutageLine> history(int most) {
        return parts.history().lines(most);
    }

    /** Ends: an outage that is at work stays in the journal, and the next process goes on with it. */
    @Override
    public void close() {
        closed = true;
        outages.present().ifPresent(present -> present.hand().leave());
        try {
            thread.join(outages.present().isPresent() ? PATIENCE.toMillis() : LOOK.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
        unarmed.end("Steward ended");
        maker.close();
        parts.life().end().run();
        parts.machine().journal().close();
    }
}
