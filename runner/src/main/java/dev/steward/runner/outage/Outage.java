package dev.steward.runner.outage;

import dev.steward.dsl.plan.Phase;
import dev.steward.dsl.plan.Play;
import dev.steward.runner.engine.StartGate;
import dev.steward.runner.event.EventLog;
import dev.steward.runner.event.Recap;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.event.RunStatus;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.outage.journal.Entry;
import dev.steward.runner.outage.journal.Past;
import dev.steward.runner.power.PowerSignal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A power plan carried out: phases behind their gates, the point of no return, and the way back before it. It goes on where the
 * journal says that another process stopped. Used once, by one thread.
 */
public final class Outage {

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final String AS_IT_WAS = "asItWas";
    private static final Set<String> OVER = Set.of("done", "failed", "skipped");

    private final OutageParts parts;
    private final OutageOrder order;
    private final Hand hand;
    private final OutageLog log;
    private final Gates gates;
    private final Judge judge;
    private OptionalInt commit = OptionalInt.empty();
    private boolean onlyOff;
    private boolean failed;

    /**
     * An outage.
     *
     * @param history learns what happens; what it throws ends nothing
     * @param hand of this outage alone
     */
    public Outage(OutageParts parts, OutageOrder order, EventLog history, Hand hand) {
        this.parts = parts;
        this.order = order;
        this.hand = hand;
        this.log = new OutageLog(history);
        this.gates = new Gates(order.plan().power(), order.how().now());
        this.judge = new Judge(order, hand, gates);
    }

    /** Carries it out; returns when nothing is left to do but for the machine Steward runs on. */
    public OutageEnd run() {
        try (Watch watch = new Watch(parts.feed(), parts.time(), judge::finding)) {
            begin();
            OutageEnd end = carriedOut(watch);
            end(end);
            return end;
        } finally {
            hand.over();
            log.close();
        }
    }

    private Past past() {
        return parts.journal().past();
    }

    private void begin() {
        PhasedPlan plan = order.plan();
        hand.phases(IntStream.range(0, plan.count()).mapToObj(this::before).toList());
        List<String> plays = plan.whole().plays().stream().map(Play::name).toList();
        log.tell(new RunEvent.RunStarted(
                plan.whole().name(), order.file(), plays, order.how().check()));
        if (past().begun().isEmpty()) {
            Instant now = parts.time().now();
            parts.journal()
                    .append(new Entry.Begun(
                            order.session(),
                            plan.whole().name(),
                            plan.hash(),
                            order.cause().kind().word(),
                            order.cause().name(),
                            order.how().now(),
                            now,
                            parts.boot().get()));
        } else {
            warn("Steward was started again during the outage and goes on where it stopped");
        }
        parts.house().told(this::warn);
        commit = CommitPoint.of(plan.power(), parts.house().irrevocable());
        if (past().committed()) {
            hand.committedBefore();
        }
        onlyOff = IntStream.range(0, plan.count())
                .anyMatch(i -> plan.phase(i).onError() == Phase.OnError.ABORT_ALL
                        && past().phase(i).filter("failed"::equals).isPresent());
        parts.journal().trouble().ifPresent(this::warn);
        said(String.join("; ", last(parts.feed().now())));
        if (past().kept(AS_IT_WAS).isEmpty()) {
            parts.journal().append(new Entry.Kept(AS_IT_WAS, parts.house().asItWas()));
        }
    }

    private static List<String> last(PowerSignal signal) {
        List<String> reasons = signal.reasons();
        return reasons.isEmpty() ? List.of("an outage") : reasons.subList(reasons.size() - 1, reasons.size());
    }

    private PhaseView before(int index) {
        Phase phase = order.plan().phase(index);
        PhaseView view = PhaseView.waiting(phase.name(), phase.startWhen().map(c -> c.source()));
        Optional<String> state = past().phase(index);
        return state.isEmpty()
                ? view
                : view.begun(
                        state.get(), past().entered(index).orElse(parts.time().now()), "");
    }

    private OutageEnd carriedOut(Watch watch) {
        Optional<String> stop = past().turned();
        while (true) {
            if (stop.isEmpty()) {
                stop = sequence(watch);
            }
            if (hand.left()) {
                return new OutageEnd(OutageEnd.Kind.LEFT, "Steward ends during the outage; its next start goes on");
            }
            if (stop.isEmpty()) {
                return new OutageEnd(OutageEnd.Kind.DONE, failed ? "all phases are over, not all went well" : "");
            }
            if (!parts.recovers()) {
                return new OutageEnd(
                        OutageEnd.Kind.NEEDS_PERSON,
                        stop.get() + "; recovery is disabled: steward power recover brings back what was stopped");
            }
            Optional<OutageEnd> end = undone(stop.get(), watch);
            if (end.isPresent()) {
                return end.get();
            }
            stop = Optional.empty();
        }
    }

