package dev.steward.runner.engine.output;

import dev.steward.runner.engine.value.PlainData;
import dev.steward.runner.event.Diff;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.event.RunEvent.TaskRef;
import dev.steward.runner.secret.Masker;
import java.util.List;
import java.util.Optional;

/** Masks and cleans every text of an event: nothing reaches the log past it. */
final class EventMask implements PlainData.Texts {

    private final Masker masker;

    private EventMask(Masker masker) {
        this.masker = masker;
    }

    static RunEvent masked(RunEvent event, Masker masker) {
        EventMask mask = new EventMask(masker);
        return event instanceof RunEvent.TaskFinished finished
                ? mask.finished(finished)
                : mask.ofTask(event).or(() -> mask.ofRun(event)).orElse(event);
    }

    @Override
    public String of(String text) {
        return text == null ? "" : Cleaner.clean(masker.mask(text));
    }

    @Override
    public List<String> of(List<String> lines) {
        return masker.mask(lines).stream().map(Cleaner::clean).toList();
    }

    private RunEvent finished(RunEvent.TaskFinished e) {
        return e.with(
                of(e.message()),
                PlainData.of(e.data(), this),
                e.diffs().stream()
                        .map(d -> new Diff(of(d.name()), of(d.before()), of(d.after())))
                        .toList());
    }

    private Optional<RunEvent> ofTask(RunEvent event) {
        RunEvent out = null;
        if (event instanceof RunEvent.Output e) {
            out = new RunEvent.Output(e.step(), e.host(), e.stream(), of(e.text()));
        } else if (event instanceof RunEvent.TaskStarted e) {
            out = new RunEvent.TaskStarted(e.step(), of(e.name()), e.host(), e.delegate(), e.module(), e.changing());
        } else if (event instanceof RunEvent.RetryScheduled e) {
            out = new RunEvent.RetryScheduled(e.step(), e.host(), e.attempt(), e.left(), e.delay(), of(e.reason()));
        } else if (event instanceof RunEvent.ItemFinished e) {
            out = e.with(of(e.item()), of(e.message()), e.data().map(data -> PlainData.of(data, this)));
        } else if (event instanceof RunEvent.UpidStarted e) {
            out = new RunEvent.UpidStarted(e.step(), e.host(), e.cluster(), e.upid(), of(e.action()), e.page());
        } else if (event instanceof RunEvent.UpidEnded e) {
            out = new RunEvent.UpidEnded(
                    e.step(), e.host(), e.cluster(), e.upid(), e.result(), of(e.exitStatus()), e.took());
        } else if (event instanceof RunEvent.ConfirmAsked e) {
            out = new RunEvent.ConfirmAsked(e.step(), e.host(), of(e.text()), e.until());
        }
        return Optional.ofNullable(out);
    }

    private Optional<RunEvent> ofRun(RunEvent event) {
        RunEvent out = null;
        if (event instanceof RunEvent.PlayStarted e) {
            out = new RunEvent.PlayStarted(
                    e.play(),
                    of(e.name()),
                    e.batch(),
                    e.batches(),
                    e.hosts(),
                    e.tasks().stream()
                            .map(t -> new TaskRef(t.step(), of(t.name()), t.module()))
                            .toList());
        } else if (event instanceof RunEvent.PlaySkipped e) {
            out = new RunEvent.PlaySkipped(e.play(), of(e.name()), of(e.reason()));
        } else if (event instanceof RunEvent.HostLeft e) {
            out = new RunEvent.HostLeft(e.host(), e.reached(), e.steps(), of(e.reason()));
        } else if (event instanceof RunEvent.HostReached e) {
            out = new RunEvent.HostReached(e.host(), of(e.route()));
        } else if (event instanceof RunEvent.FactsGathered e) {
            out = new RunEvent.FactsGathered(e.host(), PlainData.of(e.facts(), this));
        } else if (event instanceof RunEvent.Warned e) {
            out = new RunEvent.Warned(e.host(), of(e.text()));
        } else if (event instanceof RunEvent.PhaseEnded e) {
            out = new RunEvent.PhaseEnded(e.phase(), e.name(), e.state(), of(e.message()), e.took());
        } else if (event instanceof RunEvent.RunFinished e) {
            out = new RunEvent.RunFinished(e.status(), e.exit(), e.recap(), of(e.message()));
        }
        return Optional.ofNullable(out);
    }
}
