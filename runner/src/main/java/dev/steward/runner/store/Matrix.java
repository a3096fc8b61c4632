package dev.steward.runner.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Hosts x tasks of one run.
 *
 * @param hosts as planned, sorted by name
 * @param tasks the columns, in order
 * @param cells what is known; a missing one has not begun
 */
public record Matrix(List<String> hosts, List<Column> tasks, List<Cell> cells) {

    public Matrix {
        hosts = List.copyOf(hosts);
        tasks = List.copyOf(tasks);
        cells = List.copyOf(cells);
    }

    /**
     * A task.
     *
     * @param step its id in the run
     * @param play the play's name
     * @param name of the task
     * @param module what it calls
     */
    public record Column(String step, String play, String name, String module) {}

    /**
     * A task on a host.
     *
     * @param step the column
     * @param host the row
     * @param status "running" or the word of a task's status
     * @param ignored whether a failure counts as none
     * @param started empty where it was skipped at once
     * @param took empty while it runs
     * @param message one line
     * @param event the number of the event that said so
     */
    public record Cell(
            String step,
            String host,
            String status,
            boolean ignored,
            Optional<Instant> started,
            Optional<Duration> took,
            String message,
            long event) {}

    /**
     * How many tasks of a host stand so; without the cells of a run of thousands.
     *
     * @param host the row
     * @param status "running" or the word of a task's status
     * @param ignored whether failures count as none
     * @param tasks how many
     */
    public record Count(String host, String status, boolean ignored, int tasks) {}
}
