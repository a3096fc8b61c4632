package dev.steward.web.chart;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Where values stand in a drawing of 640 x 150 units. */
final class Drawing {

    static final double LEFT = 58;
    static final double RIGHT = 632;
    private static final double TOP = 8;
    private static final double BOTTOM = 126;
    private static final int POINTS = 240;

    private final List<Instant> times;
    private final Instant from;
    private final Duration length;

    /** A drawing of values at these times. */
    Drawing(List<Instant> times, Instant from, Duration length) {
        this.times = times;
        this.from = from;
        this.length = length;
    }

    Chart.Line line(String name, int number, List<OptionalDouble> values, double top) {
        StringBuilder path = new StringBuilder();
        StringBuilder area = new StringBuilder();
        double begun = -1;
        double last = -1;
        // more points than a screen has columns say nothing more: each stands for the mean of its time
        int each = (values.size() + POINTS - 1) / POINTS;
        for (int i = 0; i < values.size(); i += each) {
            int end = Math.min(values.size(), i + each);
            OptionalDouble value = mean(values.subList(i, end));
            if (value.isEmpty()) {
                close(area, begun, last);
                begun = -1;
                continue;
            }
            double x = x(times.get((i + end) / 2));
            String at = text(x) + " " + text(y(value.getAsDouble(), top));
            path.append(begun < 0 ? "M" : "L").append(at);
            area.append(begun < 0 ? "M" + text(x) + " " + text(BOTTOM) + "L" : "L")
                    .append(at);
            begun = begun < 0 ? x : begun;
            last = x;
        }
        close(area, begun, last);
        return new Chart.Line(name, "l" + number, path.toString(), number == 0 ? area.toString() : "", values);
    }

    static OptionalDouble mean(List<OptionalDouble> values) {
        return values.stream()
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .average();
    }

    private static void close(StringBuilder area, double begun, double last) {
        if (begun >= 0) {
            area.append('L').append(text(last)).append(' ').append(text(BOTTOM)).append('Z');
        }
    }

    double x(Instant at) {
        double share = (double) Duration.between(from, at).toMillis() / length.toMillis();
        return LEFT + (RIGHT - LEFT) * Math.max(0, Math.min(1, share));
    }

    private static double y(double value, double top) {
        return BOTTOM - (BOTTOM - TOP) * Math.max(0, Math.min(1, top == 0 ? 0 : value / top));
    }

    private static String text(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }

    static List<Chart.Mark> up(double top, Unit unit) {
        return IntStream.rangeClosed(0, 2)
                .mapToObj(half -> new Chart.Mark(y(top * half / 2, top), half == 0 ? "0" : unit.of(top * half / 2)))
                .toList();
    }
}
