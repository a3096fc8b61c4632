package dev.steward.runner.module.control;

import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Positional;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import java.util.Optional;

/** {@code debug}. */
@ModuleInfo(
        name = "debug",
        doc = "Says a text or a value in the run's log; it changes nothing.",
        check = ModuleInfo.CheckMode.READS,
        local = true)
public final class Debug implements TaskModule<Debug.Args> {

    /** What it takes. */
    public record Args(@Positional @Doc("A text, a result, any value.") Optional<Object> message) {}

    @Override
    public Class<Args> args() {
        return Args.class;
    }

    @Override
    public Outcome run(Args args, Target target) {
        String text = args.message()
                .map(String::valueOf)
                .orElse("Hello from " + target.host().name());
        target.log(text);
        return Outcome.ok(text);
    }
}
