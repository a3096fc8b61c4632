package dev.steward.runner.notify;

import dev.steward.runner.alert.AlertKind;
import dev.steward.runner.alert.Sign;
import dev.steward.runner.notice.Notice;
import dev.steward.runner.notice.Notice.Kind;
import dev.steward.runner.store.alert.Alert;
import dev.steward.runner.store.alert.Alerts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Puts a UPS that cannot be seen on the list of alerts. Power protection tells it, at once and whatever becomes of alerts and their
 * database; here it only becomes known what was told. One that answers again is believed after a while: a line that comes and goes is
 * one trouble.
 */
final class UpsAlerts {

    private static final Duration STEADY = Duration.ofSeconds(30);

    private final Alerts alerts;
    private final Set<String> known = new HashSet<>();

    UpsAlerts(Alerts alerts) {
        this.alerts = alerts;
    }

    /** Whether a notice says that a UPS cannot be seen. */
    static boolean lost(Notice notice) {
        return notice.kind() == Kind.UPS_COMM_LOST;
    }

    /** Whether a notice says that it answers again. */
    static boolean restored(Notice notice) {
        return notice.kind() == Kind.UPS_COMM_RESTORED;
    }

    /** What is to be told of that which is spooled; what is not waits, or is taken out of the spool for nothing has changed. */
    List<Spool.Kept> due(Spool spool, Instant now) {
        List<Spool.Kept> due = new ArrayList<>(spool.collect());
        for (Spool.Kept back : List.copyOf(due)) {
            if (!restored(back.notice()) || open(back.notice()).isEmpty()) {
                continue;
            }
            Optional<Spool.Kept> again = due.subList(due.indexOf(back), due.size()).stream()
                    .filter(one -> lost(one.notice())
                            && one.notice().about().equals(back.notice().about()))
                    .findFirst();
            if (again.isPresent()) {
                List.of(back, again.get()).forEach(one -> {
                    spool.drop(one.notice().key());
                    due.remove(one);
                });
            } else if (now.isBefore(back.notice().at().plus(STEADY))) {
                due.remove(back);
            }
        }
        return due;
    }

    /** The alert that a notice is about, while it is raised. */
    Optional<Alert> open(Notice notice) {
        String identity = sign(notice).identity();
        return alerts.open().stream()
                .filter(alert -> alert.identity().equals(identity))
                .findFirst();
    }

    /**
     * Takes what a notice says.
     *
     * @param told whether people are told by the notice itself; else the alert tells them later
     */
    void take(Notice notice, boolean told, Instant now) {
        if (!known.add(notice.key())) {
            return;
        }
        if (lost(notice)) {
            Alert alert = alerts.raise(sign(notice).draft(), notice.at());
            if (told && !alert.told().raised()) {
                alerts.toldRaised(alert.id(), now);
            }
        } else {
            open(notice)
                    .filter(alert -> alerts.clear(alert.id(), sign(notice).title(), notice.at()))
                    .filter(alert -> told || !alert.told().raised())
                    .ifPresent(alert -> alerts.toldCleared(alert.id()));
        }
    }

    /** What a notice says, as a sign. */
    static Sign sign(Notice notice) {
        String title = notice.text().strip().lines().findFirst().orElse(notice.title());
        return Sign.own(AlertKind.UPS, notice.about(), Sign.Level.BAD, title, "");
    }
}
