package dev.steward.runner.metrics;

import dev.steward.runner.alert.AlertKind;
import dev.steward.runner.metrics.form.Families;
import dev.steward.runner.metrics.form.Family;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.alert.Alert;
import java.util.List;

/** What is wrong that is watched, and whether people are told. */
final class NoticeMetrics {

    private final Store store;

    NoticeMetrics(Store store) {
        this.store = store;
    }

    void tell(Families families) {
        Family notices = families.gauge(
                "steward_notices", "Notices that are kept, by channel and by how their delivery stands.");
        store.figures()
                .notices()
                .forEach(figure -> notices.add(figure.count(), "channel", figure.of(), "state", figure.word()));
        alerts(families);
    }

    private void alerts(Families families) {
        Family family = families.gauge(
                "steward_alerts", "Alerts that are not over, by kind, and whether somebody knows of them.");
        List<Alert> open = store.alerts().open();
        for (AlertKind kind : AlertKind.values()) {
            List<Alert> ours = open.stream()
                    .filter(alert -> alert.kind().equals(kind.toString()))
                    .toList();
            long known =
                    ours.stream().filter(alert -> alert.acked().isPresent()).count();
            family.add(ours.size() - known, "kind", kind.toString(), "state", "raised");
            family.add(known, "kind", kind.toString(), "state", "acknowledged");
        }
    }
}
