package dev.steward.runner.inventory;

import dev.steward.dsl.check.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** An inventory, a pattern or a limit that is refused; nothing of it is used. */
public final class InventoryException extends RuntimeException {

    private final transient List<Problem> problems;

    /**
     * A refusal.
     *
     * @param problems at least one error; warnings found on the way may follow
     */
    public InventoryException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** All that was found, in the order of the files. */
    public List<Problem> problems() {
        return problems;
    }
}
