package dev.steward.dsl.plan;

import java.util.List;
import java.util.stream.Stream;

/** One thing of a play's list of tasks. */
public sealed interface Step permits Task, Block, FlushHandlers {

    /** Where it stands. */
    SourceRef at();

    /** Its tasks as they stand: itself, or those of a block, with rescue and always. */
    default Stream<Task> allTasks() {
        if (this instanceof Task task) {
            return Stream.of(task);
        }
        return this instanceof Block block
                ? Stream.of(block.steps(), block.rescue(), block.always())
                        .flatMap(List::stream)
                        .flatMap(Step::allTasks)
                : Stream.empty();
    }
}
