package dev.steward.runner.power.watch;

import dev.steward.runner.config.power.PowerConfig;
import dev.steward.runner.power.PowerEvent;
import dev.steward.runner.power.PowerEvent.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One outage after the other: since when, whether it counts, and when it is over. Not thread-safe; knows no clock. */
final class OutageClock {

    private static final int REASONS = 20;

    private final Rules rules;
    private final PowerConfig config;
    private final Sums sums = new Sums();
    private final List<String> reasons = new ArrayList<>();

    private long number;
    private boolean on;
    private boolean confirmed;
    private boolean emergency;
    private boolean resumed;
    private long first;
    private long lastLost;
    private boolean online;
    private long onlineSince;
    private long onlineUntil;

    OutageClock(Rules rules) {
        this.rules = rules;
        this.config = rules.config();
    }

    /** Goes on with one that was on before this process. */
    void resume(Duration sofar, boolean counted, long nanos) {
        begin(nanos);
        first = nanos - sofar.toNanos();
        confirmed = counted;
        resumed = true;
        reason("the outage was on for " + Words.of(sofar) + " when Steward was started anew");
    }

    void look(House house, long nanos, List<PowerEvent> events) {
        if (house.lost()) {
            online = false;
            resumed &= house.blind();
            lost(house, nanos, events);
        } else {
            sums.pause();
            back(house, nanos, events);
        }
    }

    private void lost(House house, long nanos, List<PowerEvent> events) {
        if (!on) {
            begin(nanos);
        }
        house.why().forEach(this::reason);
        lastLost = Math.max(lastLost, house.until());
        sums.add(lastLost);
        if (!confirmed) {
            confirms(house, nanos).ifPresent(why -> {
                confirmed = true;
                reason(why);
                events.add(new PowerEvent.OutageConfirmed(number, why));
            });
        }
        if (!emergency) {
            presses(house).ifPresent(why -> {
                emergency = true;
                reason(why);
            });
        }
    }

    private void begin(long nanos) {
        number++;
        on = true;
        confirmed = false;
        emergency = false;
        first = nanos;
        lastLost = nanos;
        reasons.clear();
    }

    private Optional<String> confirms(House house, long nanos) {
        return presses(house)
                .or(() -> threshold(house, "critical", config.critical()))
                .or(house::atOnce)
                .or(() -> onBatteryFor().compareTo(rules.confirm()) >= 0
                        ? Optional.of("on battery for " + Words.of(onBatteryFor()))
                        : Optional.empty())
                .or(() -> flaps(nanos)
                        ? Optional.of("on battery for " + Words.of(sums.within(nanos)) + " in sum within "
                                + Words.of(Sums.WINDOW))
                        : Optional.empty());
    }

    /** What opens every gate. */
    private Optional<String> presses(House house) {
        if (house.forced()) {
            return Optional.of("another primary has ordered the shutdown (FSD)");
        }
        return house.low()
                ? Optional.of(house.blind() ? "the battery must be low by now, unseen" : "UPS reports low battery")
                : threshold(house, "emergency", config.emergency());
    }

    private static Optional<String> threshold(House house, String word, int threshold) {
        return house.charge()
                .filter(charge -> charge <= threshold)
                .map(charge -> "battery at " + Words.of(charge) + "% (" + word + " threshold: " + threshold + "%)");
    }

    private void back(House house, long nanos, List<PowerEvent> events) {
        if (!house.online()) {
            online = false;
            return;
        }
        if (!online) {
            online = true;
            onlineSince = nanos;
        }
        onlineUntil = nanos;
        resumed = false;
        Duration stable = confirmed ? rules.restored() : config.stableFor();
        if (on && onlineFor().compareTo(stable) >= 0) {
            events.add(new PowerEvent.OutageOver(number, onBatteryFor(), confirmed));
            if (confirmed) {
                sums.clear();
            }
            on = false;
            confirmed = false;
            emergency = false;
        }
    }

    private boolean flaps(long nanos) {
        return sums.within(nanos).compareTo(config.flapping()) >= 0;
    }

    /** Since the first second on battery to the last one known; time unseen counts late, time on mains not before battery again. */
    Duration onBatteryFor() {
        return on ? Duration.ofNanos(lastLost - first) : Duration.ZERO;
    }

    Duration onlineFor() {
        return online ? Duration.ofNanos(onlineUntil - onlineSince) : Duration.ZERO;
    }

    private void reason(String why) {
        if (!reasons.contains(why)) {
            reasons.add(why);
            if (reasons.size() > REASONS) {
                reasons.remove(1);
            }
        }
    }

    long number() {
        return on ? number : 0;
    }

    boolean confirmed() {
        return on && confirmed;
    }

    boolean emergency() {
        return on && emergency;
    }

    /** Whether it was on before this process, and nothing was seen of it yet. */
    boolean resumed() {
        return resumed;
    }

    List<String> reasons() {
        return reasons;
    }
}
