package dev.steward.web.timeline;

import dev.steward.runner.store.Matrix;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunQueries;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.upid.UpidRow;
import dev.steward.runner.time.Time;
import dev.steward.web.estate.Links;
import dev.steward.web.format.Times;
import dev.steward.web.matrix.RunMatrix;
import dev.steward.web.matrix.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Draws when what of a run went on; of many hosts a page at a time. */
public final class Timelines {

    private static final int MARKS = 4;
    private static final int SLOWEST = 15;
    private static final double LEAST = 1.5;

    private final Store store;
    private final RunQueries queries;
    private final Time time;

    /** Of the runs of a store. */
    public Timelines(Store store, Time time) {
        this.store = store;
        this.queries = store.queries();
        this.time = time;
    }

    /**
     * A page of hosts of a run.
     *
     * @param from the first host, counted from 0; beyond the last one: none
     */
    public Timeline of(Run run, int from) {
        List<Standing> hosts = Standing.of(queries, run.id());
        List<Standing> shown = hosts.stream().skip(from).limit(Timeline.PAGE).toList();
        List<Matrix.Column> columns = queries.columns(run.id());
        Map<String, Matrix.Column> steps =
                columns.stream().collect(Collectors.toMap(Matrix.Column::step, column -> column));
        List<Matrix.Cell> cells =
                queries.cells(run.id(), shown.stream().map(Standing::host).toList(), steps.keySet());
        Scale scale = scale(run, cells);
        Map<String, List<Matrix.Cell>> byHost = cells.stream().collect(Collectors.groupingBy(Matrix.Cell::host));
        Map<String, List<UpidRow>> upids = store.upids().of(run.id()).stream()
                .filter(row -> row.origin().isPresent())
                .collect(Collectors.groupingBy(row -> row.origin().get().host()));
        List<Timeline.Line> rows = new ArrayList<>();
        for (Standing one : shown) {
            List<Timeline.Bar> tasks = byHost.getOrDefault(one.host(), List.of()).stream()
                    .filter(cell -> cell.started().isPresent())
                    .map(cell -> bar(scale, cell, steps.get(cell.step())))
                    .toList();
            List<Timeline.Bar> begun = upids.getOrDefault(one.host(), List.of()).stream()
                    .map(row -> bar(scale, row))
                    .toList();
            String words = tasks.stream().map(Timeline.Bar::words).collect(Collectors.joining("; "));
            rows.add(new Timeline.Line(one.host(), one.worst(), tasks, begun, words));
        }
        return new Timeline(
                scale.marks(), plays(scale, columns, cells), rows, hosts.size(), from, slowest(run, cells, steps));
    }

    /** From the begin of a run to its end, or to now. */
    private record Scale(Instant begin, Duration length) {

        String x(Instant at) {
            return text(Timeline.WIDTH * share(at));
        }

        String width(Instant from, Duration took) {
            double width = Timeline.WIDTH * (share(from.plus(took)) - share(from));
            return text(Math.max(LEAST, width));
        }

        private double share(Instant at) {
            double share = (double) Duration.between(begin, at).toMillis() / Math.max(1, length.toMillis());
            return Math.max(0, Math.min(1, share));
        }

        List<String> marks() {
            List<String> marks = new ArrayList<>(List.of("0"));
            for (int i = 1; i <= MARKS; i++) {
                marks.add(Times.exact(length.multipliedBy(i).dividedBy(MARKS)));
            }
            return marks;
        }

        private static String text(double number) {
            return String.format(Locale.ROOT, "%.1f", number);
        }
    }

    private Scale scale(Run run, List<Matrix.Cell> cells) {
        Instant begin = run.times().started().orElse(run.times().created());
        Instant end = run.times().finished().orElseGet(time::now);
        for (Matrix.Cell cell : cells) {
            Instant last = cell.started().map(at -> at.plus(took(cell, at))).orElse(end);
            end = last.isAfter(end) ? last : end;
        }
        return new Scale(begin, Duration.between(begin, end));
    }

    private Duration took(Matrix.Cell cell, Instant started) {
        return cell.took()
                .orElseGet(
                        () -> cell.status().equals("running") ? Duration.between(started, time.now()) : Duration.ZERO);
    }

    private Timeline.Bar bar(Scale scale, Matrix.Cell cell, Matrix.Column column) {
        Instant started = cell.started().orElseThrow();
        Duration took = took(cell, started);
        String status = RunMatrix.word(cell.status(), cell.ignored());
        return new Timeline.Bar(
                scale.x(started),
                scale.width(started, took),
                status,
                column.name() + ": " + status + ", " + Times.exact(took));
    }

    private Timeline.Bar bar(Scale scale, UpidRow row) {
        Duration took = row.took().orElseGet(() -> Duration.between(row.started(), time.now()));
        String status = row.end().map(end -> end.ok() ? "ok" : "failed").orElse("running");
        return new Timeline.Bar(
                scale.x(row.started()),
                scale.width(row.started(), took),
                status,
                row.action() + ": " + row.end().map(UpidRow.End::result).orElse("running") + ", " + Times.exact(took));
    }

    /* Of the hosts that are shown. */
    private List<Timeline.Bar> plays(Scale scale, List<Matrix.Column> columns, List<Matrix.Cell> cells) {
        Map<String, String> playOf = new HashMap<>();
        columns.forEach(column -> playOf.put(column.step(), column.play()));
        Map<String, Instant[]> spans = new LinkedHashMap<>();
        columns.forEach(column -> spans.putIfAbsent(column.play(), null));
        for (Matrix.Cell cell : cells) {
            cell.started()
                    .ifPresent(at -> spans.merge(
                            playOf.get(cell.step()), new Instant[] {at, at.plus(took(cell, at))}, Timelines::both));
        }
        List<Timeline.Bar> plays = new ArrayList<>();
        spans.forEach((play, span) -> {
            if (span != null) {
                Duration took = Duration.between(span[0], span[1]);
                plays.add(new Timeline.Bar(
                        scale.x(span[0]), scale.width(span[0], took), "", play + ", " + Times.exact(took)));
            }
        });
        return plays;
    }

    private static Instant[] both(Instant[] a, Instant[] b) {
        return new Instant[] {a[0].isBefore(b[0]) ? a[0] : b[0], a[1].isAfter(b[1]) ? a[1] : b[1]};
    }

    private List<Timeline.Slow> slowest(Run run, List<Matrix.Cell> cells, Map<String, Matrix.Column> steps) {
        return cells.stream()
                .filter(cell -> cell.started().isPresent())
                .sorted(Comparator.comparing(
                                (Matrix.Cell cell) -> took(cell, cell.started().orElseThrow()))
                        .reversed()
                        .thenComparing(Matrix.Cell::host))
                .limit(SLOWEST)
                .map(cell -> new Timeline.Slow(
                        cell.step(),
                        steps.get(cell.step()).name(),
                        cell.host(),
                        RunMatrix.word(cell.status(), cell.ignored()),
                        Times.exact(took(cell, cell.started().orElseThrow())),
                        "/runs/" + run.id() + "/tasks/" + Links.segment(cell.step()) + "/"
                                + Links.segment(cell.host())))
                .toList();
    }
}
