package dev.steward.web.estate;

import dev.steward.runner.store.Matrix;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunFilter;
import dev.steward.runner.store.RunQueries;
import dev.steward.web.format.Times;
import dev.steward.web.format.When;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What runs did to a guest: how it stood with that host, not with the run. */
public final class GuestRuns {

    /** So many at most. */
    public static final int RUNS = 12;

    /** The worst first. */
    private static final List<String> ORDER =
            List.of("failed", "unreachable", "running", "changed", "ok", "ignored", "skipped");

    private final RunQueries queries;
    private final Times times;

    /** Of the runs of a store. */
    public GuestRuns(RunQueries queries, Times times) {
        this.queries = queries;
        this.times = times;
    }

    /**
     * A run and this host.
     *
     * @param run its number
     * @param playbook its name
     * @param host the name it had there
     * @param status the worst of its tasks on this host
     * @param when it began
     * @param counts how its tasks stand, in words
     * @param steps those that changed something, failed, or go on
     */
    public record Line(
            long run, String playbook, String host, String status, When when, String counts, List<Step> steps) {}

    /** A task on this host. */
    public record Step(String name, String status, String message, String href) {}

    /** The last runs that touched hosts of these names. */
    public List<Line> of(List<String> hosts) {
        if (hosts.isEmpty()) {
            return List.of();
        }
        RunFilter touched = RunFilter.ALL.and(RunFilter.Field.HOST, hosts.toArray(String[]::new));
        List<Line> lines = new ArrayList<>();
        for (Run run : queries.page(touched, Optional.empty(), RUNS)) {
            List<Matrix.Column> columns = queries.columns(run.id());
            List<Matrix.Cell> cells = queries.cells(
                    run.id(), hosts, columns.stream().map(Matrix.Column::step).toList());
            lines.add(line(run, columns, cells, hosts));
        }
        return lines;
    }

    private Line line(Run run, List<Matrix.Column> columns, List<Matrix.Cell> cells, List<String> hosts) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        ORDER.forEach(word -> counts.put(word, 0));
        cells.forEach(cell -> counts.merge(word(cell), 1, Integer::sum));
        counts.values().removeIf(count -> count == 0);
        List<String> words = new ArrayList<>();
        counts.forEach((word, count) -> words.add(count + " " + word));
        return new Line(
                run.id(),
                run.playbook(),
                cells.isEmpty() ? hosts.get(0) : cells.get(0).host(),
                counts.keySet().stream().findFirst().orElse(""),
                times.when(run.times().started().orElse(run.times().created())),
                String.join(", ", words),
                steps(run.id(), columns, cells));
    }

    private static String word(Matrix.Cell cell) {
        return cell.ignored() ? "ignored" : cell.status();
    }

    private static List<Step> steps(long run, List<Matrix.Column> columns, List<Matrix.Cell> cells) {
        List<Step> steps = new ArrayList<>();
        for (Matrix.Column column : columns) {
            for (Matrix.Cell cell : cells) {
                boolean told =
                        List.of("failed", "unreachable", "running", "changed").contains(word(cell));
                if (told && cell.step().equals(column.step())) {
                    String href = "/runs/" + run + "/tasks/" + cell.step() + "/" + Links.segment(cell.host());
                    steps.add(new Step(column.name(), cell.status(), cell.message(), href));
                }
            }
        }
        return steps;
    }
}
