package dev.steward.runner.notify.run;

import dev.steward.runner.alert.AlertKind;
import dev.steward.runner.alert.Sign;
import dev.steward.runner.config.ScheduleConfig;
import dev.steward.runner.notice.Notice;
import dev.steward.runner.notice.Notice.Kind;
import dev.steward.runner.notice.Notice.Severity;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.ScheduleStore.ScheduleRow;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.alert.Alert;
import dev.steward.runner.store.green.Green;
import dev.steward.runner.store.green.Greens;
import dev.steward.runner.store.outbox.Posted;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * What schedules leave undone, as alerts: that a fire was missed, until a later one ran; and that a schedule's playbook has not gone
 * well for several periods in a row, whatever the reason was each time, until it goes well again. Nothing is overdue of a schedule
 * that somebody has paused.
 */
public final class ScheduleAlerts {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm xxx", Locale.ROOT);
    private static final String SUBJECT = "schedule/";

    private final Store store;
    private final RunMail texts;
    private final RunNotices runs;
    private final ZoneId zone;

    /** Those of a store's schedules. */
    public ScheduleAlerts(Store store, RunMail texts, RunNotices runs, ZoneId zone) {
        this.store = store;
        this.texts = texts;
        this.runs = runs;
        this.zone = zone;
    }

    /** Takes what is wrong. */
    @FunctionalInterface
    public interface Raising {

        /**
         * Puts it on the list and tells it, unless it is there.
         *
         * @param notice that tells it; its key does not matter
         */
        void raise(Sign sign, Notice notice);
    }

    /** Raises what the end of a run shows to be wrong, where it was scheduled. */
    public void by(long id, Raising out) {
        store.queries()
                .run(id)
                .flatMap(Run::schedule)
                .flatMap(store.schedules()::find)
                .ifPresent(row -> {
                    Optional<Run> missed = store.ends().missed(row.name()).flatMap(store.queries()::run);
                    missed.flatMap(run -> runs.missed(run.id()))
                            .ifPresent(notice -> out.raise(missed(row, missed.orElseThrow(), notice), notice));
                    store.queries()
                            .run(id)
                            .flatMap(run -> overdue(run, row))
                            .ifPresent(notice ->
                                    out.raise(sign(AlertKind.OVERDUE, row, notice.title(), notice.text()), notice));
                });
    }

    private Sign missed(ScheduleRow row, Run run, Notice notice) {
        String due = run.scheduledAt()
                .map(at -> " of " + TIME.format(at.atZone(zone)))
                .orElse("");
        String why = run.message().isBlank() ? "" : ": " + run.message();
        return sign(AlertKind.MISSED, row, "Schedule " + row.name() + " missed its fire" + due + why, notice.text());
    }

    private static Sign sign(AlertKind kind, ScheduleRow row, String title, String text) {
        return Sign.own(kind, SUBJECT + row.name(), Sign.Level.BAD, title, text);
    }

    private Optional<Notice> overdue(Run run, ScheduleRow row) {
        Optional<Greens.Since> since = since(row);
        return since.filter(all -> all.ended() >= config(row).overdueAfter())
                .map(all -> notice(run, playbook(row).orElse(run.playbook()), row.name(), all));
    }

    /** Empty where nobody wants to know it. */
    private Optional<Greens.Since> since(ScheduleRow row) {
        ScheduleConfig config = config(row);
        boolean wanted =
                config.overdueAfter() > 0 && config.enabled() && row.pausedBy().isEmpty();
        return Optional.of(row).filter(one -> wanted).flatMap(this::playbook).map(playbook -> store.greens()
                .since(row.name(), playbook));
    }

    private ScheduleConfig config(ScheduleRow row) {
        return store.json().value(row.definition(), ScheduleConfig.class);
    }

    /** By the last run: the row of a fire that was missed knows the file only. */
    private Optional<String> playbook(ScheduleRow row) {
        return store.ends()
                .ran(row.name())
                .or(() -> store.ends().missed(row.name()))
                .flatMap(store.queries()::run)
                .map(Run::playbook);
    }

    private Notice notice(Run run, String playbook, String schedule, Greens.Since since) {
        Instant at = run.times().finished().orElse(run.times().created());
        return new Notice(
                "overdue-" + schedule,
                Kind.OVERDUE,
                Severity.ERROR,
                playbook,
                playbook + ": no green run in " + since.ended() + " periods of " + schedule,
                text(run, playbook, schedule, since),
                texts.link(run),
                at,
                Optional.of(run.id()));
    }

    private String text(Run run, String playbook, String schedule, Greens.Since since) {
        String green = since.green()
                .map(last -> "The last green run was " + last.run() + ", " + time(last) + ".")
                .orElse("There was never a green one.");
        return playbook + " has not gone well in " + since.ended() + " fires of " + schedule + " in a row. " + green
                + "\nThe last of them: run " + run.id() + ", " + run.status().word()
                + (run.message().isBlank() ? "" : ": " + run.message())
                + "\n\nNext: steward runs list --playbook '" + playbook
                + "'; this is told once, until it goes well again.\n";
    }

    private String time(Green green) {
        return TIME.format(green.at().atZone(zone));
    }

    /** Ends what is over. Where its run was told to go well again, that was the notice of it. */
    public void over(Instant now) {
        store.alerts().open().stream()
                .filter(alert -> alert.subject().startsWith(SUBJECT))
                .forEach(alert -> over(alert, now));
    }

    private void over(Alert alert, Instant now) {
        String name = alert.subject().substring(SUBJECT.length());
        Optional<ScheduleRow> row = store.schedules().find(name);
        if (row.isEmpty()) {
            store.alerts().clear(alert.id(), "Schedule " + name + " is no longer there", now);
        } else if (alert.kind().equals(AlertKind.MISSED.toString())) {
            fired(alert, name, now);
        } else {
            green(alert, row.get(), now);
        }
    }

    private void fired(Alert alert, String schedule, Instant now) {
        if (store.ends().missed(schedule).isEmpty()) {
            store.ends()
                    .ran(schedule)
                    .flatMap(store.queries()::run)
                    .ifPresent(run -> clear(
                            alert,
                            "Schedule " + schedule + " fires again: run " + run.id() + ", "
                                    + run.status().word(),
                            run.id(),
                            now));
        }
    }

    private void green(Alert alert, ScheduleRow row, Instant now) {
        Optional<Greens.Since> since = since(row);
        if (since.isEmpty()) {
            String title = "It is no longer watched whether schedule " + row.name() + " goes well: it is "
                    + (row.pausedBy().isPresent() ? "paused" : "switched off");
            store.alerts().clear(alert.id(), title, now);
        } else if (since.get().ended() < config(row).overdueAfter()) {
            since.get()
                    .green()
                    .ifPresent(green ->
                            clear(alert, green.playbook() + " went well again: run " + green.run(), green.run(), now));
        }
    }

    private void clear(Alert alert, String title, long run, Instant now) {
        if (!store.outbox().considered(run)) {
            return; // what is told of the run itself comes first
        }
        if (store.alerts().clear(alert.id(), title, now) && alert.told().raised() && told(run)) {
            store.alerts().toldCleared(alert.id());
        }
    }

    private boolean told(long run) {
        return store.outbox()
                .find("run-" + run)
                .map(Posted::notice)
                .filter(notice -> notice.kind() == Kind.RECOVERED)
                .isPresent();
    }
}
