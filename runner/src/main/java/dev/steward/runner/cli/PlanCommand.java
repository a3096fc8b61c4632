package dev.steward.runner.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steward.dsl.check.Checked;
import dev.steward.dsl.check.PlaybookCompiler;
import dev.steward.dsl.check.Problem;
import dev.steward.dsl.render.Matches;
import dev.steward.dsl.render.PlanText;
import dev.steward.dsl.render.PlanTree;
import dev.steward.runner.cli.print.RunPrinter;
import dev.steward.runner.control.Ask;
import dev.steward.runner.control.Reply;
import dev.steward.runner.doctor.UsedModules;
import dev.steward.runner.inventory.PlanHosts;
import java.io.IOException;
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

    @Mixin
    private RunCommand.How how;

    @Option(
            names = "--ask-approval",
            paramLabel = "REASON",
            description = "Keep this plan for another person to approve; 'steward approvals' then applies it.")
    private String reason;

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
        if (!json && hosts.isPresent() && empties(accepted)) {
            reach(hosts.get().plays().stream().flatMap(List::stream).distinct().toList());
        }
        if (!comparing.unread().isEmpty()) {
            bench.screen().err().println("No hosts are shown: " + comparing.unread() + ".");
        }
        return reason == null ? Exit.OK : ask(vars.read());
    }

    /** The same plan waits where runs are begun; its check mode is shown, which is what the other person goes by. */
    private int ask(Map<String, Object> given) throws IOException, InterruptedException, Refusal {
        Ask.Begin begin = new Ask.Begin(
                playbook.toAbsolutePath().normalize().toString(),
                where.absolute(),
                given,
                how.options(where, null, null),
                bench.person());
        Refusals refusals = new Refusals();
        RunPrinter printer = new RunPrinter(bench.screen(), false);
        try (DeskOpener.OpenDesk desk = bench.desks().open(config.file())) {
            desk.handle(new Ask.ForApproval(begin, reason), reply -> {
                if (reply instanceof Reply.Data data) {
                    asked(data.data());
                } else if (reply instanceof Reply.Event event) {
                    printer.print(bench.lines().event(event.event()));
                } else {
                    refusals.note(reply);
                }
            });
        }
        refusals.raise();
        return Exit.OK;
    }

    private void asked(JsonNode approval) {
        bench.screen().out().println();
        bench.screen()
                .out()
                .println("Approval " + approval.path("id").asText() + " waits until "
                        + approval.path("expires").asText() + " for another person: steward approvals approve "
                        + approval.path("id").asText());
    }

    /** Whether it takes nodes out of service: then how far that reaches belongs to the plan. */
    private static boolean empties(Checked.Accepted accepted) {
        return UsedModules.of(accepted.plan()).contains("evacuate");
    }

    /** A cluster that does not tell now is no reason not to show the plan. */
    private void reach(List<String> hosts) throws InterruptedException {
        if (hosts.isEmpty()) {
            return;
        }
        Refusals refusals = new Refusals();
        try (DeskOpener.OpenDesk desk = bench.desks().open(config.file())) {
            desk.handle(new Ask.OfPatch("roll-preview", Map.of("hosts", hosts), bench.person()), reply -> {
                if (reply instanceof Reply.Data data) {
                    data.data().forEach(this::reach);
                } else {
                    refusals.note(reply);
                }
            });
            refusals.raise();
        } catch (IOException | Refusal e) {
            bench.screen().err().println("How far it reaches is not known: " + e.getMessage());
        }
    }

    private void reach(JsonNode radius) {
        bench.screen().out().println();
        bench.screen().out().println("Reaches: " + radius.path("summary").asText());
        radius.path("previews")
                .forEach(node ->
                        bench.screen().out().println("  " + node.path("summary").asText()));
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
