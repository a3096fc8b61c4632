package dev.steward.runner.alert;

import dev.steward.runner.alert.Sign.Level;
import dev.steward.runner.config.alert.AlertsConfig;
import dev.steward.runner.config.alert.StateRule;
import dev.steward.runner.store.alert.Alert;
import dev.steward.runner.store.alert.Alerts;
import dev.steward.runner.store.alert.Silence;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what is an alert: what is wrong for long enough without a break, by monotonic time and not by the number of looks; until it
 * is well again for long enough. What is raised is in the store, so that another process neither raises it twice nor forgets it.
 */
public final class AlertBook {

    private final AlertsConfig config;
    private final Alerts store;
    private final Time time;
    /** Since when it is wrong, of what is not raised; and since when it is well, of what is. */
    private final Map<String, Long> since = new HashMap<>();
    /** When own work explained it last. */
    private final Map<String, Long> explained = new HashMap<>();

    private boolean pressing;

    /**
     * A book.
     *
     * @param store what is raised
     */
    public AlertBook(AlertsConfig config, Alerts store, Time time) {
        this.config = config;
        this.store = store;
        this.time = time;
    }

    /** Whether something may be wrong that is to be known soon: the clusters are asked oftener until it is decided. */
    public boolean pressing() {
        return pressing;
    }

    /** Takes one look. */
    public void look(Looked looked, Quiet quiet) {
        Map<String, Alert> open = new LinkedHashMap<>();
        store.open().forEach(alert -> open.put(alert.identity(), alert));
        Set<String> seen = new HashSet<>();
        pressing = false;
        for (Sign sign : looked.signs()) {
            if (excepted(sign) || !seen.add(sign.identity())) {
                continue;
            }
            Optional<Alert> alert = Optional.ofNullable(open.get(sign.identity()));
            if (alert.isPresent()) {
                raised(alert.get(), sign);
            } else {
                notRaised(sign, quiet);
            }
        }
        since.keySet().retainAll(seen);
        explained
                .values()
                .removeIf(last -> time.nanos() - last >= config.settle().toNanos());
        open.values().stream()
                .filter(alert -> !seen.contains(alert.identity()))
                .filter(alert -> looked.gone(alert.kind(), alert.cluster(), alert.identity()))
                .forEach(alert -> store.clear(alert.id(), gone(alert), time.now()));
    }

    private static String gone(Alert alert) {
        return alert.place() + " is no longer watched, or no longer there";
    }

    private boolean excepted(Sign sign) {
        return config.except().stream().anyMatch(pattern -> Silence.matches(pattern, sign.cluster(), sign.subject()));
    }

    private void raised(Alert alert, Sign sign) {
        if (sign.level() != Level.GOOD) {
            since.remove(sign.identity());
            if (sign.level() == Level.BAD && !Alerts.title(sign.title()).equals(alert.title())) {
                store.describe(alert.id(), sign.title(), sign.text());
            }
            return;
        }
        if (lasted(sign, rule(sign).clear())) {
            since.remove(sign.identity());
            store.clear(alert.id(), sign.title(), time.now());
        } else {
            pressing |= sign.kind().pressing();
        }
    }

    private void notRaised(Sign sign, Quiet quiet) {
        if (sign.level() != Level.BAD || hushed(sign, quiet)) {
            since.remove(sign.identity());
            return;
        }
        if (lasted(sign, rule(sign).after())) {
            since.remove(sign.identity());
            Alert alert = store.raise(sign.draft(), time.now());
            if (sign.kind().toldElsewhere()) {
                store.toldRaised(alert.id(), time.now());
            }
        } else {
            pressing |= sign.kind().pressing();
        }
    }

    /** While own work explains it, and for a while afterwards: what comes back needs its time. */
    private boolean hushed(Sign sign, Quiet quiet) {
        long now = time.nanos();
        if (quiet.why(sign).isPresent()) {
            explained.put(sign.identity(), now);
            return true;
        }
        Long last = explained.get(sign.identity());
        return last != null && now - last < config.settle().toNanos();
    }

    private boolean lasted(Sign sign, Duration wanted) {
        long now = time.nanos();
        long begun = since.computeIfAbsent(sign.identity(), any -> now);
        return now - begun >= wanted.toNanos();
    }

    private StateRule rule(Sign sign) {
        return EstateSigns.rule(sign.kind(), config);
    }
}
