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

    private static final int TOLD = 3;

    /** A table of charts of a usage, with what happened meanwhile, where anything did. */
    static Figures of(Usage usage, List<Chart> charts, ZoneId zone, List<Happening> happened) {
        List<String> heads = new ArrayList<>(List.of("From"));
        for (Chart chart : charts) {
            chart.lines()
                    .forEach(line ->
                            heads.add(chart.lines().size() > 1 ? chart.title() + " " + line.name() : chart.title()));
        }
        if (!happened.isEmpty()) {
            heads.add("Runs and power");
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
            if (!happened.isEmpty()) {
                row.add(told(happened, at, usage.from().plus(usage.step().multipliedBy(end))));
            }
            rows.add(row);
        }
        return new Figures(heads, rows);
    }

    private static String told(List<Happening> happened, Instant from, Instant to) {
        List<String> words = happened.stream()
                .filter(one -> !one.at().isBefore(from) && one.at().isBefore(to))
                .map(Happening::words)
                .toList();
        String first = String.join("; ", words.subList(0, Math.min(TOLD, words.size())));
        return words.size() > TOLD ? first + "; and " + (words.size() - TOLD) + " more" : first;
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
