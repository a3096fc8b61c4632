package dev.steward.web.power;

import dev.steward.runner.app.power.PlanView;
import dev.steward.runner.app.power.PowerDesk;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plan for pages: working it out asks inventory and clusters, and no page waits long for them. What is older than half a
 * minute is worked out anew while the page shows what was. Thread-safe.
 */
final class PlanSoon {

    private static final Logger LOG = LoggerFactory.getLogger(PlanSoon.class);
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final PowerDesk desk;
    private final Time time;
    private Known known;
    private CountDownLatch atWork;

    PlanSoon(PowerDesk desk, Time time) {
        this.desk = desk;
        this.time = time;
    }

    private record Known(PlanView plan, long at) {}

    /** What is known; a new look is begun where that is old. */
    synchronized Optional<PlanView> known() {
        boolean old = known == null
                || time.nanos() - known.at() > FRESH.toNanos()
                || !known.plan().hash().equals(desk.view().planHash().orElse(""));
        if (old && atWork == null) {
            atWork = new CountDownLatch(1);
            Thread thread = new Thread(this::look, "power-plan");
            thread.setDaemon(true);
            thread.start();
        }
        return Optional.ofNullable(known).map(Known::plan);
    }

    /** The same, given a moment where nothing is known. */
    Optional<PlanView> known(Duration patience) throws InterruptedException {
        Optional<PlanView> now = known();
        CountDownLatch working = working();
        if (now.isPresent() || working == null) {
            return now;
        }
        working.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        return known();
    }

    private synchronized CountDownLatch working() {
        return atWork;
    }

    private void look() {
        PlanView plan = asked();
        synchronized (this) {
            known = new Known(plan, time.nanos());
            atWork.countDown();
            atWork = null;
        }
    }

    private PlanView asked() {
        try {
            return desk.plan();
        } catch (RuntimeException e) {
            LOG.error("the power plan could not be worked out", e);
            return PlanView.none(
                    desk.view().planHash().orElse(""),
                    List.of("It could not be worked out: " + e.getMessage() + ". The log knows more."));
        }
    }
}
