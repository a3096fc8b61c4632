package dev.steward.runner.cli.patch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.ConfigOption;
import dev.steward.runner.cli.DeskCommand;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.control.Ask;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward rolls}: rolling updates of Proxmox nodes: how far one reaches, and which are open. */
@Command(
        mixinStandardHelpOptions = true,
        name = "rolls",
        description =
                "Shows how far a rolling update of Proxmox nodes would reach, and which nodes one has in its hands.")
final class RollsCommand extends DeskCommand {

    RollsCommand(Bench bench) {
        super(bench);
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "preview",
            description = "What would become of each guest, and of the quorum; changes nothing.")
    int preview(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "CLUSTER", description = "As steward.yml calls it.") String cluster,
            @Parameters(arity = "0..*", index = "1..*", paramLabel = "NODE", description = "All of them unless said.")
                    List<String> nodes,
            @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        Ask ask = new Said().with("cluster", cluster).with("nodes", nodes).ask("roll-preview", person());
        return show(config, ask, json, radii -> lines(radii).forEach(out()::println));
    }

    /** Each radius in one line, and below it each node with its guests. */
    static List<String> lines(JsonNode radii) {
        List<String> lines = new ArrayList<>();
        for (JsonNode radius : radii) {
            lines.add(radius.path("summary").asText());
            radius.path("previews").forEach(node -> {
                lines.add("  " + node.path("summary").asText());
                node.path("guests").forEach(guest -> lines.add("    " + guest(guest)));
            });
        }
        return lines;
    }

    private static String guest(JsonNode guest) {
        String to = PatchText.text(guest, "to");
        String reason = PatchText.text(guest, "reason");
        return (guest.path("kind").asText().equals("lxc") ? "CT " : "VM ")
                + guest.path("vmid").asText() + " "
                + guest.path("name").asText() + ": " + guest.path("way").asText() + (to.isEmpty() ? "" : " to " + to)
                + (reason.isEmpty() ? "" : ", " + reason);
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "list",
            description = "Nodes that a rolling update has in its hands, and what state they are in.")
    int list(@Mixin ConfigOption config, @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        return show(config, new Said().ask("rolls", person()), json, rolls -> {
            if (rolls.isEmpty()) {
                out().println("No node is out of service by a roll.");
            }
            rolls.forEach(this::open);
        });
    }

    private void open(JsonNode roll) {
        out().println(roll.path("cluster").asText() + "/" + roll.path("node").asText() + ": "
                + roll.path("stage").asText() + ", since " + PatchText.time(roll, "since", "-")
                + (PatchText.text(roll, "left").isEmpty() ? "" : "; " + PatchText.text(roll, "left")));
        roll.path("overridden").forEach(one -> out().println("  " + one.asText()));
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "abandon",
            description = "Forgets the roll of a node that you have taken over; changes nothing on the cluster.")
    int abandon(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "CLUSTER", description = "As steward.yml calls it.") String cluster,
            @Parameters(paramLabel = "NODE", description = "The node.") String node,
            @Option(names = "--reason", required = true, paramLabel = "WORDS", description = "Why.") String reason,
            @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        Ask ask = new Said()
                .with("cluster", cluster)
                .with("node", node)
                .with("reason", reason)
                .ask("roll-abandon", person());
        return show(config, ask, json, roll -> out().println("The roll of " + node + " is forgotten"
                + (PatchText.text(roll, "left").isEmpty()
                        ? "."
                        : ", and the node is left so: " + PatchText.text(roll, "left") + ".")));
    }
}
