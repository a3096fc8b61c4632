package dev.steward.web.estate;

import dev.steward.runner.proxmox.detail.PveTask;
import dev.steward.web.format.Times;
import dev.steward.web.format.When;
import java.time.Duration;
import java.util.List;

/**
 * A task of PVE as a line.
 *
 * @param task itself
 * @param begun when
 * @param took in words; empty: it goes on
 */
public record TaskLine(PveTask task, When begun, String took) {

    static List<TaskLine> of(List<PveTask> tasks, Times times) {
        return tasks.stream()
                .map(task -> new TaskLine(
                        task,
                        times.when(task.start()),
                        task.end()
                                .map(end -> Times.exact(Duration.between(task.start(), end)))
                                .orElse("")))
                .toList();
    }
}
