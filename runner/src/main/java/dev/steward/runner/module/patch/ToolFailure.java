package dev.steward.runner.module.patch;

import dev.steward.runner.module.script.Answer;
import java.util.List;

/** Why a package manager other than apt failed, from the lines it complained with. */
final class ToolFailure {

    private ToolFailure() {}

    static String words(Answer answer, long patience) {
        if (answer.flag("locked")) {
            return locked(answer, patience);
        }
        List<String> problems =
                answer.texts("problem").stream().map(String::strip).distinct().toList();
        String failure = answer.failure().orElse("package work failed");
        return problems.isEmpty()
                ? failure
                : failure + ": " + String.join("; ", problems.subList(0, Math.min(3, problems.size())));
    }

    private static String locked(Answer answer, long patience) {
        List<String> holders = answer.texts("holder");
        boolean stale =
                holders.isEmpty() && answer.texts("problem").stream().anyMatch(line -> line.contains("database"));
        String who = holders.isEmpty() ? "another process" : "process " + String.join(" or ", holders);
        return "the package database is in use by " + who + ", and was so for " + patience + " s (lockTimeout); "
                + (stale
                        ? "no package manager runs there: where its lock was left behind by one that was killed, as"
                                + " /var/lib/pacman/db.lck, remove it"
                        : "run the task again when it has ended");
    }
}
