package dev.steward.runner.notify.run;

import dev.steward.runner.event.Recap;
import dev.steward.runner.event.RunStatus;
import dev.steward.runner.notice.Notice;
import dev.steward.runner.notice.Notice.Kind;
import dev.steward.runner.notice.Notice.Severity;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunDetail;
import dev.steward.runner.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is told of the end of a run: that it did not go well, or that its playbook does again. Check runs are not told; that a
 * schedule's fire was missed is an alert, and told as such.
 */
public final class RunNotices {

    private static final Map<RunStatus, Kind> KINDS = Map.of(
            RunStatus.FAILED, Kind.FAILED,
            RunStatus.LOST, Kind.LOST,
            RunStatus.MISSED, Kind.MISSED,
            RunStatus.HELD, Kind.HELD,
            RunStatus.CANCELLED, Kind.CANCELLED);

    private static final List<Kind> RUNS = List.of(Kind.FAILED, Kind.LOST, Kind.MISSED, Kind.HELD, Kind.RECOVERED);
    private static final Duration AGAIN = Duration.ofDays(1);

    private final Store store;
    private final RunMail texts;

    /** Those of a store's runs. */
    public RunNotices(Store store, RunMail texts) {
        this.store = store;
        this.texts = texts;
    }

    /** The notice of an ended run; empty where nothing is to be told. */
    public Optional<Notice> of(long id) {
        return store.queries()
                .detail(id)
                .filter(detail -> !Boolean.TRUE.equals(detail.run().options().get("check")))
                .filter(detail -> !alert(detail.run()))
                .flatMap(detail -> kind(detail).map(kind -> notice(detail, kind)));
    }

    private boolean alert(Run run) {
        return run.status() == RunStatus.MISSED
                && run.schedule().flatMap(store.schedules()::find).isPresent();
    }

    private Optional<Kind> kind(RunDetail detail) {
        Run run = detail.run();
        return run.status() == RunStatus.OK
                ? trouble(run).filter(before -> mended(before, detail.recap())).map(before -> Kind.RECOVERED)
                : Optional.ofNullable(KINDS.get(run.status()))
                        .filter(kind -> kind != Kind.MISSED && kind != Kind.HELD || !toldOf(run, kind));
    }

    /** A fire a minute missed or held all night is one notice, not five hundred: it is told once a day while nothing else happens. */
    private boolean toldOf(Run run, Kind kind) {
        return store.outbox()
                .lastAbout(run.playbook(), RUNS)
                .filter(last -> last.kind() == kind
                        && last.at().plus(AGAIN).isAfter(run.times().created()))
                .isPresent();
    }

    /** The trouble that was told last of a playbook, unless a recovery was told since. */
    private Optional<Notice> trouble(Run run) {
        return store.outbox().lastAbout(run.playbook(), RUNS).filter(notice -> notice.kind()
                .trouble());
    }

    /** Whether a green run covers every host on which there was trouble: one on another host mends nothing. */
    private boolean mended(Notice trouble, Recap green) {
        Set<String> bad = trouble.run()
                .flatMap(store.queries()::detail)
                .map(detail -> bad(detail.recap()))
                .orElse(Set.of());
        return green.hosts().keySet().containsAll(bad);
    }

    private static Set<String> bad(Recap recap) {
        return recap.hosts().entrySet().stream()
                .filter(host -> host.getValue().bad())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** The notice that a schedule's fire was missed, by the row that says so. */
    Optional<Notice> missed(long id) {
        return store.queries().detail(id).map(detail -> notice(detail, Kind.MISSED));
    }

    private Notice notice(RunDetail detail, Kind kind) {
        Run run = detail.run();
        return new Notice(
                "run-" + run.id(),
                kind,
                severity(kind),
                run.playbook(),
                texts.title(run, kind),
                texts.text(detail, kind),
                texts.link(run),
                run.times().finished().orElse(run.times().created()),
                Optional.of(run.id()));
    }

    private static Severity severity(Kind kind) {
        return switch (kind) {
            case FAILED, LOST -> Severity.ERROR;
            case MISSED, HELD, CANCELLED -> Severity.WARNING;
            default -> Severity.INFO;
        };
    }
}
