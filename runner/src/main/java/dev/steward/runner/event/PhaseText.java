package dev.steward.runner.event;

import java.time.Duration;
import java.util.Optional;

/** What happens to the phases of a power plan, in words. */
public final class PhaseText {

    private PhaseText() {}

    /** One line; empty: the event is about something else. */
    public static Optional<String> of(RunEvent event) {
        String text = null;
        if (event instanceof RunEvent.PhaseWaiting e) {
            text = phase(e.phase(), e.name()) + " waits: " + e.gate();
        } else if (event instanceof RunEvent.PhaseEntered e) {
            text = phase(e.phase(), e.name()) + (e.recovering() ? " is undone: " : " begins: ") + e.why();
        } else if (event instanceof RunEvent.PhaseEnded e) {
            String took = e.took().isZero() ? "" : " in " + span(e.took());
            text = phase(e.phase(), e.name()) + " " + e.state() + took
                    + (e.message().isEmpty() ? "" : ": " + e.message());
        } else if (event instanceof RunEvent.PowerCommitted e) {
            text = "Point of no return: from " + phase(e.phase(), e.name())
                    + " on the plan is carried out to its end, whatever the power does";
        } else if (event instanceof RunEvent.PowerSaid e) {
            text = said(e);
        }
        return Optional.ofNullable(text);
    }

    private static String phase(int index, String name) {
        return "Phase " + (index + 1) + " (" + name + ")";
    }

    private static String said(RunEvent.PowerSaid e) {
        StringBuilder text = new StringBuilder("Power: ").append(e.text());
        e.charge()
                .ifPresent(charge ->
                        text.append(", charge ").append(Math.round(charge)).append(" %"));
        e.runtime().ifPresent(runtime -> text.append(", ").append(span(runtime)).append(" of battery left"));
        e.load()
                .ifPresent(
                        load -> text.append(", load ").append(Math.round(load)).append(" %"));
        return text.toString();
    }

    private static String span(Duration span) {
        long seconds = span.toSeconds();
        return seconds < 60
                ? seconds + " s"
                : seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
    }
}
