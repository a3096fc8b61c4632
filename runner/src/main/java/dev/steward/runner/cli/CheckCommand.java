package dev.steward.runner.cli;

import dev.steward.dsl.check.Checked;
import dev.steward.dsl.check.PlaybookCompiler;
import dev.steward.dsl.check.Problem;
import dev.steward.dsl.check.Problem.Severity;
import dev.steward.dsl.plan.Plan;
import dev.steward.runner.inventory.PlanHosts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        description = "Reads playbooks and says everything that is wrong with them, host patterns that match nothing"
                + " included; runs nothing. Exit: 0 no problem (warnings may be), 4 problems.")
final class CheckCommand implements Callable<Integer> {

    private final Bench bench;
    private final Supplier<PlaybookCompiler> compiler;
    private final InventoryCommand.Source inventories;

    @Mixin
    private ConfigOption config;

    @Mixin
    private InventoryOptions inventory;

    @Mixin
    private VarsOption vars;

    @Parameters(paramLabel = "PLAYBOOK", arity = "1..*", description = "Playbooks.")
    private List<Path> playbooks = new ArrayList<>();

    @Option(names = "--json", description = "Problems and warnings as JSON.")
    private boolean json;

    CheckCommand(Bench bench, Supplier<PlaybookCompiler> compiler, InventoryCommand.Source inventories) {
        this.bench = bench;
        this.compiler = compiler;
        this.inventories = inventories;
    }

    @Override
    public Integer call() throws Exception {
        Map<String, Object> given = vars.read();
        PlaybookCompiler reader = compiler.get();
        Comparing comparing = new Comparing(inventories.open(config), inventory);
        List<Problem> all = new ArrayList<>();
        for (Path playbook : playbooks) {
            Checked checked = reader.check(playbook, given);
            List<Problem> problems = problems(checked, playbook, comparing);
            all.addAll(problems);
            if (!json) {
                problems.forEach(this::print);
                bench.screen().out().println(playbook + ": " + verdict(checked, problems));
            }
        }
        if (json) {
            bench.screen().out().println(bench.lines().tree(all).toPrettyString());
        }
        if (!comparing.unread().isEmpty()) {
            bench.screen().err().println("Host patterns were not compared: " + comparing.unread() + ".");
        }
        return all.stream().anyMatch(CheckCommand::isError) ? Exit.UNREACHABLE_OR_PROBLEMS : Exit.OK;
    }

    private static List<Problem> problems(Checked checked, Path playbook, Comparing comparing) throws Refusal {
        List<Problem> problems = new ArrayList<>(checked.problems());
        if (checked instanceof Checked.Accepted accepted) {
            Optional<PlanHosts> hosts = comparing.hosts(accepted.plan(), playbook, null);
            hosts.ifPresent(found -> problems.addAll(found.problems()));
        }
        return problems;
    }

    private static boolean isError(Problem problem) {
        return problem.severity() == Severity.ERROR;
    }

    private void print(Problem problem) {
        bench.screen()
                .out()
                .println(problem.at() + ": " + (isError(problem) ? "" : "warning: ") + problem.message()
                        + problem.suggestion().map(s -> "; " + s).orElse(""));
    }

    private static String verdict(Checked checked, List<Problem> problems) {
        long errors = problems.stream().filter(CheckCommand::isError).count();
        if (errors > 0) {
            return Refusals.counted(errors, "problem") + "; it does not run";
        }
        long warnings = problems.size() - errors;
        Plan plan = ((Checked.Accepted) checked).plan();
        String phases = plan.power()
                .map(p -> Refusals.counted(p.phases().size(), "phase") + ", ")
                .orElse("");
        return "ok, " + phases + Refusals.counted(plan.allPlays().size(), "play")
                + (warnings > 0 ? ", " + Refusals.counted(warnings, "warning") : "");
    }
}
