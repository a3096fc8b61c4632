package dev.steward.runner.outage;

import dev.steward.dsl.plan.Phase;
import dev.steward.dsl.plan.Play;
import dev.steward.runner.engine.Control;
import dev.steward.runner.engine.RunOptions;
import dev.steward.runner.engine.RunOrder;
import dev.steward.runner.engine.RunSummary;
import dev.steward.runner.engine.StartGate;
import dev.steward.runner.engine.part.RunPart;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.event.RunStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The plays of one phase, or those that undo it, one after the other; what fails in one takes no host out of the next. */
final class OnePhase {

    /** What a play that switches machines off has at least, be the phase's time up or not. */
    private static final Duration LAST = Duration.ofSeconds(60);

    private final OutageParts parts;
    private final OutageOrder order;
    private final OutageLog log;
    private final Watch watch;
    private final StepKeeper keeper;
    private final List<String> words = new ArrayList<>();
    private boolean failed;
    private boolean aborted;

    OnePhase(Course course, Watch watch) {
        this(course, watch, false);
    }

    /** One whose steps that failed before are tried again, where that is asked for. */
    OnePhase(Course course, Watch watch, boolean again) {
        this.parts = course.parts();
        this.order = course.order();
        this.log = course.log();
        this.watch = watch;
        this.keeper = new StepKeeper(parts, watch, again);
    }

    /** Whether something failed in it. */
    boolean failed() {
        return failed;
    }

    /** What happened in short; perhaps empty. */
    String words() {
        return String.join("; ", words);
    }

    /**
     * Carries plays out.
     *
     * @param onError what a failure means for the plays that follow
     * @param onlyOff whether only those plays are carried out that switch machines off
     * @param gate which hosts take part
     */
    void run(PhasedPlan.Span span, Phase.OnError onError, boolean onlyOff, StartGate gate) {
        aborted = onlyOff;
        for (int i = span.first(); i < span.end() && watch.stopped().isEmpty(); i++) {
            Play play = order.plan().whole().plays().get(i);
            if (play.tasks().isEmpty()) {
                // one task of another play was asked for
                continue;
            }
            boolean off = SwitchingOff.by(play);
            Optional<String> leftOut = off ? Optional.empty() : leftOut();
            if (leftOut.isPresent()) {
                log.append(new RunEvent.PlaySkipped(i, play.name(), leftOut.get()));
                words.add("'" + play.name() + "' was left out: " + leftOut.get());
                continue;
            }
            if (off) {
                watch.atLeast(LAST);
            }
            RunSummary summary = played(i, gate);
            if (summary.status() == RunStatus.FAILED || summary.status() == RunStatus.CANCELLED) {
                failed = true;
                words.add(summary.message());
                aborted |= onError != Phase.OnError.CONTINUE;
            }
        }
    }

    private Optional<String> leftOut() {
        if (aborted) {
            return Optional.of("something failed before it, and it switches no machine off");
        }
        return watch.left().filter(left -> left.isNegative() || left.isZero()).map(left -> "the phase's time is up");
    }

    private RunSummary played(int play, StartGate gate) {
        Control control = new Control(gate);
        watch.play(control);
        RunPart part = new RunPart(
                play, play + 1, keeper, () -> Gates.names(parts.feed().now()));
        RunOptions none = RunOptions.NONE;
        RunOptions options = new RunOptions(
                none.limit(),
                none.tags(),
                none.skipTags(),
                order.how().check(),
                none.diff(),
                none.forks(),
                none.user(),
                none.become(),
                none.becomePassword());
        RunOrder run = new RunOrder(
                order.session(),
                order.plan().whole(),
                order.file(),
                order.inventory(),
                options,
                order.folder(),
                order.self(),
                order.masker(),
                part);
        return parts.engine().run(run, log, control);
    }
}
