package dev.steward.runner.cli;

import dev.steward.dsl.check.Checked;
import dev.steward.dsl.check.PlaybookCompiler;
import dev.steward.dsl.check.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward check}: everything that can be wrong with playbooks, without a host. */
@Command(
        mixinStandardHelpOptions = true,
        name = "check",
        description = "Reads playbooks and says everything that is wrong with them; runs nothing.")
final class CheckCommand implements Callable<Integer> {

    private final Bench bench;
    private final Supplier<PlaybookCompiler> compiler;

    @Mixin
    private VarsOption vars;

    @Parameters(paramLabel = "PLAYBOOK", arity = "1..*", description = "Playbooks.")
    private List<Path> playbooks = new ArrayList<>();

    @Option(names = "--json", description = "Problems as JSON.")
    private boolean json;

    CheckCommand(Bench bench, Supplier<PlaybookCompiler> compiler) {
        this.bench = bench;
        this.compiler = compiler;
    }

    @Override
    public Integer call() throws Exception {
        Map<String, Object> given = vars.read();
        PlaybookCompiler reader = compiler.get();
        List<Problem> all = new ArrayList<>();
        boolean refused = false;
        for (Path playbook : playbooks) {
            Checked checked = reader.check(playbook, given);
            all.addAll(checked.problems());
            refused |= checked instanceof Checked.Refused;
            if (!json) {
                checked.problems().forEach(this::print);
                bench.screen().out().println(playbook + ": " + verdict(checked));
            }
        }
        if (json) {
            bench.screen().out().println(bench.lines().tree(all).toPrettyString());
        }
        return refused ? Exit.UNREACHABLE_OR_PROBLEMS : Exit.OK;
    }

    private void print(Problem problem) {
        boolean warning = problem.severity() == Problem.Severity.WARNING;
        bench.screen()
                .out()
                .println(problem.at() + ": " + (warning ? "warning: " : "") + problem.message()
                        + problem.suggestion().map(s -> "; " + s).orElse(""));
    }

    private static String verdict(Checked checked) {
        long errors = checked.problems().stream()
                .filter(p -> p.severity() == Problem.Severity.ERROR)
                .count();
        return checked instanceof Checked.Accepted accepted
                ? "ok, " + accepted.plan().plays().size()
                        + (accepted.plan().plays().size() == 1 ? " play" : " plays")
                : errors + (errors == 1 ? " problem" : " problems") + "; it does not run";
    }
}
