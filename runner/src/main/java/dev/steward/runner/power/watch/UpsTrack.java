package dev.steward.runner.power.watch;

import dev.steward.runner.config.power.BlindConfig.OnBattery;
import dev.steward.runner.config.power.PowerConfig;
import dev.steward.runner.power.PowerEvent.Words;
import dev.steward.runner.power.UpsReading;
import dev.steward.runner.power.UpsReading.Answered;
import dev.steward.runner.power.UpsReading.Silent;
import dev.steward.runner.power.UpsStatus;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/** One UPS through its answers: what held for how long, and what it is worth. Not thread-safe; knows no clock. */
final class UpsTrack {

    /** LB that holds so long counts, even where only one answer said it. */
    static final Duration LOW_FOR = Duration.ofSeconds(5);

    /** Below this charge a calibration hides nothing any more. */
    static final double CAL_FLOOR = 5;

    /** The runtime left at which a UPS that nobody sees is taken to be low, where it did not say battery.runtime.low. */
    static final Duration LOW_RUNTIME = Duration.ofSeconds(120);

    private final String name;
    private final Rules rules;
    private final PowerConfig config;

    final Held battery = new Held();
    final Held low = new Held();
    final Held off = new Held();
    final Held calibration = new Held();
    final Held replace = new Held();
    final Held boosted = new Held();
    final Held mains = new Held();
    final Held silence = new Held();
    final Held forcedHeld = new Held();

    private Optional<UpsReading> latest = Optional.empty();
    private Optional<UpsStatus> last = Optional.empty();
    private Optional<UpsStatus> before = Optional.empty();
    private boolean forced;
    private boolean seenUnforced;
    private boolean hidden;
    private long answered;
    private long first;

    UpsTrack(String name, Rules rules) {
        this.name = name;
        this.rules = rules;
        this.config = rules.config();
    }

    void take(UpsReading reading, long nanos) {
        if (latest.isEmpty()) {
            first = nanos;
        }
        latest = Optional.of(reading);
        Optional<UpsStatus> said = known(reading);
        silence.see(said.isEmpty(), nanos);
        said.ifPresent(status -> take(status, nanos));
    }

    /** WAIT is no data yet, whatever stands beside it. */
    private static Optional<UpsStatus> known(UpsReading reading) {
        return reading instanceof Answered said
                        && !said.status().tokens().isEmpty()
                        && !said.status().has("WAIT")
                ? Optional.of(said.status())
                : Optional.empty();
    }

    private void take(UpsStatus status, long nanos) {
        before = last;
        last = Optional.of(status);
        answered = nanos;
        calibration.see(status.has("CAL"), nanos);
        hidden = calibration.now()
                && !calibration.lasted(config.calCap(), nanos)
                && status.charge().filter(charge -> charge < CAL_FLOOR).isEmpty();
        boolean draining = status.has("OB") && !hidden;
        battery.see(draining, nanos);
        low.see(draining && status.has("LB"), nanos);
        off.see(status.has("OFF") && !status.has("CAL"), nanos);
        replace.see(status.has("RB") || !status.has("OB") && status.has("LB"), nanos);
        boosted.see(
                status.has("BOOST")
                        && !status.has("OB")
                        && status.charge()
                                .filter(charge -> charge <= config.critical())
                                .isPresent(),
                nanos);
        mains.see(!draining && (hidden || status.has("OL") || status.has("BYPASS")), nanos);
        forced(status, nanos);
    }

    /** A latch that was there before us may be years old; one that appears, or stands on battery, is an order. */
    private void forced(UpsStatus status, long nanos) {
        boolean set = status.has("FSD");
        seenUnforced |= !set;
        forced = set && (forced || seenUnforced || battery.now() || rules.obeysForcedOnMains());
        forcedHeld.see(set && !forced, nanos);
    }

    Stand stand(long nanos) {
        boolean silent = silence.now();
        boolean draining = battery.now();
        boolean offLong = !silent && off.lasted(config.offFor(), nanos);
        boolean weak = !silent && boosted.twice();
        boolean given = silent && !draining && !forced && givenUp(nanos);
        boolean lost = draining || offLong || weak || forced || given;
        Optional<Duration> runtime = runtime(nanos, lost);
        boolean lowNow = low.twice() || low.lasted(LOW_FOR, nanos) || draining && ranDown(nanos, runtime);
        return new Stand(
                lost,
                lost && (lowNow || forced),
                lost && lowNow,
                forced,
                !lost && mains.now() && (!silent || unseen(nanos).compareTo(config.deadTime()) < 0),
                silent,
                weak || given,
                silent && draining && !counts(nanos) ? answered : nanos,
                agreed(UpsStatus::charge, lost),
                runtime,
                last.flatMap(UpsStatus::load),
                why(offLong, weak));
    }

