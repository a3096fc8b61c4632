package dev.steward.runner.notify;

import dev.steward.runner.config.ScheduleConfig;
import dev.steward.runner.notice.Notice;
import dev.steward.runner.notice.Notice.Kind;
import dev.steward.runner.notice.Notice.Severity;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.ScheduleStore.ScheduleRow;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.green.Green;
import dev.steward.runner.store.green.Greens;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * That a schedule's playbook has not gone well for several periods in a row, whatever the reason was each time: failed, lost,
 * missed and cancelled all leave undone what should be done each week. Told once until it goes well again; not of a schedule
 * that somebody has paused.
 */
final class Overdue {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm xxx", Locale.ROOT);

    private final Store store;
    private final RunMail texts;
    private final ZoneId zone;

    Overdue(Store store, RunMail texts, ZoneId zone) {
        this.store = store;
        this.texts = texts;
        this.zone = zone;
    }

    /** What the end of a run makes overdue; empty: nothing, or it was not scheduled. */
    Optional<Notice> by(long id) {
        return store.queries()
                .run(id)
                .flatMap(run -> run.schedule().flatMap(store.schedules()::find).flatMap(row -> of(run, row)));
    }

    private Optional<Notice> of(Run run, ScheduleRow row) {
        ScheduleConfig config = store.json().value(row.definition(), ScheduleConfig.class);
        if (config.overdueAfter() == 0 || !config.enabled() || row.pausedBy().isPresent()) {
            return Optional.empty();
        }
        Greens.Since since = store.greens().since(row.name(), run.playbook());
        return since.ended() >= config.overdueAfter() ? Optional.of(notice(run, row.name(), since)) : Optional.empty();
    }

    private Notice notice(Run run, String schedule, Greens.Since since) {
        Instant at = run.times().finished().orElse(run.times().created());
        return new Notice(
                "overdue-" + schedule + "-" + since.first().orElse(run.id()),
                Kind.OVERDUE,
                Severity.ERROR,
                run.playbook(),
                run.playbook() + ": no green run in " + since.ended() + " periods of " + schedule,
                text(run, schedule, since),
                texts.link(run),
                at,
                Optional.of(run.id()));
    }

    private String text(Run run, String schedule, Greens.Since since) {
        String green = since.green()
                .map(last -> "The last green run was " + last.run() + ", " + time(last) + ".")
                .orElse("There was never a green one.");
        return run.playbook() + " has not gone well in " + since.ended() + " fires of " + schedule + " in a row. "
                + green
                + "\nThe last of them: run " + run.id() + ", " + run.status().word()
                + (run.message().isBlank() ? "" : ": " + run.message())
                + "\n\nNext: steward runs list --playbook '" + run.playbook()
                + "'; this is told once, until it goes well again.\n";
    }

    private String time(Green green) {
        return TIME.format(green.at().atZone(zone));
    }
}
