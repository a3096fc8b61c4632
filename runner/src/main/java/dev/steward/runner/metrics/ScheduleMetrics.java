package dev.steward.runner.metrics;

import dev.steward.runner.metrics.form.Families;
import dev.steward.runner.metrics.form.Family;
import dev.steward.runner.store.ScheduleStore.ScheduleRow;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.green.Figures.Figure;
import java.util.List;

/** What fires next, and what became of the fires there were. */
final class ScheduleMetrics {

    private static final List<String> RESULTS = List.of("begun", "missed", "refused");

    private final Store store;

    ScheduleMetrics(Store store) {
        this.store = store;
    }

    void tell(Families families) {
        Family next = families.gauge("steward_schedule_next_fire_timestamp_seconds", "When a schedule fires next.");
        Family last = families.gauge(
                "steward_schedule_last_fire_timestamp_seconds", "The last fire of a schedule that began a run.");
        Family paused = families.gauge("steward_schedule_paused", "1 where somebody has paused a schedule.");
        List<ScheduleRow> rows = store.schedules().all();
        for (ScheduleRow row : rows) {
            row.nextFire().ifPresent(at -> next.add(at, "schedule", row.name()));
            row.lastFire().ifPresent(at -> last.add(at, "schedule", row.name()));
            paused.add(row.pausedBy().isPresent(), "schedule", row.name());
        }
        fires(families, rows);
    }

    /** Every result of a schedule is there from the start: the first miss is a growth from 0, not a new series. */
    private void fires(Families families, List<ScheduleRow> rows) {
        Family fires = families.counter(
                "steward_schedule_fires_total",
                "Fires of a schedule by what became of them: begun, missed (nobody was there), refused.");
        Family held =
                families.gauge("steward_schedule_held", "Fires of a schedule that wait for the mains to come back.");
        for (ScheduleRow row : rows) {
            RESULTS.forEach(result -> fires.add(0, "schedule", row.name(), "result", result));
            held.add(0, "schedule", row.name());
        }
        for (Figure figure : store.figures().fires()) {
            if (RESULTS.contains(figure.word())) {
                fires.add(figure.count(), "schedule", figure.of(), "result", figure.word());
            } else if (figure.word().equals("held")) {
                held.add(figure.count(), "schedule", figure.of());
            }
        }
    }
}
