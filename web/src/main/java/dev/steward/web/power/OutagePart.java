package dev.steward.web.power;

import dev.steward.runner.app.power.PowerView.Outage;
import dev.steward.runner.app.power.PowerView.PhaseLine;
import dev.steward.runner.power.PowerState;
import dev.steward.web.format.Times;
import dev.steward.web.format.When;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An outage that is on.
 *
 * @param run its number; 0: the history cannot be written
 * @param since its first second on battery
 * @param onBattery how long so far
 * @param committed whether the point of no return is behind
 * @param rehearsal whether it is only played
 * @param needs what is ahead likely takes; empty text: not known, or nothing is ahead
 * @param carriedOut whether all phases are over and the way back has not begun
 * @param phases in order
 */
public record OutagePart(
        long run,
        When since,
        String onBattery,
        boolean committed,
        boolean rehearsal,
        String needs,
        boolean carriedOut,
        List<Line> phases) {

    private static final Set<String> AHEAD = Set.of("waiting", "running", "recovering");

    /**
     * A phase of it.
     *
     * @param number from 1
     * @param sign of its state
     * @param state in a word
     * @param gate it waits for; empty text: none
     * @param began the time of day; empty: not yet
     * @param took so far, in words; empty text: not begun
     * @param note what happened
     */
    public record Line(
            int number,
            String name,
            String sign,
            String state,
            String gate,
            Optional<At> began,
            String took,
            String note) {}

    /** A time of day, with the whole on hover. */
    public record At(String clock, When when) {}

    static OutagePart of(Outage outage, PowerState state, Times times) {
        List<Line> lines = new ArrayList<>();
        for (PhaseLine phase : outage.phases()) {
            lines.add(line(lines.size() + 1, phase, times));
        }
        return new OutagePart(
                outage.run(),
                times.when(outage.since()),
                Words.span(outage.onBatteryFor()),
                outage.committed(),
                outage.rehearsal(),
                outage.needs().map(Words::span).orElse(""),
                outage.committed()
                        && state == PowerState.COMMITTED
                        && outage.phases().stream().noneMatch(phase -> AHEAD.contains(phase.state())),
                List.copyOf(lines));
    }

    private static Line line(int number, PhaseLine phase, Times times) {
        return new Line(
                number,
                phase.name(),
                sign(phase.state()),
                phase.state(),
                phase.gate().orElse(""),
                phase.began().map(at -> new At(times.clock(at), times.when(at))),
                phase.took().map(Words::span).orElse(""),
                note(phase));
    }

    /* The condition stands above it already. */
    private static String note(PhaseLine phase) {
        return phase.gate()
                .map(gate -> gate + ": ")
                .filter(phase.note()::startsWith)
                .map(gate -> phase.note().substring(gate.length()))
                .orElse(phase.note());
    }

    /* The words that rows of runs have too. */
    private static String sign(String state) {
        return switch (state) {
            case "done" -> "ok";
            case "recovered" -> "changed";
            case "running", "recovering" -> "running";
            case "waiting" -> "queued";
            case "stopped" -> "cancelled";
            default -> state;
        };
    }
}
