package dev.steward.web.chart;

import dev.steward.runner.collect.usage.Measure;
import dev.steward.runner.collect.usage.Usage;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Makes charts of what something used. */
public final class Charts {

    private final Usage usage;
    private final ZoneId zone;
    private final Drawing drawing;

    /**
     * Charts of a usage.
     *
     * @param zone of the marks of time
     */
    public Charts(Usage usage, ZoneId zone) {
        this.usage = usage;
        this.zone = zone;
        this.drawing = new Drawing(usage.times(), usage.from(), usage.span().length());
    }

    private record Wanted(String name, Usage.Line line) {}

    /** What a node used. */
    public List<Chart> node() {
        return List.of(
                chart("CPU", Unit.SHARE, 1, wanted("in use", Measure.CPU), wanted("waits for disks", Measure.WAIT)),
                chart(
                        "Memory",
                        Unit.BYTES,
                        most(Measure.MEMORY_LIMIT),
                        wanted("in use", Measure.MEMORY),
                        wanted("swap", Measure.SWAP)),
                chart("Root disk", Unit.BYTES, most(Measure.DISK_LIMIT), wanted("in use", Measure.DISK)),
                chart("Network", Unit.RATE, 0, wanted("in", Measure.RECEIVED), wanted("out", Measure.SENT)));
    }

    /** What a guest used; how full its disk is where PVE sees that. */
    public List<Chart> guest() {
        List<Chart> all = new ArrayList<>(List.of(
                chart("CPU", Unit.SHARE, 1, wanted("in use", Measure.CPU)),
                chart("Memory", Unit.BYTES, most(Measure.MEMORY_LIMIT), wanted("in use", Measure.MEMORY)),
                chart("Disk traffic", Unit.RATE, 0, wanted("read", Measure.READ), wanted("written", Measure.WRITTEN)),
                chart("Network", Unit.RATE, 0, wanted("in", Measure.RECEIVED), wanted("out", Measure.SENT))));
        if (usage.lines().containsKey(Measure.DISK)) {
            all.add(2, chart("Root disk", Unit.BYTES, most(Measure.DISK_LIMIT), wanted("in use", Measure.DISK)));
        }
        return all;
    }

    /** How a UPS stood. */
    public List<Chart> ups() {
        return List.of(
                chart("Charge", Unit.SHARE, 1, wanted("of the battery", Measure.CHARGE)),
                chart("Battery lasts", Unit.SPAN, 0, wanted("at its load", Measure.RUNTIME)),
                chart("Load", Unit.SHARE, 1, wanted("in use", Measure.LOAD)),
                chart("Input", Unit.VOLTS, 0, wanted("voltage", Measure.VOLTAGE)));
    }

    private Wanted wanted(String name, Measure measure) {
        return new Wanted(name, usage.lines().getOrDefault(measure, new Usage.Line(List.of(), 0)));
    }

    private double most(Measure measure) {
        return usage.lines().containsKey(measure) ? usage.lines().get(measure).most() : 0;
    }

    /* whole: what the measurement cannot exceed; 0: nothing is known, and the greatest value decides. */
    private Chart chart(String title, Unit unit, double whole, Wanted... wanted) {
        List<Wanted> measured =
                Stream.of(wanted).filter(one -> one.line().last().isPresent()).toList();
        if (measured.isEmpty()) {
            return new Chart(title, unit.word(), "nothing was measured", 0, List.of(), List.of(), List.of());
        }
        double greatest = measured.stream()
                .flatMap(one -> one.line().means().stream())
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .max()
                .orElse(0);
        double top = whole > 0 ? Math.max(whole, greatest) : unit.nice(greatest);
        List<Chart.Line> lines = new ArrayList<>();
        for (int i = 0; i < measured.size(); i++) {
            lines.add(drawing.line(
                    measured.get(i).name(), i, measured.get(i).line().means(), top));
        }
        String words = String.join(
                "; ",
                measured.stream()
                        .map(one -> words(one, unit, measured.size() > 1))
                        .toList());
        return new Chart(title, unit.word(), words, top, lines, across(), Drawing.up(top, unit));
    }

    private static String words(Wanted one, Unit unit, boolean named) {
        Usage.Line line = one.line();
        return (named ? one.name() + " " : "") + unit.of(line.last().orElse(0)) + ", mean "
                + unit.of(line.mean().orElse(0)) + ", most " + unit.of(line.most());
    }

    private List<Chart.Mark> across() {
        List<Chart.Mark> marks = new ArrayList<>();
        DateTimeFormatter form = DateTimeFormatter.ofPattern(
                switch (usage.span()) {
                    case HOUR, DAY -> "HH:mm";
                    case WEEK -> "EEE d MMM";
                    case MONTH -> "d MMM";
                },
                Locale.ENGLISH);
        Instant end = usage.from().plus(usage.span().length());
        for (ZonedDateTime at = first(); !at.toInstant().isAfter(end); at = next(at)) {
            double x = drawing.x(at.toInstant());
            if (x > Drawing.LEFT + 16 && x < Drawing.RIGHT - 16) {
                marks.add(new Chart.Mark(x, form.format(at)));
            }
        }
        return marks;
    }

    private ZonedDateTime first() {
        ZonedDateTime begin = usage.from().atZone(zone);
        return begin.truncatedTo(
                switch (usage.span()) {
                    case HOUR -> ChronoUnit.HOURS;
                    case DAY, WEEK, MONTH -> ChronoUnit.DAYS;
                });
    }

    private ZonedDateTime next(ZonedDateTime at) {
        return switch (usage.span()) {
            case HOUR -> at.plusMinutes(10);
            case DAY -> at.plusHours(4);
            case WEEK -> at.plusDays(1);
            case MONTH -> at.plusDays(5);
        };
    }
}
