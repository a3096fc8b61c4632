package dev.steward.runner.app.hold;

import dev.steward.runner.power.PowerFeed;
import dev.steward.runner.power.PowerSignal;
import dev.steward.runner.wake.Hold;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Says that nothing ordinary begins while a UPS is on battery, or the outage is not over yet. Without a feed, and while nobody
 * knows how the power stands, nothing is held. Thread-safe.
 */
public final class PowerHold implements Hold {

    private static final long MINUTE = 60;

    private volatile Optional<String> forGood = Optional.empty();
    private volatile Optional<PowerFeed> feed = Optional.empty();

    /** From now on this feed says how the power stands. */
    public void follow(PowerFeed power) {
        feed = Optional.of(power);
    }

    /** From now on nothing ordinary begins, whatever the power does. */
    public void forGood(String reason) {
        forGood = Optional.of(reason);
    }

    /** As it is now; {@link PowerSignal#NOTHING} without a feed. */
    PowerSignal now() {
        return feed.map(PowerFeed::now).orElse(PowerSignal.NOTHING);
    }

    @Override
    public Optional<String> why() {
        if (forGood.isPresent()) {
            return forGood;
        }
        PowerSignal signal = now();
        if (signal.onBattery() || signal.forced()) {
            return Optional.of(names(signal) + " on battery" + since(signal.onBatteryFor()));
        }
        return signal.confirmed()
                ? Optional.of("power is back" + since(signal.onlineFor()) + ", and the outage is not over yet")
                : Optional.empty();
    }

    /** Whether it is known that nothing is held: at the start of a process it is not, before a UPS has answered. */
    boolean over() {
        return why().isEmpty() && (feed.isEmpty() || !now().onlineFor().isZero());
    }

    private static String names(PowerSignal signal) {
        Set<String> names = new TreeSet<>(signal.upses().keySet());
        return switch (names.size()) {
            case 0 -> "the house is";
            case 1 -> "the UPS " + names.iterator().next() + " is";
            default -> "one of the UPSes " + String.join(", ", names) + " is";
        };
    }

    private static String since(Duration time) {
        long seconds = time.toSeconds();
        return seconds <= 0 ? "" : " for " + (seconds < MINUTE ? seconds + " s" : seconds / MINUTE + " min");
    }
}
