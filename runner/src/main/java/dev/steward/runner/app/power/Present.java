package dev.steward.runner.app.power;

import dev.steward.runner.outage.Hand;
import dev.steward.runner.outage.OutageOrder;
import dev.steward.runner.outage.journal.Journal;
import dev.steward.runner.power.PowerFeed;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * An outage, at work in this process or about to be.
 *
 * @param row of the history
 * @param kind outage, applied or recovery
 * @param since its first second
 * @param order what is carried out
 * @param feed how the power stands for it
 * @param journal its own; one in memory where nothing is changed
 * @param hand to look at it and to end it
 * @param site what it is carried out with; made when it is asked for first, if not before
 */
record Present(
        History.Row row,
        String kind,
        Instant since,
        OutageOrder order,
        PowerFeed feed,
        Journal journal,
        Hand hand,
        Supplier<PowerParts.Site> site) {

    /** The same with what it is carried out with. */
    Present with(PowerParts.Site made) {
        return new Present(row, kind, since, order, feed, journal, hand, () -> made);
    }
}
