package dev.steward.runner.app.rehearsal;

import dev.steward.runner.event.EventLog;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.event.RunStatus;
import dev.steward.runner.outage.PhaseView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Keeps what a rehearsal shows, and says at its end of each phase when it was by the rehearsal's clock, and whether that was in time. */
final class Timeline implements EventLog {

    private final EventLog log;
    private final String scenario;
    private final Instant failed;
    private final Supplier<List<PhaseView>> phases;
    private final Function<Instant, Optional<Duration>> battery;

    /**
     * A timeline.
     *
     * @param log takes it
     * @param scenario its name
     * @param failed when the mains failed
     * @param phases as they stand
     * @param battery what it has left at a time
     */
    Timeline(
            EventLog log,
            String scenario,
            Instant failed,
            Supplier<List<PhaseView>> phases,
            Function<Instant, Optional<Duration>> battery) {
        this.log = log;
        this.scenario = scenario;
        this.failed = failed;
        this.phases = phases;
        this.battery = battery;
    }

    @Override
    public long append(RunEvent event) {
        return log.append(event instanceof RunEvent.RunFinished finished ? judged(finished) : event);
    }

    private RunEvent.RunFinished judged(RunEvent.RunFinished finished) {
        List<PhaseView> begun =
                phases.get().stream().filter(phase -> phase.began().isPresent()).toList();
        begun.forEach(this::say);
        long late = begun.stream().filter(phase -> !inTime(phase)).count();
        boolean good = finished.status() == RunStatus.OK && late == 0;
        Duration work = begun.stream().map(Timeline::took).reduce(Duration.ZERO, Duration::plus);
        String words = "rehearsal of " + scenario + ": "
                + (late == 0 ? finished.message() : late + " of " + begun.size() + " phases were not in time")
                + (begun.isEmpty() ? "" : "; " + span(work) + " of work");
        return new RunEvent.RunFinished(
                good ? RunStatus.OK : RunStatus.FAILED,
                good ? 0 : Math.max(2, finished.exit()),
                finished.recap(),
                words);
    }

    private boolean inTime(PhaseView phase) {
        boolean empty = phase.ended().flatMap(battery).filter(Duration::isZero).isPresent();
        return phase.state().equals("recovered") || !empty && !phase.state().equals("failed");
    }

    private static Duration took(PhaseView phase) {
        return Duration.between(
                phase.began().orElseThrow(), phase.ended().or(phase::began).orElseThrow());
    }

    private void say(PhaseView phase) {
        Instant end = phase.ended().or(phase::began).orElseThrow();
        List<String> words = new ArrayList<>();
        words.add("verdict: " + (inTime(phase) ? "in time" : "NOT in time") + ": " + phase.name());
        words.add("began " + span(Duration.between(failed, phase.began().orElseThrow())) + " after the mains failed");
        words.add("was " + phase.state() + " at " + span(Duration.between(failed, end)));
        Optional<Duration> left = battery.apply(end);
        words.add(left.map(some -> some.isZero() ? "the battery was EMPTY" : span(some) + " of battery were left")
                .orElse("nobody knows what the battery had left"));
        log.append(new RunEvent.PowerSaid(
                String.join(", ", words),
                true,
                Duration.between(failed, end),
                Optional.empty(),
                left,
                Optional.empty()));
    }

    static String span(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        return seconds < 60
                ? seconds + " s"
                : seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
    }
}
