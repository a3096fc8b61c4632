package dev.steward.runner.cli;

import dev.steward.dsl.check.Checked;
import dev.steward.dsl.check.PlaybookCompiler;
import dev.steward.dsl.check.Problem;
import dev.steward.dsl.render.PlanText;
import dev.steward.dsl.render.PlanTree;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward plan}: what a playbook would do, in order. */
@Command(
        mixinStandardHelpOptions = true,
        name = "plan",
        description = "Shows what a playbook would do, in order; runs nothing and needs no host.")
final class PlanCommand implements Callable<Integer> {

    private final Bench bench;
    private final Supplier<PlaybookCompiler> compiler;

    @Mixin
    private VarsOption vars;

    @Parameters(paramLabel = "PLAYBOOK", description = "The playbook.")
    private Path playbook;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    PlanCommand(Bench bench, Supplier<PlaybookCompiler> compiler) {
        this.bench = bench;
        this.compiler = compiler;
    }

    @Override
    public Integer call() throws Exception {
        Checked checked = compiler.get().check(playbook, vars.read());
        if (checked instanceof Checked.Refused refused) {
            throw new Refusal(
                    Exit.UNREACHABLE_OR_PROBLEMS,
                    refused.problems().stream().map(Problem::toString).toList());
        }
        Checked.Accepted accepted = (Checked.Accepted) checked;
        accepted.problems().forEach(warning -> bench.screen().err().println("warning: " + warning));
        String text = json
                ? bench.lines().tree(PlanTree.of(accepted.plan())).toPrettyString()
                : PlanText.of(accepted.plan()).stripTrailing();
        bench.screen().out().println(text);
        return Exit.OK;
    }
}
