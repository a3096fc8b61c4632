package dev.steward.runner.metrics.form;

import dev.steward.runner.metrics.form.Family.Kind;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one scrape answers, in the text format of Prometheus (version 0.0.4). For one thread. */
public final class Families {

    private static final PrometheusTextFormatWriter WRITER = PrometheusTextFormatWriter.create();

    private final Map<String, Family> families = new LinkedHashMap<>();
    private final List<Durations> durations = new ArrayList<>();

    /** The media type of {@link #text}. */
    public static String type() {
        return WRITER.getContentType();
    }

    /** What goes up and down; the same name is the same family. */
    public Family gauge(String name, String help) {
        return family(Kind.GAUGE, name, help);
    }

    /** What only grows; its name ends in {@code _total}. */
    public Family counter(String name, String help) {
        return family(Kind.COUNTER, name, help);
    }

    /** What only grows, or says nothing of that, under a name that would belong to the other. */
    public Family untyped(String name, String help) {
        return family(Kind.UNTYPED, name, help);
    }

    private Family family(Kind kind, String name, String help) {
        return families.computeIfAbsent(name, key -> new Family(kind, name, help));
    }

    /** Adds all series of another. */
    public void take(Families other) {
        other.families.forEach((name, family) ->
                families.computeIfAbsent(name, key -> family.empty()).take(family));
    }

    /** How long something took, kept elsewhere. */
    public void add(Durations took) {
        durations.add(took);
    }

    /**
     * All of it. Each family is written alone: the exporter that others know has a gauge and a counter of one name, apart
     * from the counter's suffix, which this format allows and a later one does not.
     */
    public String text() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            for (Family family : families.values()) {
                write(out, family.snapshot());
            }
            for (Durations one : durations) {
                write(out, one.snapshot());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void write(ByteArrayOutputStream out, MetricSnapshot one) throws IOException {
        WRITER.write(out, new MetricSnapshots(one), EscapingScheme.DEFAULT);
    }
}
