package dev.steward.runner.app.kept;

import dev.steward.dsl.check.Checked;
import dev.steward.dsl.plan.Plan;
import dev.steward.runner.app.kept.KeptPlan.Kept;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.time.Time;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last valid power plan, ready to be carried out. Read once, then held in memory: a disk may go. Thread-safe. */
public final class LastValid {

    private static final Logger LOG = LoggerFactory.getLogger(LastValid.class);

    private final KeptPlan file;
    private final Path playbooks;
    private final Function<Kept, Checked> check;
    private Optional<Ready> ready;

    /**
     * A plan with its hosts.
     *
     * @param kept what they were made from
     * @param plan empty: its text is none to this Steward
     * @param hosts empty: none were kept
     */
    record Ready(Kept kept, Optional<Plan> plan, Optional<Inventory> hosts) {}

    /**
     * That of a state directory.
     *
     * @param playbooks their folder
     * @param check compiles the texts of a kept plan
     */
    public LastValid(Path state, Path playbooks, Function<Kept, Checked> check) {
        this.file = new KeptPlan(state);
        this.playbooks = playbooks;
        this.check = check;
        this.ready = file.last().map(this::made);
    }

    /**
     * Hosts that fall back on those kept here.
     *
     * @param present the hosts now; throws where they cannot be had
     */
    public KeptInventory over(Supplier<Inventory> present, Time time) {
        return new KeptInventory(present, this, time);
    }

    synchronized Optional<Ready> now() {
        return ready;
    }

    /** Keeps another. */
    public synchronized void keep(Kept kept) {
        if (ready.filter(last -> last.kept().sameAs(kept)).isEmpty()) {
            file.keep(kept);
            ready = Optional.of(made(kept));
        }
    }

    /** The hosts that were kept, as their text. */
    public synchronized Optional<String> hosts() {
        return ready.map(one -> one.kept().hosts());
    }

    private Ready made(Kept kept) {
        return new Ready(kept, plan(kept), inventory(kept));
    }

    private Optional<Plan> plan(Kept kept) {
        return check.apply(kept) instanceof Checked.Accepted accepted
                        && accepted.plan().power().isPresent()
                ? Optional.of(accepted.plan())
                : Optional.empty();
    }

    private Optional<Inventory> inventory(Kept kept) {
        if (kept.hosts().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(KeptHosts.read(kept.hosts(), playbooks));
        } catch (RuntimeException e) {
            LOG.error("The hosts that were kept with the power plan cannot be used", e);
            return Optional.empty();
        }
    }
}
