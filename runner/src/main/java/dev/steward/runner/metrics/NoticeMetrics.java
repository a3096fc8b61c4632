package dev.steward.runner.metrics;

import dev.steward.runner.metrics.form.Families;
import dev.steward.runner.metrics.form.Family;
import dev.steward.runner.store.Store;

/** Whether people are told. */
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
    }
}