    /** Phase after phase; why it was stopped, empty: all are over. */
    private Optional<String> sequence(Watch watch) {
        Set<Integer> announced = new HashSet<>();
        while (!hand.left()) {
            PowerSignal signal = parts.feed().now();
            Watch.Finding finding = judge.finding(signal);
            if (finding.end().isPresent()) {
                return finding.end();
            }
            List<Integer> ready = ready();
            if (ready.isEmpty()) {
                return Optional.empty();
            }
            Optional<Integer> open = ready.stream()
                    .filter(i -> !finding.hold() && open(i, signal).isPresent())
                    .findFirst();
            if (open.isPresent()) {
                phase(open.get(), open(open.get(), signal).orElse(""), signal, watch);
            } else {
                ready.stream().filter(announced::add).forEach(this::waiting);
                pause(signal);
            }
            if (watch.stopped().isPresent()) {
                return watch.stopped();
            }
        }
        return Optional.empty();
    }

    private void pause(PowerSignal signal) {
        try {
            parts.feed().next(signal, LOOK);
        } catch (InterruptedException e) {
            hand.leave();
        }
    }

    private void waiting(int index) {
        Phase phase = order.plan().phase(index);
        log.tell(new RunEvent.PhaseWaiting(
                index, phase.name(), phase.startWhen().map(Object::toString).orElse("for stable power")));
    }

    private Optional<String> open(int index, PowerSignal signal) {
        return hand.forcedBy()
                .map(by -> "forced by " + by)
                .or(() -> gates.open(order.plan().phase(index), signal));
    }

    private List<Integer> ready() {
        List<Integer> ready = new ArrayList<>();
        for (int i = 0; i < order.plan().count(); i++) {
            if (!over(i) && wanted(i) && order.plan().before(i).stream().allMatch(b -> over(b) || !wanted(b))) {
                ready.add(i);
            }
        }
        return ready;
    }

    private boolean wanted(int index) {
        return order.how().phase().filter(only -> only != index + 1).isEmpty();
    }

    private boolean over(int index) {
        return past().phase(index).filter(OVER::contains).isPresent();
    }

    private void phase(int index, String why, PowerSignal signal, Watch watch) {
        Phase phase = order.plan().phase(index);
        if (commit.isPresent() && commit.getAsInt() == index && !commit(index)) {
            return;
        }
        Optional<Duration> allowed =
                shortest(Stream.of(phase.limit(), parts.allowance().phase(index, signal), shrunk(phase, signal)));
        if (allowed.filter(Duration::isZero).isPresent()) {
            ended(
                    index,
                    "skipped",
                    "the battery does not give the time for it",
                    parts.time().nanos(),
                    true);
            return;
        }
        long start = parts.time().nanos();
        parts.journal().append(new Entry.PhaseBegun(index, parts.time().now()));
        hand.phase(index, hand.phase(index).begun("running", parts.time().now(), why));
        log.tell(new RunEvent.PhaseEntered(index, phase.name(), false, why));
        if (!order.how().check()) {
            parts.house().phase(index);
        }
        watch.phase(allowed, now -> shrunk(phase, now));
        OnePhase plays = new OnePhase(parts, order, log, watch);
        plays.run(order.plan().phases().get(index), phase.onError(), onlyOff, stays());
        failed |= plays.failed();
        onlyOff |= plays.failed() && phase.onError() == Phase.OnError.ABORT_ALL;
        boolean stopped = watch.stopped().isPresent();
        String state = stopped ? "stopped" : plays.failed() ? "failed" : "done";
        ended(index, state, stopped ? watch.stopped().get() : plays.words(), start, false);
    }

    private boolean commit(int index) {
        if (!hand.committed()) {
            if (!hand.commit()) {
                return false;
            }
            parts.journal().append(new Entry.Committed(index));
            log.tell(
                    new RunEvent.PowerCommitted(index, order.plan().phase(index).name()));
        }
        return true;
    }