    private String why(boolean offLong, boolean weak) {
        if (forced) {
            return name + ": another primary has ordered the shutdown (FSD)";
        }
        if (battery.now()) {
            return silence.now() ? name + " was on battery and is not seen any more" : name + " is on battery";
        }
        if (offLong) {
            return name + " has its output switched off (OFF) for " + Words.of(config.offFor());
        }
        if (weak) {
            return name + " boosts a weak mains, at " + config.critical() + "% of charge or less";
        }
        return name + " has not been seen for "
                + rules.blind().onMains().map(Words::of).orElse("too long") + " (power.blind.onMains)";
    }

    /** How long nothing was known. */
    Duration unseen(long nanos) {
        return Duration.ofNanos(nanos - (last.isPresent() ? answered : first));
    }

    /** Whether time nobody sees counts as time on battery. */
    private boolean counts(long nanos) {
        return rules.blind().onBattery() == OnBattery.COUNTDOWN && unseen(nanos).compareTo(config.deadTime()) >= 0;
    }

    private boolean givenUp(long nanos) {
        return rules.blind()
                .onMains()
                .filter(most -> unseen(nanos).compareTo(most) >= 0)
                .isPresent();
    }

    private boolean ranDown(long nanos, Optional<Duration> runtime) {
        Duration floor = last.flatMap(status -> UpsStatus.number(status.variables(), "battery.runtime.low"))
                .map(seconds -> Duration.ofMillis((long) (seconds * 1000)))
                .orElse(LOW_RUNTIME);
        return silence.now()
                && counts(nanos)
                && runtime.filter(left -> left.compareTo(floor) <= 0).isPresent();
    }

    /** What is left; unseen, what was last said less what has passed, a margin faster. */
    private Optional<Duration> runtime(long nanos, boolean lost) {
        Optional<Duration> said = agreed(this::plausible, lost);
        if (!silence.now() || !battery.now()) {
            return said;
        }
        long passed = Math.round(unseen(nanos).toNanos() * (1 + rules.blind().margin() / 100.0));
        return said.map(left -> left.minusNanos(passed)).map(left -> left.isNegative() ? Duration.ZERO : left);
    }

    /** Some say 0 for what they do not know. */
    private Optional<Duration> plausible(UpsStatus status) {
        boolean charged =
                status.charge().filter(charge -> charge > config.critical()).isPresent();
        return status.runtime().filter(left -> !left.isZero() || !charged);
    }

    /** While it decides, a value counts only as far as two answers after each other agree: the better one of both. */
    private <T extends Comparable<T>> Optional<T> agreed(Function<UpsStatus, Optional<T>> value, boolean lost) {
        Optional<T> now = last.flatMap(value);
        Optional<T> then = before.flatMap(value);
        if (!lost) {
            return now.isPresent() && then.isPresent() ? pick(now, then, BinaryOperator.minBy(order())) : now;
        }
        return now.isPresent() && then.isPresent() ? pick(now, then, BinaryOperator.maxBy(order())) : Optional.empty();
    }

    private static <T extends Comparable<T>> Comparator<T> order() {
        return Comparator.naturalOrder();
    }

    private static <T> Optional<T> pick(Optional<T> one, Optional<T> other, BinaryOperator<T> by) {
        return Optional.of(by.apply(one.get(), other.get()));
    }

    /**
     * When it is to be asked again.
     *
     * @param outage whether one is on: then it is of as much interest that the mains is back
     */
    Duration next(boolean outage) {
        boolean refused = latest.filter(Silent.class::isInstance)
                .map(Silent.class::cast)
                .filter(said -> said.why() == UpsReading.Why.REFUSED)
                .isPresent();
        boolean calm = mains.now() && !silence.now() && !forced && !off.now();
        return refused || calm && !outage ? config.poll() : config.pollOnBattery();
    }

    String name() {
        return name;
    }

    Optional<UpsReading> latest() {
        return latest;
    }

    Optional<UpsStatus> last() {
        return last;
    }

    boolean forced() {
        return forced;
    }

    boolean hidden() {
        return hidden;
    }
}
