package dev.steward.web.run;

import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.store.Matrix;
import dev.steward.runner.store.RunQueries;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A task that waits for a person.
 *
 * @param step of the task
 * @param host it is for
 * @param text the question
 * @param until when it goes on by itself
 */
public record OpenQuestion(String step, String host, String text, Instant until) {

    /** The module that asks; looking at every task that runs would cost a query for each. */
    private static final String ASKS = "confirm";

    private static final int MOST = 500;

    /** The questions of a run that nobody has answered. */
    public static List<OpenQuestion> of(RunQueries queries, long run) {
        Set<String> steps = queries.columns(run).stream()
                .filter(task -> task.module().equals(ASKS))
                .map(Matrix.Column::step)
                .collect(Collectors.toSet());
        if (steps.isEmpty()) {
            return List.of();
        }
        return queries.cells(run, "running").stream()
                .filter(cell -> steps.contains(cell.step()))
                .flatMap(cell -> find(queries, run, cell).stream())
                .toList();
    }

    private static Optional<OpenQuestion> find(RunQueries queries, long run, Matrix.Cell cell) {
        long after = Math.max(0, cell.event() - 1);
        List<NumberedEvent> events =
                queries.events(run, after, MOST, Optional.of(cell.host()), Optional.of(cell.step()));
        Optional<OpenQuestion> open = Optional.empty();
        for (NumberedEvent numbered : events) {
            if (numbered.event() instanceof RunEvent.ConfirmAsked asked) {
                open = Optional.of(new OpenQuestion(asked.step(), asked.host(), asked.text(), asked.until()));
            } else if (numbered.event() instanceof RunEvent.ConfirmAnswered) {
                open = Optional.empty();
            }
        }
        return open;
    }
}
