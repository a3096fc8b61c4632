package dev.steward.runner.app.hold;

import dev.steward.runner.app.hold.BatteryWatch.OrdinaryRuns;
import dev.steward.runner.app.power.PowerDesk;
import dev.steward.runner.app.power.Troubled;
import dev.steward.runner.time.Time;
import java.util.List;

/** What power means for everything that is not power protection. */
public final class PowerSide implements AutoCloseable {

    private final PowerHold hold = new PowerHold();
    private List<String> alone = List.of();
    private BatteryWatch watch;

    /** Says when nothing ordinary begins. */
    public PowerHold hold() {
        return hold;
    }

    /** Asks runs to finish on an outage; {@code back} is called where held fires may begin. */
    public synchronized void watch(OrdinaryRuns runs, Runnable back, Time time) {
        watch = new BatteryWatch(hold, runs, back, time);
        watch.start();
    }

    /** Nothing but power protection is at work from now on, for these reasons. */
    public synchronized void protectAlone(List<String> troubles) {
        alone = List.copyOf(troubles);
        hold.forGood("Steward protects power alone");
    }

    /** The desk that says so, where it is. */
    public synchronized PowerDesk desk(PowerDesk desk) {
        return Troubled.of(desk, alone);
    }

    @Override
    public synchronized void close() {
        if (watch != null) {
            watch.close();
        }
    }
}
