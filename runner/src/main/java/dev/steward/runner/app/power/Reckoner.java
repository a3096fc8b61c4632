package dev.steward.runner.app.power;

import dev.steward.runner.config.power.PowerConfig;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.outage.Allowance;
import dev.steward.runner.outage.PhasedPlan;
import dev.steward.runner.outage.budget.Budget;
import dev.steward.runner.outage.budget.PlanNeed;
import dev.steward.runner.outage.budget.Records;
import dev.steward.runner.outage.budget.Verdict;
import dev.steward.runner.power.PowerSignal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reckons what plans need, before an outage and in it. Where it cannot, the plan goes on without: a limit that is not known stops
 * no step. Thread-safe.
 */
public final class Reckoner implements Allowance {

    private static final Logger LOG = LoggerFactory.getLogger(Reckoner.class);

    private final PowerConfig config;
    private final Supplier<Records> records;
    private final Duration usual;
    private Optional<Budget> budget = Optional.empty();
    private String hash = "";

    /**
     * A reckoner.
     *
     * @param records what was recorded so far
     * @param usual what a step may take that says nothing
     */
    public Reckoner(PowerConfig config, Supplier<Records> records, Duration usual) {
        this.config = config;
        this.records = records;
        this.usual = usual;
    }

    /** What a plan needs on the hosts it means now. */
    public PlanNeed need(PhasedPlan plan, Inventory hosts) {
        return PlanNeed.of(plan, hosts, records.get(), usual);
    }

    /** What does not fit into the battery, in sentences. */
    public List<String> problems(PlanNeed need, Optional<Duration> runtime) {
        return Verdict.problems(need, runtime, config.margin());
    }

    /** What else is to be known of the numbers, in sentences. */
    public List<String> notes(PlanNeed need) {
        return Verdict.notes(need);
    }

    /** A plan is, or may be, carried out on hosts from now on; what was dealt out in the same plan stays dealt out. */
    public synchronized void use(PhasedPlan plan, Inventory hosts) {
        try {
            Budget fresh = new Budget(need(plan, hosts), config.margin(), config.reserve());
            if (plan.hash().equals(hash)) {
                budget.ifPresent(fresh::after);
            }
            hash = plan.hash();
            budget = Optional.of(fresh);
        } catch (RuntimeException e) {
            LOG.error("what the plan needs cannot be reckoned; its own limits count", e);
            budget = Optional.empty();
        }
    }

    @Override
    public Optional<Duration> phase(int phase, PowerSignal signal) {
        try {
            return present().flatMap(now -> now.phase(phase, signal));
        } catch (RuntimeException e) {
            LOG.error("phase {} cannot be reckoned; its own limit counts", phase + 1, e);
            return Optional.empty();
        }
    }

    @Override
    public Optional<Duration> step(String step, String host, PowerSignal signal) {
        try {
            return present().flatMap(now -> now.step(step, host, signal));
        } catch (RuntimeException e) {
            LOG.error("step {} on {} cannot be reckoned; its own limit counts", step, host, e);
            return Optional.empty();
        }
    }

    /** What the rest of the plan at work likely takes; empty: none was begun. */
    public Optional<Duration> rest() {
        return present().map(Budget::rest);
    }

    /** Why a phase, from 0, was cut or left out; empty: it was not. */
    public Optional<String> word(int phase) {
        return present().flatMap(now -> now.word(phase));
    }

    private synchronized Optional<Budget> present() {
        return budget;
    }
}
