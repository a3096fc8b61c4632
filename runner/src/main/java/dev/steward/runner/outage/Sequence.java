package dev.steward.runner.outage;

import dev.steward.dsl.plan.Phase;
import dev.steward.runner.engine.StartGate;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.outage.journal.Entry;
import dev.steward.runner.power.PowerSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Phase after phase, each behind its gate. */
final class Sequence {

    private static final Set<String> OVER = Set.of("done", "failed", "skipped");

    private final Course course;
    private final Watch watch;
    private final OptionalInt commit;
    private final Set<Integer> announced = new HashSet<>();
    private boolean onlyOff;
    private boolean failed;

    Sequence(Course course, Watch watch) {
        this.course = course;
        this.watch = watch;
        this.commit =
                CommitPoint.of(course.plan().power(), course.parts().house().irrevocable());
        this.onlyOff = IntStream.range(0, course.plan().count())
                .anyMatch(i -> course.plan().phase(i).onError() == Phase.OnError.ABORT_ALL
                        && course.past().phase(i).filter("failed"::equals).isPresent());
    }

    /** Whether something failed in a phase. */
    boolean failed() {
        return failed;
    }

    /** Carries the phases out that are left; why it was stopped, empty: all are over, or this process ends. */
    Optional<String> run() {
        announced.clear();
        while (!course.hand().left()) {
            PowerSignal signal = course.parts().feed().now();
            Watch.Finding finding = course.judge().finding(signal);
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
                phase(open.get(), open(open.get(), signal).orElse(""), signal);
            } else {
                ready.stream().filter(announced::add).forEach(this::waiting);
                course.pause(signal);
            }
            if (watch.stopped().isPresent()) {
                return watch.stopped();
            }
        }
        return Optional.empty();
    }

    private void waiting(int index) {
        Phase phase = course.plan().phase(index);
        String gate = phase.startWhen().map(c -> c.source()).orElse("for the power to be one or the other");
        course.log().tell(new RunEvent.PhaseWaiting(index, phase.name(), gate));
    }

    private Optional<String> open(int index, PowerSignal signal) {
        if (course.hand().committed() && !signal.onBattery() && signal.outage() == 0) {
            // the clock of the outage stands at zero: no gate would ever open, and half of a house is worse than none
            return Optional.of("the point of no return is behind, and the power is back");
        }
        return course.hand().forcedBy().map(by -> "forced by " + by).or(() -> course.gates()
                .open(course.plan().phase(index), signal));
    }

    private List<Integer> ready() {
        List<Integer> ready = new ArrayList<>();
        for (int i = 0; i < course.plan().count(); i++) {
            boolean first = course.plan().before(i).stream().allMatch(b -> over(b) || !wanted(b));
            if (!over(i) && wanted(i) && first) {
                ready.add(i);
            }
        }
        return ready;
    }

    private boolean wanted(int index) {
        return course.order().how().phase().filter(only -> only != index + 1).isEmpty();
    }

    private boolean over(int index) {
        return course.past().phase(index).filter(OVER::contains).isPresent();
    }

    private void phase(int index, String why, PowerSignal signal) {
        Phase phase = course.plan().phase(index);
        if (commit.isPresent() && commit.getAsInt() == index && !commit(index)) {
            return;
        }
        Optional<Duration> allowed = shortest(
                Stream.of(phase.limit(), course.parts().allowance().phase(index, signal), shrunk(phase, signal)));
        if (allowed.filter(Duration::isZero).isPresent()) {
            course.ended(index, "skipped", "the battery does not give the time for it", Duration.ZERO);
            return;
        }
        long start = course.parts().time().nanos();
        course.entered(index, false, why);
        if (!course.check()) {
            course.parts().house().phase(index);
        }
        watch.phase(allowed, now -> shrunk(phase, now));
        OnePhase plays = new OnePhase(course, watch);
        plays.run(course.plan().phases().get(index), phase.onError(), onlyOff, stays());
        failed |= plays.failed();
        onlyOff |= plays.failed() && phase.onError() == Phase.OnError.ABORT_ALL;
        Optional<String> stopped = watch.stopped();
        String state = stopped.isPresent() ? "stopped" : plays.failed() ? "failed" : "done";
        course.ended(index, state, stopped.orElse(plays.words()), course.since(start));
    }

    private boolean commit(int index) {
        if (!course.hand().committed()) {
            if (!course.hand().commit()) {
                return false;
            }
            course.journal().append(new Entry.Committed(index));
            course.log()
                    .tell(new RunEvent.PowerCommitted(
                            index, course.plan().phase(index).name()));
        }
        return true;
    }

    private Optional<Duration> shrunk(Phase phase, PowerSignal signal) {
        return phase.shrink()
                .filter(shrink -> course.gates().emergency(signal).isPresent())
                .map(Phase.Shrink::to);
    }

    private static Optional<Duration> shortest(Stream<Optional<Duration>> all) {
        return all.flatMap(Optional::stream).min(Duration::compareTo);
    }

    private StartGate stays() {
        return (play, name) -> {
            Optional<Host> host = course.order().inventory().host(name);
            return host.flatMap(course.parts().house()::stays);
        };
    }
}
