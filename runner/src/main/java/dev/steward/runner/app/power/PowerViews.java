package dev.steward.runner.app.power;

import dev.steward.runner.app.power.PowerView.PhaseLine;
import dev.steward.runner.app.power.PowerView.UpsLine;
import dev.steward.runner.outage.PhaseView;
import dev.steward.runner.power.PowerSignal;
import dev.steward.runner.power.PowerState;
import dev.steward.runner.power.UpsReading;
import dev.steward.runner.power.UpsStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How power protection stands, for people. */
final class PowerViews {

    private final PowerParts parts;
    private final Outages outages;
    private final Arming arming;

    PowerViews(PowerParts parts, Outages outages, Arming arming) {
        this.parts = parts;
        this.outages = outages;
        this.arming = arming;
    }

    PowerView view() {
        PowerSignal signal = parts.feed().now();
        Optional<PlanSource.Found> found = parts.plans().found();
        return new PowerView(
                true,
                parts.config().plan().isPresent(),
                arming.armed(),
                state(signal),
                upses(signal),
                found.map(f -> f.plan().name()),
                found.map(PlanSource.Found::hash),
                outages.present().map(this::outage),
                troubles());
    }

    private PowerState state(PowerSignal signal) {
        Optional<Present> now = outages.present();
        if (now.isPresent()) {
            return now.get().hand().recovering()
                    ? PowerState.RECOVERING
                    : now.get().hand().committed() ? PowerState.COMMITTED : PowerState.SHEDDING;
        }
        if (signal.onBattery()) {
            return PowerState.ON_BATTERY;
        }
        return signal.onlineFor().isZero() && !mains(signal) ? PowerState.UNKNOWN : PowerState.ONLINE;
    }

    /** The first answer tells as much, though nothing has lasted yet. */
    private static boolean mains(PowerSignal signal) {
        return !signal.upses().isEmpty()
                && signal.upses().values().stream()
                        .allMatch(reading -> reading instanceof UpsReading.Answered said
                                && said.status().has("OL")
                                && !said.status().has("WAIT"));
    }

    private List<UpsLine> upses(PowerSignal signal) {
        List<UpsLine> lines = new ArrayList<>();
        new TreeMap<>(signal.upses()).forEach((name, reading) -> lines.add(line(name, reading)));
        return lines;
    }

    private UpsLine line(String name, UpsReading reading) {
        String address = Optional.ofNullable(parts.config().ups().get(name))
                .map(ups -> ups.address(name))
                .orElse(name);
        Optional<UpsStatus> said =
                reading instanceof UpsReading.Answered answered ? Optional.of(answered.status()) : Optional.empty();
        Optional<String> trouble =
                reading instanceof UpsReading.Silent silent ? Optional.of(silent.message()) : Optional.empty();
        return new UpsLine(
                name,
                address,
                said.map(s -> s.variables().getOrDefault("ups.status", "")),
                said.flatMap(UpsStatus::charge),
                said.flatMap(UpsStatus::runtime),
                said.flatMap(UpsStatus::load),
                said.map(s -> parts.time().now()),
                trouble,
                said.map(s -> s.variables().get("device.model")));
    }

    private PowerView.Outage outage(Present now) {
        Duration onBattery = Duration.between(now.since(), parts.time().now());
        return new PowerView.Outage(
                now.row().run(),
                now.since(),
                onBattery.isNegative() ? Duration.ZERO : onBattery,
                now.hand().committed(),
                now.kind().equals("rehearsal"),
                needs(now),
                phases(now));
    }

    /** What is ahead likely takes so long; nothing is told of what is only played, or is over. */
    private Optional<Duration> needs(Present now) {
        boolean ahead = now.hand().phases().stream()
                .anyMatch(phase -> Set.of("waiting", "running").contains(phase.state()));
        return now.hand().recovering() || now.order().how().check() || !ahead
                ? Optional.empty()
                : parts.machine().allowance().rest();
    }

    private List<PhaseLine> phases(Present now) {
        List<PhaseLine> lines = new ArrayList<>();
        for (PhaseView phase : now.hand().phases()) {
            lines.add(line(phase, parts.machine().allowance().word(lines.size())));
        }
        return lines;
    }

    private PhaseLine line(PhaseView phase, Optional<String> cut) {
        Optional<Duration> took = phase.began()
                .map(at ->
                        Duration.between(at, phase.ended().orElse(parts.time().now())));
        return new PhaseLine(phase.name(), phase.state(), phase.gate(), phase.began(), took, note(phase, cut));
    }

    private static String note(PhaseView phase, Optional<String> cut) {
        return Stream.concat(Stream.of(phase.note()), cut.stream())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private List<String> troubles() {
        List<String> troubles = new ArrayList<>();
        if (!arming.armed()) {
            troubles.add("Power protection is DISARMED: an outage would stop nothing. steward power arm arms it.");
        }
        parts.machine()
                .claim()
                .other()
                .ifPresent(other -> troubles.add("Another Steward is at it, and this one watches: " + other));
        outages.needsPerson().ifPresent(troubles::add);
        parts.machine().journal().trouble().ifPresent(troubles::add);
        troubles.addAll(parts.plans().problems());
        return troubles;
    }
}
