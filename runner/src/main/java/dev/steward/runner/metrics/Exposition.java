package dev.steward.runner.metrics;

import dev.steward.runner.store.ScheduleStore.ScheduleRow;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.green.Green;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * What a monitoring system needs to notice that something did <em>not</em> happen, in the text format of Prometheus
 * (version 0.0.4). Times are seconds since 1970; a rule compares them with its own clock, so that it also fires while this
 * product is down.
 */
public final class Exposition {

    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    private final Store store;

    /** The metrics of a store. */
    public Exposition(Store store) {
        this.store = store;
    }

    /** The media type of {@link #text}. */
    public String type() {
        return writer.getContentType();
    }

    /** The metrics as they are now. */
    public String text() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.write(out, now(), EscapingScheme.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private MetricSnapshots now() {
        List<Green> greens = store.greens().all();
        List<ScheduleRow> schedules = store.schedules().all();
        return new MetricSnapshots(hosts(greens), playbooks(greens), next(schedules), paused(schedules));
    }

    private static GaugeSnapshot hosts(List<Green> greens) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder()
                .name("steward_last_success_timestamp_seconds")
                .help("When a playbook last went well on a host; checks do not count.");
        greens.stream()
                .filter(green -> !green.whole())
                .forEach(green -> gauge.dataPoint(
                        seconds(Labels.of("playbook", green.playbook(), "host", green.host()), green.at())));
        return gauge.build();
    }

    private static GaugeSnapshot playbooks(List<Green> greens) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder()
                .name("steward_last_green_run_timestamp_seconds")
                .help("When a playbook last went well on all its hosts, without limit or tags.");
        greens.stream()
                .filter(Green::whole)
                .forEach(green -> gauge.dataPoint(seconds(Labels.of("playbook", green.playbook()), green.at())));
        return gauge.build();
    }

    private static GaugeSnapshot next(List<ScheduleRow> schedules) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder()
                .name("steward_schedule_next_fire_timestamp_seconds")
                .help("When a schedule fires next.");
        schedules.forEach(
                row -> row.nextFire().ifPresent(at -> gauge.dataPoint(seconds(Labels.of("schedule", row.name()), at))));
        return gauge.build();
    }

    private static GaugeSnapshot paused(List<ScheduleRow> schedules) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name("steward_schedule_paused").help("1 where somebody has paused a schedule.");
        schedules.forEach(row -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(Labels.of("schedule", row.name()))
                .value(row.pausedBy().isPresent() ? 1 : 0)
                .build()));
        return gauge.build();
    }

    private static GaugeDataPointSnapshot seconds(Labels labels, Instant at) {
        return GaugeDataPointSnapshot.builder()
                .labels(labels)
                .value(at.toEpochMilli() / 1000.0)
                .build();
    }
}
