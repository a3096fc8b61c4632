package dev.steward.runner.module.patch;

import dev.steward.runner.connection.Command;
import dev.steward.runner.connection.Command.Limits;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.module.script.Script;
import dev.steward.runner.patch.Family;
import java.time.Duration;
import java.util.List;

/** Ends an update by force, takes its holds off, and puts the package database right. */
final class PatchKill {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Script script = Script.named("kill", "patch-base", "patch-kill");

    /**
     * Does it.
     *
     * @return what came of it, in a sentence
     */
    String end(Target target, String ticket, Family family) throws ConnectionException, InterruptedException {
        Command command = script.command(List.of(ticket, family.word())).within(Limits.of(LIMIT));
        Answer answer = Answer.of(target.probe(command));
        String audit = answer.text("audit").isBlank()
                ? ""
                : "; dpkg --audit said: " + answer.text("audit").strip();
        if (answer.failure().isPresent()) {
            return "the update was killed by a forced cancel; putting the package database right failed: "
                    + answer.failure().get();
        }
        target.log("update killed" + audit);
        target.log("repair (status " + answer.text("repairStatus") + "): "
                + (answer.text("repaired").isBlank()
                        ? "nothing to report"
                        : answer.text("repaired").strip()));
        boolean right = answer.text("repairStatus").equals("0");
        String holds =
                answer.flag("released") ? "" : "; what was put on hold is still so, and is released by the next run";
        return "the update was killed by a forced cancel; "
                + (right
                        ? "the package database was put right"
                        : "the package database is not right: "
                                + (answer.text("left").isBlank() ? answer.text("repaired") : answer.text("left"))
                                        .strip())
                + holds;
    }
}
