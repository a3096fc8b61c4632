package dev.steward.runner.outage.claim;

import dev.steward.runner.power.PowerFeed;
import dev.steward.runner.power.PowerSignal;
import java.time.Duration;

/**
 * A feed that an outage looks at all the time; each look says that this Steward lives.
 *
 * @param feed how the power stands
 * @param claim is told so
 */
public record BeatingFeed(PowerFeed feed, Claim claim) implements PowerFeed {

    @Override
    public PowerSignal now() {
        claim.beat();
        return feed.now();
    }

    @Override
    public PowerSignal next(PowerSignal seen, Duration longest) throws InterruptedException {
        claim.beat();
        return feed.next(seen, longest);
    }
}
