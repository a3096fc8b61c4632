package dev.steward.runner.outage;

import dev.steward.dsl.plan.Play;
import dev.steward.runner.event.EventLog;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.event.RunStatus;
import dev.steward.runner.outage.journal.Entry;
import dev.steward.runner.power.PowerSignal;
import java.util.List;
import java.util.Optional;

/**
 * A power plan carried out: phases behind their gates, the point of no return, and the way back. It goes on where the journal says
 * that another process stopped. Used once, by one thread.
 */
public final class Outage {

    private final Course course;
    private boolean failed;

    /**
     * An outage.
     *
     * @param history learns what happens; what it throws ends nothing
     * @param hand of this outage alone
     */
    public Outage(OutageParts parts, OutageOrder order, EventLog history, Hand hand) {
        Gates gates = new Gates(order.plan().power(), order.how().now());
        this.course = new Course(
                parts, order, hand, new OutageLog(history, parts.time()), gates, new Judge(order, hand, gates));
    }

    /** Carries it out; returns when nothing is left to do but for the machine Steward runs on. */
    public OutageEnd run() {
        try (Watch watch = new Watch(course.parts().feed(), course.parts().time(), course.judge()::finding)) {
            begin();
            OutageEnd end = carriedOut(watch);
            end(end);
            return end;
        } finally {
            course.hand().over();
            course.log().close();
        }
    }

    private void begin() {
        OutageOrder order = course.order();
        course.showPhases();
        List<String> plays =
                course.plan().whole().plays().stream().map(Play::name).toList();
        course.log().tell(new RunEvent.RunStarted(course.plan().whole().name(), order.file(), plays, course.check()));
        if (course.past().begun().isEmpty()) {
            begun(order);
        } else {
            course.warn("It goes on with what began at "
                    + course.past().begun().orElseThrow().at() + ", where that stopped");
        }
        course.parts().house().told(course::said);
        if (course.past().committed()) {
            course.hand().committedBefore();
        }
        course.journal().trouble().ifPresent(course::warn);
        course.said(reason(course.parts().feed().now()));
        if (!course.check() && course.past().kept(Course.AS_IT_WAS).isEmpty()) {
            course.journal()
                    .append(new Entry.Kept(
                            Course.AS_IT_WAS, course.parts().house().asItWas()));
        }
    }

    private void begun(OutageOrder order) {
        course.journal()
                .append(new Entry.Begun(
                        order.session(),
                        course.plan().whole().name(),
                        course.plan().hash(),
                        order.cause().kind().word(),
                        order.cause().name(),
                        order.how().now(),
                        course.parts().time().now(),
                        course.parts().boot().get()));
    }

    private static String reason(PowerSignal signal) {
        List<String> reasons = signal.reasons();
        return reasons.isEmpty() ? "an outage" : reasons.get(reasons.size() - 1);
    }

    private OutageEnd carriedOut(Watch watch) {
        Sequence sequence = new Sequence(course, watch);
        WayHome home = new WayHome(course, watch);
        Optional<String> stop = course.past().turned();
        boolean allOver = course.past().handedOver().isPresent() && !goneAgain();
        while (true) {
            if (stop.isEmpty() && !allOver) {
                stop = sequence.run();
                failed |= sequence.failed();
            }
            if (course.hand().left()) {
                return OutageEnd.left();
            }
            Optional<OutageEnd> end = stop.isPresent() ? undone(stop.get(), home) : over(home, allOver);
            if (end.isPresent()) {
                return end.get();
            }
            stop = Optional.empty();
            allOver = false;
        }
    }

    /* Whoever boots into an outage that began anew, or never ended, has what ran before to stop again. */
    private boolean goneAgain() {
        boolean again = booted() && course.parts().feed().now().onBattery();
        if (again) {
            course.journal().append(new Entry.Again("this machine has booted, and the power is gone"));
            course.said("this machine has booted, and the power is gone: the plan begins anew");
            course.showPhases();
        }
        return again;
    }

    private boolean booted() {
        return course.past()
                .handedOver()
                .filter(one -> !one.boot().equals(course.parts().boot().get()))
                .isPresent();
    }

    private Optional<OutageEnd> undone(String why, WayHome home) {
        return course.parts().recovers()
                ? home.undo(why)
                : Optional.of(OutageEnd.needsPerson(
                        why + "; recovery is disabled: steward power recover brings back what was stopped"));
    }

    private Optional<OutageEnd> over(WayHome home, boolean before) {
        OutageEnd done = new OutageEnd(
                OutageEnd.Kind.DONE, failed ? "all phases are over, and not all went well" : "all phases are over");
        boolean part = course.order().how().phase().isPresent();
        if (course.check() || part && !changedAnything()) {
            return Optional.of(done);
        }
        if (!before && !part) {
            course.parts().house().allOver().forEach(course::said);
        }
        course.log().notDone().forEach(line -> course.said("not done: " + line));
        // a machine that has not booted since was not told yet, or goes down this very moment: being told twice does no
        // harm
        if (course.parts().ownGoes().getAsBoolean() && !(before && booted())) {
            return Optional.of(done);
        }
        if (course.order().byHand() || !course.parts().recovers()) {
            return Optional.of(
                    OutageEnd.needsPerson(done.words() + "; steward power recover brings back what was stopped"));
        }
        return home.comeBack();
    }

    private boolean changedAnything() {
        return !course.past().deeds().isEmpty()
                || course.past().results().stream().anyMatch(Entry.Result::changed);
    }

    private void end(OutageEnd end) {
        course.log().notDone().forEach(line -> course.said("not done: " + line));
        boolean planned =
                end.kind() == OutageEnd.Kind.NEEDS_PERSON && course.order().byHand();
        boolean well = end.kind() == OutageEnd.Kind.UNDONE || (end.kind() == OutageEnd.Kind.DONE || planned) && !failed;
        RunStatus status =
                end.kind() == OutageEnd.Kind.LEFT ? RunStatus.CANCELLED : well ? RunStatus.OK : RunStatus.FAILED;
        int exit = status == RunStatus.OK ? 0 : status == RunStatus.CANCELLED ? 99 : 2;
        course.log().tell(new RunEvent.RunFinished(status, exit, course.log().recap(), end.words()));
    }
}
