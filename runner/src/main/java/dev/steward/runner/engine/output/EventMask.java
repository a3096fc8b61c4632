package dev.steward.runner.engine.output;

import dev.steward.runner.engine.value.PlainData;
import dev.steward.runner.event.Diff;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.event.RunEvent.TaskRef;
import dev.steward.runner.secret.Masker;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Masks and cleans every text of an event: nothing reaches the log past it. */
final class EventMask {

    private final UnaryOperator<String> mask;

    private EventMask(UnaryOperator<String> mask) {
        this.mask = mask;
    }

    static RunEvent masked(RunEvent event, Masker masker) {
        EventMask mask = new EventMask(text -> text == null ? "" : Cleaner.clean(masker.mask(text)));
        return event instanceof RunEvent.TaskFinished finished
                ? mask.finished(finished)
                : mask.ofTask(event).or(() -> mask.ofRun(event)).orElse(event);
    }

    private RunEvent finished(RunEvent.TaskFinished e) {
        return e.with(
                mask.apply(e.message()),
                PlainData.of(e.data(), mask),
                e.diffs().stream()
                        .map(d -> new Diff(mask.apply(d.name()), mask.apply(d.before()), mask.apply(d.after())))
                        .toList());
    }

    private Optional<RunEvent> ofTask(RunEvent event) {
        RunEvent out = null;
        if (event instanceof RunEvent.Output e) {
            out = new RunEvent.Output(e.step(), e.host(), e.stream(), mask.apply(e.text()));
        } else if (event instanceof RunEvent.TaskStarted e) {
            out = new RunEvent.TaskStarted(
                    e.step(), mask.apply(e.name()), e.host(), e.delegate(), e.module(), e.changing());
        } else if (event instanceof RunEvent.RetryScheduled e) {
            out = new RunEvent.RetryScheduled(
                    e.step(), e.host(), e.attempt(), e.left(), e.delay(), mask.apply(e.reason()));
        } else if (event instanceof RunEvent.ItemFinished e) {
            out = e.with(mask.apply(e.item()), mask.apply(e.message()), e.data().map(data -> PlainData.of(data, mask)));
        } else if (event instanceof RunEvent.UpidStarted e) {
            out = new RunEvent.UpidStarted(e.step(), e.host(), e.cluster(), e.upid(), mask.apply(e.action()), e.page());
        } else if (event instanceof RunEvent.UpidEnded e) {
            out = new RunEvent.UpidEnded(
                    e.step(), e.host(), e.cluster(), e.upid(), e.result(), mask.apply(e.exitStatus()), e.took());
        } else if (event instanceof RunEvent.ConfirmAsked e) {
            out = new RunEvent.ConfirmAsked(e.step(), e.host(), mask.apply(e.text()), e.until());
        }
        return Optional.ofNullable(out);
    }

    private Optional<RunEvent> ofRun(RunEvent event) {
        RunEvent out = null;
        if (event instanceof RunEvent.PlayStarted e) {
            out = new RunEvent.PlayStarted(
                    e.play(),
                    mask.apply(e.name()),
                    e.batch(),
                    e.batches(),
                    e.hosts(),
                    e.tasks().stream()
                            .map(t -> new TaskRef(t.step(), mask.apply(t.name()), t.module()))
                            .toList());
        } else if (event instanceof RunEvent.PlaySkipped e) {
            out = new RunEvent.PlaySkipped(e.play(), mask.apply(e.name()), mask.apply(e.reason()));
        } else if (event instanceof RunEvent.HostLeft e) {
            out = new RunEvent.HostLeft(e.host(), e.reached(), e.steps(), mask.apply(e.reason()));
        } else if (event instanceof RunEvent.HostReached e) {
            out = new RunEvent.HostReached(e.host(), mask.apply(e.route()));
        } else if (event instanceof RunEvent.FactsGathered e) {
            out = new RunEvent.FactsGathered(e.host(), PlainData.of(e.facts(), mask));
        } else if (event instanceof RunEvent.Warned e) {
            out = new RunEvent.Warned(e.host(), mask.apply(e.text()));
        } else if (event instanceof RunEvent.PhaseEnded e) {
            out = new RunEvent.PhaseEnded(e.phase(), e.name(), e.state(), mask.apply(e.message()), e.took());
        } else if (event instanceof RunEvent.RunFinished e) {
            out = new RunEvent.RunFinished(e.status(), e.exit(), e.recap(), mask.apply(e.message()));
        }
        return Optional.ofNullable(out);
    }
}