    private void ended(int index, String state, String message, long start, boolean skipped) {
        parts.journal().append(new Entry.PhaseOver(index, state));
        hand.phase(index, hand.phase(index).over(state, parts.time().now(), message));
        Duration took = skipped ? Duration.ZERO : Duration.ofNanos(parts.time().nanos() - start);
        log.tell(new RunEvent.PhaseEnded(index, order.plan().phase(index).name(), state, message, took));
    }

    private Optional<Duration> shrunk(Phase phase, PowerSignal signal) {
        return phase.shrink()
                .filter(shrink -> gates.emergency(signal).isPresent())
                .map(Phase.Shrink::to);
    }

    private static Optional<Duration> shortest(Stream<Optional<Duration>> all) {
        return all.flatMap(Optional::stream).min(Duration::compareTo);
    }

    private StartGate stays() {
        return (play, name) -> {
            Optional<Host> host = order.inventory().host(name);
            return host.flatMap(parts.house()::stays);
        };
    }

    /** Undoes what was done, the last phase first; empty: power failed again meanwhile, and all phases are ahead again. */
    private Optional<OutageEnd> undone(String why, Watch watch) {
        if (past().turned().isEmpty()) {
            parts.journal().append(new Entry.Turned(why));
        }
        hand.recovering(true);
        said("the plan is stopped and undone: " + why);
        List<String> troubles = new ArrayList<>();
        watch.phase(Optional.empty(), now -> Optional.empty());
        for (int i = order.plan().count() - 1; i >= 0 && watch.stopped().isEmpty(); i--) {
            undo(i, watch).ifPresent(troubles::add);
        }
        if (watch.stopped().isPresent()) {
            return again(watch.stopped().get());
        }
        House.Back back = order.how().check()
                ? new House.Back(true, List.of())
                : parts.house().bringBack(past().kept(AS_IT_WAS).orElse(""), past().deeds());
        back.words().forEach(this::warn);
        boolean whole = troubles.isEmpty() && back.whole();
        String words =
                why + (whole ? "; everything is as it was" : "; not all came back: " + String.join("; ", troubles));
        return Optional.of(new OutageEnd(whole ? OutageEnd.Kind.UNDONE : OutageEnd.Kind.NEEDS_PERSON, words));
    }

    private Optional<OutageEnd> again(String why) {
        if (hand.left()) {
            return Optional.of(new OutageEnd(OutageEnd.Kind.LEFT, why));
        }
        parts.journal().append(new Entry.Again(why));
        hand.recovering(false);
        hand.phases(
                IntStream.range(0, order.plan().count()).mapToObj(this::before).toList());
        said(why);
        return Optional.empty();
    }

    private Optional<String> undo(int index, Watch watch) {
        Undoing undoing = new Undoing(order.plan().phases().get(index), past());
        Phase phase = order.plan().phase(index);
        if (undoing.nothing() || past().phase(index).filter("recovered"::equals).isPresent()) {
            return Optional.empty();
        }
        long start = parts.time().nanos();
        hand.phase(index, hand.phase(index).begun("recovering", parts.time().now(), ""));
        log.tell(new RunEvent.PhaseEntered(index, phase.name(), true, "this outage changed something in it"));
        OnePhase plays = new OnePhase(parts, order, log, watch);
        plays.run(order.plan().recoveries().get(index), Phase.OnError.CONTINUE, false, undoing.gate());
        if (watch.stopped().isPresent()) {
            return Optional.empty();
        }
        String state = plays.failed() ? "failed" : "recovered";
        ended(index, state, plays.words(), start, false);
        return plays.failed() ? Optional.of("phase '" + phase.name() + "': " + plays.words()) : Optional.empty();
    }

    private void end(OutageEnd end) {
        Recap recap = log.recap();
        boolean well = end.kind() == OutageEnd.Kind.UNDONE || end.kind() == OutageEnd.Kind.DONE && !failed;
        RunStatus status =
                end.kind() == OutageEnd.Kind.LEFT ? RunStatus.CANCELLED : well ? RunStatus.OK : RunStatus.FAILED;
        int exit = status == RunStatus.OK ? 0 : status == RunStatus.CANCELLED ? 99 : 2;
        log.tell(new RunEvent.RunFinished(status, exit, recap, end.words()));
    }

    private void warn(String text) {
        log.tell(new RunEvent.Warned(Optional.empty(), text));
    }

    private void said(String text) {
        PowerSignal s = parts.feed().now();
        log.tell(new RunEvent.PowerSaid(text, s.onBattery(), s.onBatteryFor(), s.charge(), s.runtime(), s.load()));
    }
}
