package dev.steward.web.chart;

import dev.steward.runner.proxmox.detail.Series;
import dev.steward.runner.proxmox.detail.Series.Point;
import dev.steward.runner.proxmox.detail.Series.Span;
import dev.steward.web.format.Amounts;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Draws measurements. */
public final class Charts {

    private static final double LEFT = 58;
    private static final double RIGHT = 632;
    private static final double TOP = 8;
    private static final double BOTTOM = 126;
    private static final int POINTS = 240;

    private final Series series;
    private final Span span;
    private final Instant from;
    private final Instant to;
    private final ZoneId zone;

    /**
     * Charts of these measurements.
     *
     * @param now the right end
     * @param zone of the marks of time
     */
    public Charts(Series series, Span span, Instant now, ZoneId zone) {
        this.series = series;
        this.span = span;
        this.from = now.minus(span.length());
        this.to = now;
        this.zone = zone;
    }

    /** How an amount is told. */
    private enum Unit {
        SHARE(value -> Amounts.percent(value)),
        BYTES(Amounts::bytes),
        RATE(value -> Amounts.bytes(value) + "/s");

        private final DoubleFunction<String> words;

        Unit(DoubleFunction<String> words) {
            this.words = words;
        }
    }

    private record Wanted(String name, List<Point> points) {}

    /** What a node used. */
    public List<Chart> node() {
        return List.of(
                chart("CPU", Unit.SHARE, 1, wanted("in use", "cpu")),
                chart("Memory", Unit.BYTES, most("memtotal"), wanted("in use", "memused")),
                chart("Root disk", Unit.BYTES, most("roottotal"), wanted("in use", "rootused")),
                chart("Network", Unit.RATE, 0, wanted("in", "netin"), wanted("out", "netout")));
    }

    /** What a guest used. */
    public List<Chart> guest() {
        return List.of(
                chart("CPU", Unit.SHARE, 1, wanted("in use", "cpu")),
                chart("Memory", Unit.BYTES, most("maxmem"), wanted("in use", "mem")),
                chart("Disk traffic", Unit.RATE, 0, wanted("read", "diskread"), wanted("written", "diskwrite")),
                chart("Network", Unit.RATE, 0, wanted("in", "netin"), wanted("out", "netout")));
    }

    private Wanted wanted(String name, String field) {
        return new Wanted(name, thin(series.of(from, field)));
    }

    private double most(String field) {
        return values(series.of(from, field)).max().orElse(0);
    }

