package dev.steward.web.chart;

import dev.steward.runner.collect.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Charts as a table, for who reads better than sees: the means of longer times, the newest first.
 *
 * @param heads of the columns, the first is the time
 * @param rows as many cells each
 */
public record Figures(List<String> heads, List<List<String>> rows) {

    /** A table of charts of a usage. */
    static Figures of(Usage usage, List<Chart> charts, ZoneId zone) {
        List<String> heads = new ArrayList<>(List.of("From"));
        for (Chart chart : charts) {
            chart.lines()
                    .forEach(line ->
                            heads.add(chart.lines().size() > 1 ? chart.title() + " " + line.name() : chart.title()));
        }
        int each = (int) length(usage).dividedBy(usage.step());
        DateTimeFormatter form = DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);
        List<List<String>> rows = new ArrayList<>();
        for (int end = usage.count(); end > 0; end -= each) {
            int begin = Math.max(0, end - each);
            Instant at = usage.from().plus(usage.step().multipliedBy(begin));
            List<String> row = new ArrayList<>(List.of(form.format(at.atZone(zone))));
            for (Chart chart : charts) {
                for (Chart.Line line : chart.lines()) {
                    row.add(cell(
                            Unit.valueOf(chart.unit().toUpperCase(Locale.ROOT)),
                            line.values().subList(begin, end)));
                }
            }
            rows.add(row);
        }
        return new Figures(heads, rows);
    }

    private static Duration length(Usage usage) {
        return switch (usage.span()) {
            case HOUR -> Duration.ofMinutes(5);
            case DAY -> Duration.ofHours(1);
            case WEEK -> Duration.ofHours(12);
            case MONTH -> Duration.ofDays(1);
        };
    }

    private static String cell(Unit unit, List<OptionalDouble> values) {
        OptionalDouble mean = Drawing.mean(values);
        return mean.isPresent() ? unit.of(mean.getAsDouble()) : "–";
    }
}
