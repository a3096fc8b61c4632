package dev.steward.runner.module.control;

import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Positional;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import java.util.Optional;

/** {@code fail}. */
@ModuleInfo(name = "fail", doc = "Fails the host, with a message.", check = ModuleInfo.CheckMode.READS, local = true)
public final class Fail implements TaskModule<Fail.Args> {

    /** What it takes. */
    public record Args(@Positional @Doc("Why.") Optional<String> message) {}

    @Override
    public Class<Args> args() {
        return Args.class;
    }

    @Override
    public Outcome run(Args args, Target target) {
        return Outcome.failed(args.message().orElse("failed as the playbook asks"));
    }
}
