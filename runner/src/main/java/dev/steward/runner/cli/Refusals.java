package dev.steward.runner.cli;

import dev.steward.runner.control.Reply;
import java.util.List;

/** Keeps a refusal among replies, to be raised when all is said. */
final class Refusals {

    private List<String> problems = List.of();
    private int code = Exit.ERROR;

    /** {@code 1 problem}, {@code 2 problems}. */
    static String counted(long count, String word) {
        return count + " " + word + (count == 1 ? "" : "s");
    }

    void note(Reply reply) {
        if (reply instanceof Reply.Refused refused) {
            problems = refused.problems();
            code = refused.unreadable() ? Exit.UNREACHABLE_OR_PROBLEMS : Exit.ERROR;
        } else if (reply instanceof Reply.Failed failed) {
            problems = List.of(failed.message());
        }
    }

    void raise() throws Refusal {
        if (!problems.isEmpty()) {
            throw new Refusal(code, problems);
        }
    }
}
