package dev.steward.runner.alert;

import dev.steward.runner.notice.Notice;
import dev.steward.runner.notice.Notice.Severity;
import dev.steward.runner.store.alert.Alert;
import dev.steward.runner.store.alert.Alerts;
import dev.steward.runner.store.alert.Silence;
import dev.steward.runner.store.alert.Silences;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Tells people of alerts: once that one is raised, once that it is over. What a silence covers waits until the silence is over, and is
 * told then if it is still so. The key of a notice is the alert's number, so that a process that dies in between tells nothing twice.
 */
public final class AlertTeller {

    private final Alerts alerts;
    private final Silences silences;
    private final Consumer<Notice> out;
    private final Optional<String> url;
    private final Optional<Duration> remind;
    private final Time time;

    /**
     * A teller.
     *
     * @param out keeps a notice before it returns
     * @param url of the page, for links; empty: none
     * @param remind how often of what nobody acknowledges; empty: never
     */
    public AlertTeller(
            Alerts alerts,
            Silences silences,
            Consumer<Notice> out,
            Optional<String> url,
            Optional<Duration> remind,
            Time time) {
        this.alerts = alerts;
        this.silences = silences;
        this.out = out;
        this.url = url;
        this.remind = remind;
        this.time = time;
    }

    /** Tells what is to be told now. */
    public void pass() {
        Instant now = time.now();
        List<Alert> untold = alerts.untold();
        List<Silence> holding = untold.isEmpty() ? List.of() : silences.holding(now);
        List<Alert> together = new ArrayList<>();
        for (Alert alert : untold) {
            boolean silent = holding.stream().anyMatch(silence -> silence.covers(alert));
            if (alert.cleared().isPresent()) {
                over(alert, silent);
            } else if (!silent && !alert.told().raised() && kind(alert) == AlertKind.PATCHES) {
                together.add(alert);
            } else if (!silent) {
                stillSo(alert, now);
            }
        }
        together(together, now);
    }

    /** A look at all hosts finds many at once: that is one notice. */
    private void together(List<Alert> fresh, Instant now) {
        if (fresh.size() < 2) {
            fresh.forEach(alert -> stillSo(alert, now));
            return;
        }
        Alert first = fresh.get(0);
        Alert last = fresh.get(fresh.size() - 1);
        String lines = fresh.stream()
                .map(alert -> alert.title() + " (alert " + alert.id() + ")")
                .collect(Collectors.joining("\n"));
        out.accept(new Notice(
                "alerts-" + first.id() + "-" + last.id() + "-" + fresh.size() + "-raised",
                kind(first).raised(),
                severity(first),
                first.cluster(),
                "Updates of " + fresh.size() + " hosts wait for too long",
                lines + "\n\nNext: steward patch report; steward alerts list\n",
                url.map(base -> base + "/alerts"),
                last.raised(),
                Optional.empty()));
        fresh.forEach(alert -> alerts.toldRaised(alert.id(), now));
    }

    private void over(Alert alert, boolean silent) {
        if (alert.told().raised() && silent) {
            return;
        }
        if (alert.told().raised()) {
            out.accept(restored(alert));
        }
        // that nobody was told of it is told to nobody
        alerts.toldCleared(alert.id());
    }

    private void stillSo(Alert alert, Instant now) {
        if (!alert.told().raised()) {
            out.accept(lost(alert));
            alerts.toldRaised(alert.id(), now);
        } else if (alert.acked().isEmpty() && remind.isPresent() && due(alert, now)) {
            out.accept(reminder(alert, now));
            alerts.reminded(alert.id(), now);
        }
    }

    private boolean due(Alert alert, Instant now) {
        Instant last = alert.told().last().orElse(alert.raised());
        return !now.isBefore(last.plus(remind.orElseThrow()));
    }

    private Notice lost(Alert alert) {
        String next = "\nNext: steward alerts list; steward alerts ack " + alert.id() + "\n";
        return notice(alert, "raised", kind(alert).raised(), severity(alert), alert.title(), next, alert.raised());
    }

    private Notice reminder(Alert alert, Instant now) {
        String next = "\nNobody has acknowledged it: steward alerts ack " + alert.id() + "\n";
        String what = "reminder-" + (alert.told().reminders() + 1);
        return notice(alert, what, kind(alert).raised(), severity(alert), "Still: " + alert.title(), next, now);
    }

    private Notice restored(Alert alert) {
        Alert.Cleared cleared = alert.cleared().orElseThrow();
        String lasted =
                "\nIt lasted " + words(Duration.between(alert.raised(), cleared.at())) + ": " + alert.title() + "\n";
        return notice(alert, "cleared", kind(alert).cleared(), Severity.INFO, cleared.by(), lasted, cleared.at());
    }

    private Notice notice(
            Alert alert, String what, Notice.Kind kind, Severity severity, String title, String more, Instant at) {
        String text = title + "\n" + (alert.text().isEmpty() ? "" : alert.text() + "\n") + more;
        return new Notice(
                "alert-" + alert.id() + "-" + what,
                kind,
                severity,
                alert.place(),
                title,
                text,
                url.map(base -> base + "/alerts"),
                at,
                Optional.empty());
    }

    private static AlertKind kind(Alert alert) {
        return AlertKind.of(alert.kind());
    }

    private static Severity severity(Alert alert) {
        return Severity.valueOf(alert.severity().toUpperCase(Locale.ROOT));
    }

    private static String words(Duration lasted) {
        long minutes = lasted.toMinutes();
        if (minutes < 2) {
            return lasted.toSeconds() + " s";
        }
        return minutes < 120 ? minutes + " min" : lasted.toHours() + " h";
    }
}
