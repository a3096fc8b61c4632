package dev.steward.runner.module.control;

import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code setFact}. */
@ModuleInfo(
        name = "setFact",
        doc = "Gives the host variables for the rest of the run: setFact colour: 'blue', count: 3.",
        check = ModuleInfo.CheckMode.READS,
        local = true)
public final class SetFact implements TaskModule<SetFact.Args> {

    /** What it takes. */
    public record Args(Map<String, Object> more) {}

    @Override
    public Class<Args> args() {
        return Args.class;
    }

    @Override
    public Outcome run(Args args, Target target) {
        if (args.more().isEmpty()) {
            return Outcome.failed("setFact names no variable; write setFact name: value");
        }
        String message = String.join(", ", args.more().keySet()) + " set";
        return new Outcome(Outcome.Kind.OK, message, Map.of(), List.of(), args.more(), Optional.empty());
    }
}
