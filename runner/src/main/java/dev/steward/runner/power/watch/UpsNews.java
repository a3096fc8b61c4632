package dev.steward.runner.power.watch;

import dev.steward.runner.config.power.PowerConfig;
import dev.steward.runner.power.PowerEvent;
import dev.steward.runner.power.PowerEvent.Level;
import dev.steward.runner.power.PowerEvent.Words;
import dev.steward.runner.power.UpsReading;
import dev.steward.runner.power.UpsReading.Silent;
import dev.steward.runner.power.UpsStatus;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What is told of one UPS: each edge once, and again only after it was taken back. Not thread-safe. */
final class UpsNews {

    private static final Duration SILENT_FOR = Duration.ofSeconds(15);
    private static final Duration NAG = Duration.ofHours(12);

    private final UpsTrack track;
    private final PowerConfig config;
    private final Set<String> told;
    private long lostSince;
    private long nagged;
    private long silentSince;

    /**
     * News of a UPS.
     *
     * @param told edges that were told already, as {@code cyberpower/lost}; shared by all UPSes, and kept over restarts
     * @param since when it was lost, where told says it was
     */
    UpsNews(UpsTrack track, PowerConfig config, Set<String> told, long since) {
        this.track = track;
        this.config = config;
        this.told = told;
        this.lostSince = since;
    }

    void look(Stand stand, long nanos, List<PowerEvent> events) {
        lost(stand, nanos, events);
        levels(stand, events);
        silence(nanos, events);
        battery(nanos, events);
        odd(nanos, events);
    }

    private void lost(Stand stand, long nanos, List<PowerEvent> events) {
        if (stand.lost() && once("lost")) {
            lostSince = nanos;
            events.add(new PowerEvent.PowerLost(track.name(), stand.why()));
        }
        if (stand.mains() && track.mains.lasted(config.stableFor(), nanos) && told("lost")) {
            for (String edge : List.of("lost", "low", "warning", "critical", "emergency", "forced")) {
                told.remove(key(edge));
            }
            events.add(new PowerEvent.PowerRestored(
                    track.name(), Duration.ofNanos(Math.max(0, track.mains.since() - lostSince))));
        }
    }

    private void levels(Stand stand, List<PowerEvent> events) {
        if (stand.low() && once("low")) {
            events.add(new PowerEvent.LowBattery(track.name()));
        }
        if (stand.forced() && once("forced")) {
            events.add(new PowerEvent.ForcedShutdown(track.name(), false));
        }
        if (stand.lost()) {
            level(stand, Level.WARNING, config.warning(), events);
            level(stand, Level.CRITICAL, config.critical(), events);
            level(stand, Level.EMERGENCY, config.emergency(), events);
        }
    }

    private void level(Stand stand, Level level, int threshold, List<PowerEvent> events) {
        stand.charge()
                .filter(charge -> charge <= threshold && once(level.word()))
                .ifPresent(charge -> events.add(new PowerEvent.ChargeReached(track.name(), level, charge, threshold)));
    }

    private void silence(long nanos, List<PowerEvent> events) {
        if (!track.silence.now()) {
            if (told.remove(key("silent"))) {
                events.add(new PowerEvent.CommRestored(track.name(), Duration.ofNanos(nanos - silentSince)));
            }
            return;
        }
        Silent said = track.latest()
                .filter(Silent.class::isInstance)
                .map(Silent.class::cast)
                .orElse(new Silent(UpsReading.Why.STALE, "upsd has no data of it yet"));
        boolean refused = said.why() == UpsReading.Why.REFUSED;
        Duration grace = refused ? Duration.ZERO : track.last().isPresent() ? SILENT_FOR : config.deadTime();
        if (track.unseen(nanos).compareTo(grace) >= 0 && once("silent")) {
            silentSince = track.silence.since();
            events.add(new PowerEvent.CommLost(
                    track.name(), track.last().map(UpsNews::shown), said.why(), said.message()));
        }
    }

    private static String shown(UpsStatus status) {
        return status.variables().getOrDefault("ups.status", String.join(" ", new TreeSet<>(status.tokens())));
    }

    private void battery(long nanos, List<PowerEvent> events) {
        boolean due = !told("replace") || nanos - nagged >= NAG.toNanos();
        if (track.replace.twice() && due) {
            told.add(key("replace"));
            nagged = nanos;
            events.add(new PowerEvent.ReplaceBattery(track.name()));
        } else if (!track.replace.now()) {
            told.remove(key("replace"));
        }
    }

    private void odd(long nanos, List<PowerEvent> events) {
        if (track.silence.now()) {
            return;
        }
        if (track.forcedHeld.twice() && once("held")) {
            events.add(new PowerEvent.ForcedShutdown(track.name(), true));
        } else if (!track.forcedHeld.now()) {
            told.remove(key("held"));
        }
        String name = track.name();
        odd(
                "CAL",
                track.calibration.lasted(config.calCap(), nanos),
                events,
                name + " has been calibrating for more than " + Words.of(config.calCap())
                        + "; CAL is not believed any more");
        odd("OVER", says("OVER"), events, name + " is overloaded: take something off it");
        odd("BYPASS", says("BYPASS"), events, name + " is in bypass: its battery would not carry the load");
        odd(
                "ALARM",
                says("ALARM"),
                events,
                name + " has an alarm"
                        + track.last()
                                .map(status -> status.variables().get("ups.alarm"))
                                .map(text -> ": " + text)
                                .orElse(""));
    }

    private boolean says(String token) {
        return track.last().filter(status -> status.has(token)).isPresent();
    }

    private void odd(String what, boolean holds, List<PowerEvent> events, String text) {
        if (!holds) {
            told.remove(key(what));
        } else if (once(what)) {
            events.add(new PowerEvent.Attention(track.name(), what, text));
        }
    }

    private boolean once(String edge) {
        return told.add(key(edge));
    }

    private boolean told(String edge) {
        return told.contains(key(edge));
    }

    private String key(String edge) {
        return track.name() + "/" + edge;
    }
}
