package dev.steward.web.page;

import dev.steward.runner.event.Recap;
import dev.steward.runner.store.Matrix;
import dev.steward.web.format.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hosts x tasks, worst hosts first, and failures that are the same on several hosts.
 *
 * @param plays the columns by play
 * @param columns all tasks
 * @param rows hosts
 * @param groups failures, the most frequent first
 */
public record RunMatrix(List<PlayHead> plays, List<Matrix.Column> columns, List<Row> rows, List<Group> groups) {

    private static final List<String> ORDER =
            List.of("failed", "unreachable", "ignored", "running", "changed", "ok", "skipped", "");

    /** A play and how many columns it has. */
    public record PlayHead(String name, int columns) {}

    /** A host: its worst word, what it counted, and its cells, one for each column. */
    public record Row(String host, String worst, Recap.Counts counts, List<Cell> cells) {}

    /**
     * A task on a host.
     *
     * @param step the column
     * @param word of the status; "ignored" for a failure that counts as none; empty where it has not begun
     * @param hint task, status, duration and message, for a pointer and for who cannot see
     */
    public record Cell(String step, String word, String hint) {}

    /**
     * The same failure on several hosts.
     *
     * @param task where
     * @param step its id
     * @param word failed or unreachable
     * @param message the first host's own
     * @param hosts where it happened
     */
    public record Group(String task, String step, String word, String message, List<String> hosts) {}

    /** How long a task usually takes on a host. */
    @FunctionalInterface
    interface Usual {

        Optional<Duration> of(String task, String host);
    }

    /** How bad a word is; 0 is the worst. */
    static int rank(String word) {
        int rank = ORDER.indexOf(word);
        return rank < 0 ? ORDER.size() : rank;
    }

    /** The word of a cell. */
    public static String word(Matrix.Cell cell) {
        boolean bad = cell.status().equals("failed") || cell.status().equals("unreachable");
        return bad && cell.ignored() ? "ignored" : cell.status();
    }

    static RunMatrix of(Matrix matrix, Recap recap, Usual usual) {
        Map<String, Map<String, Matrix.Cell>> known = new HashMap<>();
        matrix.cells().forEach(cell -> known.computeIfAbsent(cell.host(), h -> new HashMap<>())
                .put(cell.step(), cell));
        List<Row> rows = new ArrayList<>();
        for (String host : matrix.hosts()) {
            rows.add(row(host, cells(host, matrix.tasks(), known.getOrDefault(host, Map.of()), usual), recap));
        }
        rows.sort(Comparator.comparingInt((Row row) -> rank(row.worst())).thenComparing(Row::host));
        return new RunMatrix(plays(matrix.tasks()), matrix.tasks(), rows, groups(matrix));
    }

    private static List<Cell> cells(
            String host, List<Matrix.Column> tasks, Map<String, Matrix.Cell> known, Usual usual) {
        return tasks.stream()
                .map(task -> Optional.ofNullable(known.get(task.step()))
                        .map(cell -> new Cell(task.step(), word(cell), hint(task, cell, usual)))
                        .orElse(new Cell(task.step(), "", host + ", " + task.name() + ": not begun")))
                .toList();
    }

    private static Row row(String host, List<Cell> cells, Recap recap) {
        String worst = cells.stream()
                .map(Cell::word)
                .min(Comparator.comparingInt(RunMatrix::rank))
                .orElse("");
        Recap.Counts counts = recap.hosts().containsKey(host) ? recap.of(host) : count(cells);
        return new Row(host, worst, counts, cells);
    }

    private static String hint(Matrix.Column task, Matrix.Cell cell, Usual usual) {
        String took = cell.status().equals("running")
                ? usual.of(task.name(), cell.host())
                        .map(u -> ", usually " + Times.exact(u))
                        .orElse("")
                : cell.took().map(t -> " in " + Times.exact(t)).orElse("");
        String message = cell.message().isEmpty() ? "" : ": " + cell.message();
        return cell.host() + ", " + task.name() + ": " + word(cell) + took + message;
    }

    private static Recap.Counts count(List<Cell> cells) {
        Map<String, Integer> by = new HashMap<>();
        cells.forEach(cell -> by.merge(cell.word(), 1, Integer::sum));
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

    private static List<PlayHead> plays(List<Matrix.Column> tasks) {
        List<PlayHead> plays = new ArrayList<>();
        for (Matrix.Column task : tasks) {
            int last = plays.size() - 1;
            if (last >= 0 && plays.get(last).name().equals(task.play())) {
                plays.set(last, new PlayHead(task.play(), plays.get(last).columns() + 1));
            } else {
                plays.add(new PlayHead(task.play(), 1));
            }
        }
        return plays;
    }

    private static List<Group> groups(Matrix matrix) {
        Map<String, String> names = new HashMap<>();
        matrix.tasks().forEach(task -> names.put(task.step(), task.name()));
        Map<String, Group> groups = new LinkedHashMap<>();
        for (Matrix.Cell cell : matrix.cells()) {
            String word = word(cell);
            if (word.equals("failed") || word.equals("unreachable")) {
                String key = cell.step() + '|' + word + '|' + likeness(cell);
                Group one = new Group(
                        names.getOrDefault(cell.step(), cell.step()),
                        cell.step(),
                        word,
                        cell.message(),
                        List.of(cell.host()));
                groups.merge(key, one, RunMatrix::together);
            }
        }
        return groups.values().stream()
                .sorted(Comparator.comparingInt((Group group) -> -group.hosts().size()))
                .toList();
    }

    private static Group together(Group one, Group other) {
        List<String> hosts = new ArrayList<>(one.hosts());
        hosts.addAll(other.hosts());
        return new Group(one.task(), one.step(), one.word(), one.message(), List.copyOf(hosts));
    }

    /** Messages are the same when only the host's name and numbers differ. */
    private static String likeness(Matrix.Cell cell) {
        return cell.message().replace(cell.host(), "HOST").replaceAll("\\d+", "0");
    }
}