    private static DoubleStream values(List<Point> points) {
        return points.stream()
                .map(Point::value)
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble);
    }

    /* More points than a screen has columns say nothing more: each stands for the mean of its time. */
    private List<Point> thin(List<Point> points) {
        if (points.size() <= POINTS) {
            return points;
        }
        int each = (points.size() + POINTS - 1) / POINTS;
        List<Point> thin = new ArrayList<>();
        for (int i = 0; i < points.size(); i += each) {
            List<Point> some = points.subList(i, Math.min(points.size(), i + each));
            thin.add(new Point(some.get(some.size() / 2).at(), values(some).average()));
        }
        return thin;
    }

    /* whole: what the measurement cannot exceed; 0: nothing is known, and the greatest value decides. */
    private Chart chart(String title, Unit unit, double whole, Wanted... wanted) {
        List<Wanted> measured = Stream.of(wanted)
                .filter(one -> values(one.points()).findAny().isPresent())
                .toList();
        if (measured.isEmpty()) {
            return new Chart(title, "nothing was measured", List.of(), List.of(), List.of());
        }
        double greatest = measured.stream()
                .flatMapToDouble(one -> values(one.points()))
                .max()
                .orElse(0);
        double top = whole > 0 ? Math.max(whole, greatest) : nice(greatest);
        List<Chart.Line> lines = new ArrayList<>();
        for (int i = 0; i < measured.size(); i++) {
            lines.add(line(measured.get(i), i, top));
        }
        String words = String.join(
                "; ",
                measured.stream()
                        .map(one -> words(one, unit, wanted.length > 1))
                        .toList());
        return new Chart(title, words, lines, across(), up(top, unit));
    }

    private static String words(Wanted one, Unit unit, boolean named) {
        double now = values(one.points()).reduce((a, b) -> b).orElse(0);
        double most = values(one.points()).max().orElse(0);
        double mean = values(one.points()).average().orElse(0);
        return (named ? one.name() + " " : "") + unit.words.apply(now) + ", mean " + unit.words.apply(mean) + ", most "
                + unit.words.apply(most);
    }

    /* 1, 2 or 5 times a power of two's thousand: an axis people can read. */
    private static double nice(double value) {
        double base = 1;
        while (base * 1024 <= value) {
            base *= 1024;
        }
        for (double step : new double[] {1, 2, 5, 10, 20, 50, 100, 200, 500, 1024}) {
            if (step * base >= value) {
                return step * base;
            }
        }
        return value;
    }

    private Chart.Line line(Wanted wanted, int number, double top) {
        StringBuilder path = new StringBuilder();
        StringBuilder area = new StringBuilder();
        double begun = -1;
        double last = -1;
        for (Point point : wanted.points()) {
            if (point.value().isEmpty()) {
                close(area, begun, last);
                begun = -1;
                continue;
            }
            double x = x(point.at());
            String at = text(x) + " " + text(y(point.value().getAsDouble(), top));
            path.append(begun < 0 ? "M" : "L").append(at);
            area.append(begun < 0 ? "M" + text(x) + " " + text(BOTTOM) + "L" : "L")
                    .append(at);
            begun = begun < 0 ? x : begun;
            last = x;
        }
        close(area, begun, last);
        return new Chart.Line(wanted.name(), "l" + number, path.toString(), number == 0 ? area.toString() : "");
    }

    private static void close(StringBuilder area, double begun, double last) {
        if (begun >= 0) {
            area.append('L').append(text(last)).append(' ').append(text(BOTTOM)).append('Z');
        }
    }

    private double x(Instant at) {
        double share =
                (double) Duration.between(from, at).toMillis() / span.length().toMillis();
        return LEFT + (RIGHT - LEFT) * Math.max(0, Math.min(1, share));
    }

    private static double y(double value, double top) {
        return BOTTOM - (BOTTOM - TOP) * Math.max(0, Math.min(1, top == 0 ? 0 : value / top));
    }

    private static String text(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }

    private static List<Chart.Mark> up(double top, Unit unit) {
        return List.of(
                new Chart.Mark(y(0, top), "0"),
                new Chart.Mark(y(top / 2, top), unit.words.apply(top / 2)),
                new Chart.Mark(y(top, top), unit.words.apply(top)));
    }

    private List<Chart.Mark> across() {
        List<Chart.Mark> marks = new ArrayList<>();
        DateTimeFormatter form = DateTimeFormatter.ofPattern(span == Span.WEEK ? "EEE d MMM" : "HH:mm", Locale.ENGLISH);
        for (ZonedDateTime at = first(); !at.toInstant().isAfter(to); at = next(at)) {
            double x = x(at.toInstant());
            if (x > LEFT + 16 && x < RIGHT - 16) {
                marks.add(new Chart.Mark(x, form.format(at)));
            }
        }
        return marks;
    }

    private ZonedDateTime first() {
        ZonedDateTime begin = from.atZone(zone);
        return switch (span) {
            case HOUR -> begin.truncatedTo(ChronoUnit.HOURS);
            case DAY, WEEK -> begin.truncatedTo(ChronoUnit.DAYS);
        };
    }

    private ZonedDateTime next(ZonedDateTime at) {
        return switch (span) {
            case HOUR -> at.plusMinutes(10);
            case DAY -> at.plusHours(4);
            case WEEK -> at.plusDays(1);
        };
    }
}
