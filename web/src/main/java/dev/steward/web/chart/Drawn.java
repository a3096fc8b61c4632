package dev.steward.web.chart;

import dev.steward.runner.collect.usage.Usage;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What something used, to be looked at.
 *
 * @param charts in their order
 * @param figures the same as a table
 * @param times the ends of the steps
 * @param from where the first step begins
 * @param happened meanwhile, the newest first
 */
public record Drawn(List<Chart> charts, Figures figures, List<Instant> times, Instant from, List<Happening> happened) {

    /** A node's. */
    public static Drawn node(Usage usage, ZoneId zone, List<Happening> happened) {
        return of(usage, new Charts(usage, zone).node(), zone, happened);
    }

    /** A guest's. */
    public static Drawn guest(Usage usage, ZoneId zone, List<Happening> happened) {
        return of(usage, new Charts(usage, zone).guest(), zone, happened);
    }

    /** A UPS's. */
    public static Drawn ups(Usage usage, ZoneId zone, List<Happening> happened) {
        return of(usage, new Charts(usage, zone).ups(), zone, happened);
    }

    private static Drawn of(Usage usage, List<Chart> charts, ZoneId zone, List<Happening> happened) {
        Drawing drawing = new Drawing(usage.times(), usage.from(), usage.span().length());
        List<Happening> drawn =
                happened.stream().map(one -> one.drawn(drawing.x(one.at()))).toList();
        return new Drawn(charts, Figures.of(usage, charts, zone, drawn), usage.times(), usage.from(), drawn);
    }

    /** As the script reads it: times in seconds, values, null where nothing was measured. */
    public Map<String, Object> data(ZoneId zone) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("zone", zone.getId());
        data.put("from", from.getEpochSecond());
        data.put("times", times.stream().map(Instant::getEpochSecond).toList());
        data.put("charts", charts.stream().map(Drawn::data).toList());
        data.put("happened", happened.stream().map(Drawn::data).toList());
        return data;
    }

    private static Map<String, Object> data(Happening one) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("at", one.at().getEpochSecond());
        data.put("power", one.power());
        data.put("status", one.status());
        data.put("words", one.words());
        data.put("href", one.href());
        return data;
    }

    private static Map<String, Object> data(Chart chart) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("title", chart.title());
        data.put("unit", chart.unit());
        data.put("words", chart.words());
        data.put("top", chart.top());
        data.put(
                "lines",
                chart.lines().stream()
                        .map(line -> Map.of("name", line.name(), "values", values(line)))
                        .toList());
        return data;
    }

    private static List<Double> values(Chart.Line line) {
        return line.values().stream()
                .map(value -> value.isPresent() ? (Double) value.getAsDouble() : null)
                .toList();
    }
}
