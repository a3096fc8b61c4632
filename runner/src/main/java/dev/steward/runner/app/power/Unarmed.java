package dev.steward.runner.app.power;

import dev.steward.dsl.plan.PowerPlan;
import dev.steward.runner.event.EventLog;
import dev.steward.runner.event.Recap;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.event.RunStatus;
import dev.steward.runner.outage.Gates;
import dev.steward.runner.outage.OutageOrder;
import dev.steward.runner.outage.PhasedPlan;
import dev.steward.runner.power.PowerSignal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a disarmed plan would do, phase by phase as its gates open: told to the log and as a run of its own, and nothing is done, no
 * host is asked. Used by one thread.
 */
final class Unarmed {

    private static final Logger LOG = LoggerFactory.getLogger(Unarmed.class);
    private static final String NOTHING = "disarmed: nothing was done";

    private final PowerParts parts;
    private final Supplier<PlanView> views;
    private Optional<Shown> shown = Optional.empty();
    private long over;

    /** One outage that is only told. */
    private record Shown(long outage, PhasedPlan plan, Gates gates, EventLog log, int told) {

        Shown next() {
            return new Shown(outage, plan, gates, log, told + 1);
        }
    }

    /**
     * Of a plan.
     *
     * @param views what it means for the hosts as they are now
     */
    Unarmed(PowerParts parts, Supplier<PlanView> views) {
        this.parts = parts;
        this.views = views;
    }

    /** Whether an outage was told of to its end, or is being told of. */
    boolean knows(PowerSignal signal) {
        return over == signal.outage() || shown.isPresent();
    }

    /** An outage began that the plan would be carried out for. */
    void begin(PowerSignal signal, OutageOrder order, EventLog log) {
        PhasedPlan plan = order.plan();
        List<String> plays =
                plan.whole().plays().stream().map(play -> play.name()).toList();
        log.append(new RunEvent.RunStarted(plan.whole().name(), order.file(), plays, true));
        say(log, "Power protection is DISARMED: nothing is stopped; this is what the plan would do");
        shown = Optional.of(new Shown(signal.outage(), plan, new Gates(plan.power(), false), log, 0));
    }

    /** Looks: what would begin now, and whether it is over. */
    void look(PowerSignal signal) {
        shown.ifPresent(now -> told(now, signal));
    }

    private void told(Shown now, PowerSignal signal) {
        PowerPlan power = now.plan().power();
        boolean back =
                !signal.onBattery() && !signal.forced() && signal.onlineFor().compareTo(power.stableFor()) >= 0;
        if (back) {
            end(
                    now.told() == 0
                            ? "the power is back; no phase would have begun"
                            : "the power is back; " + now.told() + " of "
                                    + now.plan().count() + " phases would have begun, and would be undone now");
        } else if (now.told() < now.plan().count()) {
            now.gates().open(now.plan().phase(now.told()), signal).ifPresent(why -> phase(now, why));
        }
    }

    private void phase(Shown now, String why) {
        int index = now.told();
        String name = now.plan().phase(index).name();
        now.log().append(new RunEvent.PhaseEntered(index, name, false, why));
        LOG.warn("Disarmed: phase '{}' would begin: {}", name, why);
        PlanView view = views.get();
        if (index < view.phases().size()) {
            view.phases().get(index).steps().forEach(step -> say(now.log(), words(step)));
        }
        now.log().append(new RunEvent.PhaseEnded(index, name, "skipped", NOTHING, Duration.ZERO));
        shown = Optional.of(now.next());
    }

    private static String words(PlanView.StepPlan step) {
        String where = step.hosts().isEmpty() ? "no host" : String.join(", ", step.hosts());
        return "would run '" + step.task() + "' (" + step.does() + ") on " + where;
    }

    private static void say(EventLog log, String text) {
        LOG.warn("Disarmed: {}", text);
        log.append(new RunEvent.Warned(Optional.empty(), text));
    }

    /** Nothing more is told of this outage. */
    void end(String why) {
        shown.ifPresent(now -> {
            LOG.warn("Disarmed: {}", why);
            now.log().append(new RunEvent.RunFinished(RunStatus.OK, 0, Recap.EMPTY, NOTHING + "; " + why));
            over = now.outage();
        });
        shown = Optional.empty();
    }
}
