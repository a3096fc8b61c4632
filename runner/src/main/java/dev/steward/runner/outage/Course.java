package dev.steward.runner.outage;

import dev.steward.dsl.plan.Phase;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.outage.journal.Entry;
import dev.steward.runner.outage.journal.Journal;
import dev.steward.runner.outage.journal.Past;
import dev.steward.runner.power.PowerSignal;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the parts of one outage share.
 *
 * @param parts it is carried out with
 * @param order what is carried out
 * @param hand of this outage
 * @param log of this outage
 * @param gates of the plan
 * @param judge of signals
 */
record Course(OutageParts parts, OutageOrder order, Hand hand, OutageLog log, Gates gates, Judge judge) {

    /** By these names things are kept in the journal. */
    static final String AS_IT_WAS = "asItWas";

    Journal journal() {
        return parts.journal();
    }

    Past past() {
        return parts.journal().past();
    }

    PhasedPlan plan() {
        return order.plan();
    }

    boolean check() {
        return order.how().check();
    }

    String asItWas() {
        return past().kept(AS_IT_WAS).orElse("");
    }

    /** The phases as the journal has them. */
    void showPhases() {
        hand.phases(IntStream.range(0, plan().count()).mapToObj(this::before).toList());
    }

    private PhaseView before(int index) {
        Phase phase = plan().phase(index);
        PhaseView view = PhaseView.waiting(phase.name(), phase.startWhen().map(c -> c.source()));
        Optional<String> state = past().phase(index);
        return state.isEmpty()
                ? view
                : view.begun(
                        state.get(), past().entered(index).orElse(parts.time().now()), "");
    }

    /** A phase begins. */
    void entered(int index, boolean recovering, String why) {
        if (!recovering) {
            journal().append(new Entry.PhaseBegun(index, parts.time().now()));
        }
        String word = recovering ? "recovering" : "running";
        hand.phase(index, hand.phase(index).begun(word, parts.time().now(), why));
        log.tell(new RunEvent.PhaseEntered(index, plan().phase(index).name(), recovering, why));
    }

    /** A phase is over. */
    void ended(int index, String state, String message, Duration took) {
        journal().append(new Entry.PhaseOver(index, state));
        hand.phase(index, hand.phase(index).over(state, parts.time().now(), message));
        log.tell(new RunEvent.PhaseEnded(index, plan().phase(index).name(), state, message, took));
    }

    Duration since(long start) {
        return Duration.ofNanos(parts.time().nanos() - start);
    }

    /** Lets a second go by, or less where the power changes; false: this process ends. */
    boolean pause(PowerSignal signal) {
        try {
            parts.feed().next(signal, Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            hand.leave();
        }
        return !hand.left();
    }

    void warn(String text) {
        log.tell(new RunEvent.Warned(Optional.empty(), text));
    }

    void said(String text) {
        PowerSignal s = parts.feed().now();
        log.tell(new RunEvent.PowerSaid(text, s.onBattery(), s.onBatteryFor(), s.charge(), s.runtime(), s.load()));
    }
}
