package dev.steward.runner.app.power;

import dev.steward.runner.event.Cause;
import dev.steward.runner.outage.OutageOrder;
import dev.steward.runner.outage.SinceFeed;
import dev.steward.runner.outage.journal.Entry;
import dev.steward.runner.outage.journal.Past;
import dev.steward.runner.power.PowerFeed;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes on with an outage that another process left. */
final class Resuming {

    private static final Logger LOG = LoggerFactory.getLogger(Resuming.class);
    private static final Duration LONGEST = Duration.ofHours(24);

    private final PowerParts parts;
    private final OutageMaker maker;
    private final Outages outages;

    Resuming(PowerParts parts, OutageMaker maker, Outages outages) {
        this.parts = parts;
        this.maker = maker;
        this.outages = outages;
    }

    /** Goes on; how the power stands is known, or nobody can tell. */
    void goOn(Past past) {
        Entry.Begun begun = past.begun().orElseThrow();
        Optional<PlanSource.Found> found = parts.plans().found();
        if (found.isEmpty()) {
            LOG.error("An outage was left unfinished, and there is no valid plan to go on with");
            return;
        }
        Instant since = past.kept(Outages.SINCE).map(Instant::parse).orElse(begun.at());
        Cause cause = new Cause(Cause.Kind.valueOf(begun.cause().toUpperCase(Locale.ROOT)), begun.by());
        Optional<Only> only =
                past.kept(Outages.ONLY).filter(text -> !text.isEmpty()).map(Only::of);
        OutageOrder.How how = new OutageOrder.How(begun.now(), false, only.map(Only::phase), only.flatMap(Only::task));
        OutageOrder order = maker.order(found.get(), begun.session(), cause, how);
        PowerFeed feed = SinceFeed.resumed(parts.feed(), parts.time(), ago(since));
        if (order.plan().hash().equals(begun.hash())) {
            outages.carryOut(maker.present(order, "outage", since, feed));
        } else if (parts.feed().now().onBattery()) {
            LOG.warn("The power plan was changed during the outage: it begins anew, and looks at each step first");
            outages.begin(maker.present(order, "outage", since, feed));
        } else {
            parts.machine()
                    .journal()
                    .append(new Entry.Kept(
                            Outages.PERSON,
                            "Steward ended during an outage, and the power plan was changed since: steward power recover"
                                    + " brings back what it stopped"));
        }
    }

    private Duration ago(Instant since) {
        Duration ago = Duration.between(since, parts.time().now());
        return ago.isNegative() ? Duration.ZERO : ago.compareTo(LONGEST) > 0 ? LONGEST : ago;
    }
}
