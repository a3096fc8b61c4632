package dev.steward.runner.outage;

import dev.steward.runner.power.PowerFeed;
import dev.steward.runner.power.PowerSignal;
import dev.steward.runner.time.Time;
import java.time.Duration;

/** A feed whose outage began earlier than its own clock knows: before Steward was started again, or because a person says so. */
public final class SinceFeed implements PowerFeed {

    private final PowerFeed feed;
    private final Time time;
    private final long since;
    private final boolean always;

    private SinceFeed(PowerFeed feed, Time time, Duration ago, boolean always) {
        this.feed = feed;
        this.time = time;
        this.since = time.nanos() - ago.toNanos();
        this.always = always;
    }

    /**
     * The outage goes on since then.
     *
     * @param ago at least zero
     */
    public static PowerFeed resumed(PowerFeed feed, Time time, Duration ago) {
        return new SinceFeed(feed, time, ago, false);
    }

    /** From now on as if the mains were gone. */
    public static PowerFeed asIfGone(PowerFeed feed, Time time) {
        return new SinceFeed(feed, time, Duration.ZERO, true);
    }

    @Override
    public PowerSignal now() {
        return shifted(feed.now());
    }

    @Override
    public PowerSignal next(PowerSignal seen, Duration longest) throws InterruptedException {
        // what was handed out is not what the feed gave, so it is asked without it: a change in between is not missed
        // for long
        return shifted(feed.next(feed.now(), longest));
    }

    private PowerSignal shifted(PowerSignal s) {
        if (!always && !s.onBattery() && !s.onlineFor().isZero()) {
            return s;
        }
        Duration mine = Duration.ofNanos(time.nanos() - since);
        Duration longer = mine.compareTo(s.onBatteryFor()) > 0 ? mine : s.onBatteryFor();
        return new PowerSignal(
                s.confirmed(),
                s.onBattery() || always,
                s.outage(),
                longer,
                s.onlineFor(),
                s.charge(),
                s.runtime(),
                s.load(),
                s.lowBattery(),
                s.forced(),
                s.emergency(),
                s.blind(),
                s.starving(),
                s.upses(),
                s.reasons());
    }
}
