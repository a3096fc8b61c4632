package dev.steward.runner.cli.estate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.ConfigOption;
import dev.steward.runner.cli.DeskCommand;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.control.Ask;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward token}: the tokens of agents that push what they see on a node, and of programs that steer power. */
@Command(
        mixinStandardHelpOptions = true,
        name = "token",
        description =
                "Makes, lists and revokes tokens. An agent's token tells of one node of one cluster, one of scope power"
                        + " steers power protection; neither opens anything else.")
public final class TokenCommand extends DeskCommand {

    /** The verb. */
    public TokenCommand(Bench bench) {
        super(bench);
    }

    /** What a token may do. */
    enum Scope {
        INGEST,
        POWER
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "create",
            description = "Makes a token and shows it once; only its hash is kept.")
    int create(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "NAME", description = "Of the token, as agent-pve1.") String name,
            @Option(
                            names = "--scope",
                            required = true,
                            description = "ingest: push documents to /api/proxmox/…; power: steer /api/v1/power")
                    Scope scope,
            @Option(names = "--cluster", paramLabel = "NAME", description = "The cluster an agent's token tells of.")
                    String cluster,
            @Option(names = "--node", paramLabel = "NODE", description = "The node it tells of.") String node,
            @Option(names = "--json") boolean json)
            throws IOException, InterruptedException, Refusal {
        boolean power = scope == Scope.POWER;
        if (power == (cluster != null || node != null) || !power && (cluster == null || node == null)) {
            throw new Refusal(
                    Exit.OPTIONS,
                    List.of(
                            power
                                    ? "A token of scope power is for all of power protection: leave out --cluster and --node."
                                    : "An agent's token tells of one node of one cluster: say --cluster and --node."));
        }
        String scopeWord = scope.name().toLowerCase(Locale.ROOT);
        return show(config, new Ask.MakeToken(name, scopeWord, cluster, node), json, made -> {
            out().println(made.path("token").asText());
            out().println("It is shown this once. "
                    + (power
                            ? "It arms, disarms, applies, aborts, recovers and rehearses by /api/v1/power, and changes nothing else."
                            : "It tells of node " + node + " of cluster " + cluster + ", and opens nothing else."));
        });
    }

    @Command(mixinStandardHelpOptions = true, name = "list", description = "All tokens, without their texts.")
    int list(@Mixin ConfigOption config, @Option(names = "--json") boolean json)
            throws IOException, InterruptedException, Refusal {
        return show(config, new Ask.Tokens(), json, this::table);
    }

    private void table(JsonNode rows) {
        if (rows.isEmpty()) {
            out().println("No tokens.");
        }
        for (JsonNode row : rows) {
            String bound = row.path("node").asText().isEmpty()
                    ? ""
                    : "  node " + row.path("node").asText() + " of "
                            + row.path("cluster").asText();
            out().printf(
                            "%-24s %-7s %s%s%n",
                            row.path("name").asText(),
                            row.path("scope").asText(),
                            row.path("created").asText(),
                            bound);
        }
    }

    @Command(mixinStandardHelpOptions = true, name = "revoke", description = "A token opens nothing any more.")
    int revoke(@Mixin ConfigOption config, @Parameters(paramLabel = "NAME") String name)
            throws IOException, InterruptedException, Refusal {
        return show(config, new Ask.RevokeToken(name), false, gone -> out().println(name + " opens nothing any more."));
    }
}
