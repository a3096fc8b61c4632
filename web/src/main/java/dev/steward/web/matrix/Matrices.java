package dev.steward.web.matrix;

import dev.steward.runner.event.Recap;
import dev.steward.runner.store.Matrix;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunDetail;
import dev.steward.runner.store.RunQueries;
import dev.steward.web.format.Times;
import dev.steward.web.usual.Forecast;
import dev.steward.web.usual.Usuals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads windows on hosts x tasks; the order of the hosts comes from counts, so that only what is shown is read. */
public final class Matrices {

    private static final int HINT = 400;

    private final RunQueries queries;
    private final Usuals usuals;

    /** The matrices of a store. */
    public Matrices(RunQueries queries, Usuals usuals) {
        this.queries = queries;
        this.usuals = usuals;
    }

    /**
     * A window.
     *
     * @param run which
     * @param asked its place and size
     * @param group the key of a failure: only its hosts; empty, or none of the run's: all
     * @param stalls what is silent for long
     */
    public RunMatrix of(Run run, Window asked, Optional<String> group, List<Forecast.Stall> stalls) {
        List<Matrix.Column> columns = queries.columns(run.id());
        Map<String, String> names =
                columns.stream().collect(Collectors.toMap(Matrix.Column::step, Matrix.Column::name));
        List<RunMatrix.Group> groups = Failures.groups(names, queries.cells(run.id(), "failed", "unreachable"));
        Optional<RunMatrix.Group> only = group.flatMap(
                key -> groups.stream().filter(one -> one.key().equals(key)).findFirst());
        List<Standing> hosts = hosts(run, only);
        Window window = asked.on(hosts.size(), columns.size());
        List<Matrix.Column> shown = window.columns(columns);
        List<Standing> seen = window.rows(hosts);
        return new RunMatrix(window, plays(shown), shown, rows(run, window.first(), seen, shown, stalls), groups, only);
    }

    private List<Standing> hosts(Run run, Optional<RunMatrix.Group> only) {
        Set<String> wanted = only.map(group -> Set.copyOf(group.hosts())).orElse(Set.of());
        return Standing.of(queries, run.id()).stream()
                .filter(one -> only.isEmpty() || wanted.contains(one.host()))
                .toList();
    }

    private static Recap.Counts counts(Map<String, Integer> by) {
        int changed = by.getOrDefault("changed", 0);
        int ignored = by.getOrDefault("ignored", 0);
        return new Recap.Counts(
                by.getOrDefault("ok", 0) + changed + ignored,
                changed,
                by.getOrDefault("unreachable", 0),
                by.getOrDefault("failed", 0),
                by.getOrDefault("skipped", 0),
                0,
                ignored,
                0,
                0);
    }

    private List<RunMatrix.Row> rows(
            Run run, int first, List<Standing> hosts, List<Matrix.Column> tasks, List<Forecast.Stall> stalls) {
        Map<Place, Matrix.Cell> known = new HashMap<>();
        queries.cells(
                        run.id(),
                        hosts.stream().map(Standing::host).toList(),
                        tasks.stream().map(Matrix.Column::step).toList())
                .forEach(cell -> known.put(new Place(cell.step(), cell.host()), cell));
        Set<Place> silent = new HashSet<>();
        stalls.forEach(stall -> silent.add(new Place(stall.step(), stall.host())));
        Recap recap = queries.detail(run.id()).map(RunDetail::recap).orElseThrow();
        List<RunMatrix.Row> rows = new ArrayList<>();
        for (Standing one : hosts) {
            List<RunMatrix.Cell> cells = tasks.stream()
                    .map(task -> {
                        Place place = new Place(task.step(), one.host());
                        return cell(run, task, one.host(), known.get(place), silent.contains(place));
                    })
                    .toList();
            boolean told = recap.hosts().containsKey(one.host());
            Recap.Counts counts = told ? recap.of(one.host()) : counts(one.words());
            rows.add(new RunMatrix.Row(first + rows.size(), one.host(), one.worst(), counts, cells));
        }
        return rows;
    }

    private record Place(String step, String host) {}

    private RunMatrix.Cell cell(Run run, Matrix.Column task, String host, Matrix.Cell cell, boolean stalled) {
        if (cell == null) {
            return new RunMatrix.Cell(task.step(), "", host + ", " + task.name() + ": not begun", false);
        }
        String word = RunMatrix.word(cell.status(), cell.ignored());
        String message = cell.message().isEmpty() ? "" : ": " + cell.message();
        String hint = host + ", " + task.name() + ": " + word + took(run, task, cell) + message;
        String cut = hint.length() <= HINT ? hint : hint.substring(0, HINT - 1) + "…";
        return new RunMatrix.Cell(task.step(), word, cut, stalled);
    }

    private String took(Run run, Matrix.Column task, Matrix.Cell cell) {
        if (!cell.status().equals("running")) {
            return cell.took().map(time -> " in " + Times.exact(time)).orElse("");
        }
        Optional<Duration> usual = run.status().ended() ? Optional.empty() : usuals.of(run, task, cell.host());
        return usual.map(time -> ", usually " + Times.exact(time)).orElse("");
    }

    private static List<RunMatrix.PlayHead> plays(List<Matrix.Column> tasks) {
        List<RunMatrix.PlayHead> plays = new ArrayList<>();
        for (Matrix.Column task : tasks) {
            int last = plays.size() - 1;
            if (last >= 0 && plays.get(last).name().equals(task.play())) {
                plays.set(
                        last,
                        new RunMatrix.PlayHead(task.play(), plays.get(last).columns() + 1));
            } else {
                plays.add(new RunMatrix.PlayHead(task.play(), 1));
            }
        }
        return plays;
    }
}
