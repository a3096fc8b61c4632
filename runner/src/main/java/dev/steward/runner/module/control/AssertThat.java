package dev.steward.runner.module.control;

import dev.steward.runner.module.Checked;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Positional;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code assertThat}. */
@ModuleInfo(
        name = "assertThat",
        doc = "Fails unless every condition holds: assertThat { host.facts.memory >= 2.GiB }.",
        check = ModuleInfo.CheckMode.READS,
        local = true)
public final class AssertThat implements TaskModule<AssertThat.Args> {

    /** What it takes. */
    public record Args(
            @Positional @Doc("What must hold.") List<Checked> that,
            @Doc("What to say where one does not.") Optional<String> message) {}

    @Override
    public Class<Args> args() {
        return Args.class;
    }

    @Override
    public Outcome run(Args args, Target target) {
        String broken = args.that().stream()
                .filter(each -> !each.holds())
                .map(Checked::source)
                .collect(Collectors.joining("; "));
        if (broken.isEmpty()) {
            return Outcome.ok(args.that().size() == 1 ? "it holds" : args.that().size() + " conditions hold");
        }
        String said = args.message().map(text -> text + ": ").orElse("");
        return Outcome.failed(said + "does not hold: " + broken);
    }
}
