package dev.steward.runner.app.power;

import dev.steward.runner.config.power.PowerConfig;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.outage.House;
import dev.steward.runner.outage.OutageParts.PhaseEngine;
import dev.steward.runner.outage.PhasedPlan;
import dev.steward.runner.outage.claim.Claim;
import dev.steward.runner.outage.journal.Journal;
import dev.steward.runner.power.PowerFeed;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What power protection is made of.
 *
 * @param config its section
 * @param plans where the plan in effect comes from
 * @param feed how the power stands
 * @param inventory the hosts now; it may throw where it cannot be had, and the last one counts then
 * @param machine what carries a plan out
 * @param history where it is told
 * @param folder of its own in the state directory
 * @param time the clock
 * @param life what lives and ends with it
 */
public record PowerParts(
        PowerConfig config,
        PlanSource plans,
        PowerFeed feed,
        Supplier<Inventory> inventory,
        Machine machine,
        History history,
        Path folder,
        Time time,
        Life life) {

    /**
     * What lives and ends with the service.
     *
     * @param begin is called once when it starts
     * @param end is called once when it has ended
     */
    public record Life(Runnable begin, Runnable end) {

        /** Nothing. */
        public static final Life NONE = new Life(() -> {}, () -> {});
    }

    /**
     * What carries a plan out.
     *
     * @param journal of outages
     * @param sites what an outage is carried out with, made anew for each
     * @param own the end of the own machine
     * @param last gives the last order: the own machine goes down
     * @param allowance what plans need, and how long steps may take
     * @param self the machine Steward runs on among hosts
     * @param bootId of this machine
     * @param kept secrets that are masked in every run
     * @param claim which of several Stewards carries an outage out
     */
    public record Machine(
            Journal journal,
            Sites sites,
            OwnEnd own,
            LastOrder last,
            Reckoner allowance,
            Function<Collection<Host>, Set<String>> self,
            Supplier<String> bootId,
            List<Secret> kept,
            Claim claim) {}

    /** Makes what an outage is carried out with. */
    @FunctionalInterface
    public interface Sites {

        /** For a plan on hosts. */
        Site at(PhasedPlan plan, Inventory inventory);

        /**
         * Begins to note what runs where, for the one site that is made next with what this returns: that needs neither plan nor
         * hosts, which are found out meanwhile.
         */
        default Sites soon() {
            return this;
        }
    }

    /**
     * What one outage is carried out with.
     *
     * @param engine carries out plays, with {@link OwnEnd} for the own machine
     * @param house what is done for the clusters
     */
    public record Site(PhaseEngine engine, House house) {}

    /** Gives the order after which this machine goes down. */
    @FunctionalInterface
    public interface LastOrder {

        /**
         * Gives it; returns when it was taken.
         *
         * @return who took it, in words
         * @throws IOException when nobody takes it
         */
        String give(Map<String, Object> order) throws IOException;
    }
}
