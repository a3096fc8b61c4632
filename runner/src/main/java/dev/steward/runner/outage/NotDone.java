package dev.steward.runner.outage;

import dev.steward.runner.event.RunEvent;
import dev.steward.runner.event.RunEvent.TaskRef;
import dev.steward.runner.event.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What an outage meant to do and did not, as a fold of its events: an operator has to know each step, not only that some failed. */
final class NotDone {

    private final List<String> lines = new ArrayList<>();
    private List<TaskRef> tasks = List.of();

    /** Takes an event. */
    void add(RunEvent event) {
        if (event instanceof RunEvent.PlayStarted e) {
            tasks = e.tasks();
        } else if (event instanceof RunEvent.PlaySkipped e && !e.reason().startsWith("no hosts matched")) {
            lines.add("'" + e.name() + "': " + e.reason());
        } else if (event instanceof RunEvent.PhaseEnded e && e.state().equals("skipped")) {
            lines.add("phase '" + e.name() + "': " + e.message());
        } else if (event instanceof RunEvent.HostLeft e && e.steps() > 0) {
            lines.add(e.steps() + " steps on " + e.host() + ": " + e.reason());
        } else if (event instanceof RunEvent.TaskFinished e && !e.ignored() && !e.rescued()) {
            task(e);
        }
    }

    private void task(RunEvent.TaskFinished task) {
        if (task.status() == Status.FAILED || task.status() == Status.UNREACHABLE) {
            lines.add("'" + name(task.step()) + "' on " + task.host() + ": " + task.message() + after(task.step()));
        }
    }

    private String name(String step) {
        return tasks.stream()
                .filter(task -> task.step().equals(step))
                .map(TaskRef::name)
                .findFirst()
                .orElse(step);
    }

    /* A host that fails leaves its play. */
    private String after(String step) {
        String rest = tasks.stream()
                .dropWhile(task -> !task.step().equals(step))
                .skip(1)
                .filter(task -> !task.step().contains("h"))
                .map(task -> "'" + task.name() + "'")
                .collect(Collectors.joining(", "));
        return rest.isEmpty() ? "" : "; so it did not come to " + rest;
    }

    /** What was not told yet, a line each. */
    List<String> take() {
        List<String> all = List.copyOf(lines);
        lines.clear();
        return all;
    }
}
