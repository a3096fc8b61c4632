package dev.steward.runner.app.rehearsal;

import dev.steward.runner.app.power.PowerDesk;
import dev.steward.runner.app.power.PowerRefused;

/**
 * A desk at which outages can be played too.
 *
 * @param desk for all else
 * @param rehearsal plays them
 */
public record RehearsingDesk(PowerDesk desk, Rehearsal rehearsal) implements PowerDesk.InFront {

    @Override
    public long rehearse(String scenario, Who who) throws PowerRefused {
        return rehearsal.begin(scenario, who.name());
    }
}
