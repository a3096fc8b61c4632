package dev.steward.runner.store.live;

import dev.steward.runner.store.lead.Lead;
import dev.steward.runner.time.Time;
import org.jdbi.v3.core.Jdbi;

/**
 * What the servers on one database have among themselves.
 *
 * @param lead which duties are ours, of those that only one does
 * @param signals what they tell each other
 * @param orders what is wanted of runs that are at work on others
 * @param claims what operations are under way on
 */
public record Shared(Lead lead, Signals signals, Orders orders, ClaimRows claims) {

    /**
     * As a server sees it.
     *
     * @param me its id
     * @param several whether there can be others
     */
    public static Shared of(Jdbi jdbi, String me, boolean several, Time time) {
        Signals signals = new Signals(me, several);
        return new Shared(
                new Lead(jdbi, me, !several, time),
                signals,
                new Orders(jdbi, signals, me, time),
                new ClaimRows(jdbi, me, time));
    }
}
