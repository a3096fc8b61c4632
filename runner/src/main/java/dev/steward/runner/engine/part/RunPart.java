package dev.steward.runner.engine.part;

import java.util.Map;
import java.util.function.Supplier;

/**
 * The part of a plan that one run of the engine carries out; a power plan's phases are parts of one plan, so that their steps
 * have ids of their own.
 *
 * @param first index of its first play
 * @param end index after its last play; beyond the plan: all that follow
 * @param book keeps its steps
 * @param names what tasks see beside their variables, asked for at each task, as {@code ups}
 */
public record RunPart(int first, int end, StepBook book, Supplier<Map<String, Object>> names) {

    /** The whole plan, as an ordinary run does it. */
    public static final RunPart WHOLE = whole(StepBook.NONE);

    /** The whole plan, with a book of its own. */
    public static RunPart whole(StepBook book) {
        return new RunPart(0, Integer.MAX_VALUE, book, Map::of);
    }
}
