package dev.steward.runner.outage;

import dev.steward.dsl.plan.Condition;
import dev.steward.dsl.plan.Phase;
import dev.steward.dsl.plan.PowerPlan;
import dev.steward.dsl.value.Ups;
import dev.steward.dsl.value.Values;
import dev.steward.runner.power.PowerEvent;
import dev.steward.runner.power.PowerSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the conditions of a power plan say of a signal. */
public final class Gates {

    private static final Logger LOG = LoggerFactory.getLogger(Gates.class);

    private final PowerPlan plan;
    private final boolean now;

    /**
     * The gates of a plan.
     *
     * @param now whether nobody waits for them
     */
    public Gates(PowerPlan plan, boolean now) {
        this.plan = plan;
        this.now = now;
    }

    /** Why every gate opens at once; empty: each by itself. */
    public Optional<String> emergency(PowerSignal signal) {
        if (signal.forced()) {
            return Optional.of("another primary has set FSD");
        }
        if (signal.lowBattery()) {
            return Optional.of("the UPS reports low battery");
        }
        if (signal.emergency()) {
            return Optional.of("the emergency charge is reached");
        }
        // a battery that is charged again after an outage is no emergency
        return plan.emergency()
                .filter(c -> signal.onBattery() && holds(c, signal))
                .map(c -> "emergencyWhen " + c.source() + ": " + stands(signal));
    }

    /** Why the gate of a phase is open; empty: it is shut. */
    public Optional<String> open(Phase phase, PowerSignal signal) {
        if (now) {
            return Optional.of("asked for at once");
        }
        Optional<String> emergency = emergency(signal);
        if (emergency.isPresent()) {
            return emergency;
        }
        return phase.startWhen().isEmpty()
                ? Optional.of("the phases before it are over")
                : phase.startWhen().filter(c -> holds(c, signal)).map(c -> c.source() + ": " + stands(signal));
    }

    /** How the power stands, as far as it is known: a condition holds because of it. */
    private static String stands(PowerSignal signal) {
        List<String> words = new ArrayList<>();
        words.add(
                signal.onBattery()
                        ? "on battery for " + PowerEvent.Words.of(signal.onBatteryFor())
                        : "on mains for " + PowerEvent.Words.of(signal.onlineFor()));
        signal.charge().ifPresent(charge -> words.add("charge " + Math.round(charge) + " %"));
        signal.runtime().ifPresent(left -> words.add("battery lasts " + PowerEvent.Words.of(left)));
        return String.join(", ", words);
    }

    /** What tasks see as {@code ups}. */
    static Map<String, Object> names(PowerSignal signal) {
        return Map.of(Ups.NAME, value(signal));
    }

    private static Ups value(PowerSignal signal) {
        return new Ups(
                signal.onBattery(),
                signal.onBatteryFor(),
                signal.onlineFor(),
                signal.charge(),
                signal.runtime(),
                signal.load(),
                signal.lowBattery(),
                signal.forced(),
                signal.emergency());
    }

    private static boolean holds(Condition condition, PowerSignal signal) {
        Ups ups = value(signal);
        try {
            return Values.truth(condition.code().evaluate(name -> name.equals(Ups.NAME) ? ups : null));
        } catch (RuntimeException e) {
            LOG.error("{}: {} cannot be worked out: {}", condition.at(), condition, e.getMessage());
            return false;
        }
    }
}
