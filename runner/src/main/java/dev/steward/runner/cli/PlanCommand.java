package dev.steward.runner.cli;

import dev.steward.dsl.check.Checked;
import dev.steward.dsl.check.PlaybookCompiler;
import dev.steward.dsl.check.Problem;
import dev.steward.dsl.render.Matches;
import dev.steward.dsl.render.PlanText;
import dev.steward.dsl.render.PlanTree;
import dev.steward.runner.inventory.PlanHosts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward plan}: what a playbook would do, in order, and on which hosts. */
@Command(
        mixinStandardHelpOptions = true,
        name = "plan",
        description = "Shows what a playbook would do, in order, and on which hosts of the inventory; runs nothing.")
final class PlanCommand implements Callable<Integer> {

    private final Bench bench;
    private final Supplier<PlaybookCompiler> compiler;
    private final InventoryCommand.Source inventories;

    @Mixin
    private ConfigOption config;

    @Mixin
    private WhereOptions where;

    @Mixin
    private VarsOption vars;

    @Parameters(paramLabel = "PLAYBOOK", description = "The playbook.")
    private Path playbook;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    PlanCommand(Bench bench, Supplier<PlaybookCompiler> compiler, InventoryCommand.Source inventories) {
        this.bench = bench;
        this.compiler = compiler;
        this.inventories = inventories;
    }

    @Override
    public Integer call() throws Exception {
        Checked checked = compiler.get().check(playbook, vars.read());
        if (checked instanceof Checked.Refused refused) {
            throw refusal(refused.problems());
        }
        Checked.Accepted accepted = (Checked.Accepted) checked;
        Comparing comparing = new Comparing(inventories.open(config), where.inventory());
        Optional<PlanHosts> hosts = comparing.hosts(accepted.plan(), playbook, where.limit());
        List<Problem> warnings = hosts.map(PlanHosts::problems).orElse(List.of());
        if (hosts.isPresent() && hosts.get().refused()) {
            throw refusal(warnings);
        }
        show(accepted, hosts.map(found -> new Matches(found.plays())).orElse(Matches.NONE), warnings);
        if (!comparing.unread().isEmpty()) {
            bench.screen().err().println("No hosts are shown: " + comparing.unread() + ".");
        }
        return Exit.OK;
    }

    private static Refusal refusal(List<Problem> problems) {
        return new Refusal(
                Exit.UNREACHABLE_OR_PROBLEMS,
                problems.stream().map(Problem::toString).toList());
    }

    private void show(Checked.Accepted accepted, Matches matches, List<Problem> warnings) {
        if (json) {
            Map<String, Object> tree = PlanTree.of(accepted.plan(), matches);
            if (matches != Matches.NONE) {
                tree.put("warnings", warnings);
            }
            bench.screen().out().println(bench.lines().tree(tree).toPrettyString());
        } else {
            warnings.forEach(warning -> bench.screen().err().println("warning: " + warning));
            bench.screen().out().println(PlanText.of(accepted.plan(), matches).stripTrailing());
        }
    }
}
