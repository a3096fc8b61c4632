package dev.steward.runner.outage;

import dev.steward.dsl.plan.Phase;
import dev.steward.runner.outage.journal.Entry;
import dev.steward.runner.power.PowerSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything comes back: phases are undone, or, where the plan was carried out, machines are woken; then all is as it was. */
final class WayHome {

    private final Course course;
    private final Watch watch;

    WayHome(Course course, Watch watch) {
        this.course = course;
        this.watch = watch;
    }

    /** Undoes what was done, the last phase first; empty: power failed again meanwhile, and all phases are ahead again. */
    Optional<OutageEnd> undo(String why) {
        if (course.past().turned().isEmpty()) {
            course.journal().append(new Entry.Turned(why));
        }
        course.hand().recovering(true);
        course.said("the plan is stopped and undone: " + why);
        List<String> troubles = new ArrayList<>();
        watch.phase(Optional.empty(), now -> Optional.empty());
        watch.look();
        for (int i = course.plan().count() - 1; i >= 0 && watch.stopped().isEmpty(); i--) {
            undo(i).ifPresent(troubles::add);
        }
        if (watch.stopped().isEmpty() && course.past().committed() && !course.check()) {
            troubles.addAll(course.parts().house().wake());
        }
        return watch.stopped().isPresent() ? again(watch.stopped().get()) : Optional.of(back(why, troubles));
    }

    private Optional<String> undo(int index) {
        Undoing undoing = new Undoing(course.plan().phases().get(index), course.past());
        Phase phase = course.plan().phase(index);
        // the ids of steps mean nothing in another plan
        boolean changed = course.past().kept("planChanged").isPresent();
        boolean before = changed
                || course.past().phase(index).filter("recovered"::equals).isPresent();
        PhasedPlan.Span plays = course.plan().recoveries().get(index);
        if (before || undoing.nothing() || plays.first() == plays.end()) {
            return Optional.empty();
        }
        long start = course.parts().time().nanos();
        course.entered(index, true, "this outage changed something in it");
        OnePhase undone = new OnePhase(course, watch, course.order().byHand());
        undone.run(plays, Phase.OnError.CONTINUE, false, undoing.gate());
        if (watch.stopped().isPresent()) {
            return Optional.empty();
        }
        String state = undone.failed() ? "failed" : "recovered";
        course.ended(index, state, undone.words(), course.since(start));
        return undone.failed() ? Optional.of("phase '" + phase.name() + "': " + undone.words()) : Optional.empty();
    }

    /** When the power is back for good: wakes what was switched off; empty: power failed again meanwhile. */
    Optional<OutageEnd> comeBack() {
        waitForPower();
        if (course.hand().left()) {
            return Optional.of(OutageEnd.left());
        }
        course.hand().recovering(true);
        course.said("the power is back, and the way back begins");
        watch.phase(Optional.empty(), now -> Optional.empty());
        List<String> troubles = new ArrayList<>(course.parts().house().wake());
        watch.look();
        return watch.stopped().isPresent()
                ? again(watch.stopped().get())
                : Optional.of(back("the plan was carried out, and the power came back", troubles));
    }

    private void waitForPower() {
        PowerSignal signal = course.parts().feed().now();
        Optional<String> before = Optional.empty();
        Optional<String> not = course.parts().house().notYet(signal);
        while (not.isPresent() && course.pause(signal)) {
            if (before.isEmpty()) {
                course.said("waits for the power: " + not.get());
            }
            before = not;
            signal = course.parts().feed().now();
            not = course.parts().house().notYet(signal);
        }
    }

    private OutageEnd back(String why, List<String> troubles) {
        House.Back back = course.check()
                ? new House.Back(true, List.of())
                : course.parts()
                        .house()
                        .bringBack(course.asItWas(), course.past().deeds());
        back.words().forEach(course::said);
        boolean whole = troubles.isEmpty() && back.whole();
        List<String> not = new ArrayList<>(troubles);
        if (!back.whole()) {
            back.words().stream().findFirst().ifPresent(not::add);
        }
        String words = why + (whole ? "; everything is as it was" : "; not all came back: " + String.join("; ", not));
        return new OutageEnd(whole ? OutageEnd.Kind.UNDONE : OutageEnd.Kind.NEEDS_PERSON, words);
    }

    private Optional<OutageEnd> again(String why) {
        if (course.hand().left()) {
            return Optional.of(OutageEnd.left());
        }
        course.journal().append(new Entry.Again(why));
        course.hand().recovering(false);
        course.showPhases();
        course.said(why);
        return Optional.empty();
    }
}
