package dev.steward.runner.cli.estate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steward.runner.app.account.TokenDesk;
import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.ConfigOption;
import dev.steward.runner.cli.DeskCommand;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.control.Ask;
import dev.steward.runner.store.Tokens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward token}: what opens the API to programs, agents and people's scripts. */
@Command(
        mixinStandardHelpOptions = true,
        name = "token",
        description = "Makes, lists and revokes tokens. Each opens what its scope says, and none implies power.")
public final class TokenCommand extends DeskCommand {

    /** The verb. */
    public TokenCommand(Bench bench) {
        super(bench);
    }

    /** What a token may do. */
    enum Scope {
        READ,
        OPERATE,
        ADMIN,
        POWER,
        METRICS,
        AGENT,
        INGEST;

        boolean ofAgent() {
            return this == AGENT || this == INGEST;
        }

        String word() {
            return ofAgent() ? Tokens.INGEST : name().toLowerCase(Locale.ROOT);
        }
    }

    /** What narrows a token. */
    static final class Bounds {

        @Option(names = "--cluster", paramLabel = "NAME", description = "The cluster an agent's token tells of.")
        String cluster;

        @Option(names = "--node", paramLabel = "NODE", description = "The node it tells of.")
        String node;

        @Option(
                names = "--playbooks",
                paramLabel = "NAMES",
                description = "The only playbooks a token of scope operate begins, as 'update-*,backup'.")
        String playbooks;

        @Option(
                names = "--expires",
                paramLabel = "TIME",
                description = "How long it opens something, as 90d or 12h; else until it is revoked.")
        String expires;
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
                            description =
                                    "read; operate: runs, schedules, updates, guests; admin: all but power; power:"
                                            + " steer /api/v1/power; metrics; agent: push documents to /api/proxmox/…"
                                            + " (also called ingest)")
                    Scope scope,
            @Mixin Bounds bounds,
            @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        boolean bound = bounds.cluster != null || bounds.node != null;
        if (scope.ofAgent() && (bounds.cluster == null || bounds.node == null)) {
            throw new Refusal(
                    Exit.OPTIONS,
                    List.of("An agent's token tells of one node of one cluster: say --cluster and --node."));
        }
        if (!scope.ofAgent() && bound) {
            throw new Refusal(
                    Exit.OPTIONS,
                    List.of("A token of scope " + scope.word()
                            + " is not for one node: leave out --cluster and --node."));
        }
        Ask ask = new Ask.MakeToken(
                name, scope.word(), bounds.cluster, bounds.node, bounds.playbooks, bounds.expires, person());
        return show(config, ask, json, this::made);
    }

    private void made(JsonNode made) {
        String scope = made.path("scope").asText();
        out().println(made.path("token").asText());
        out().println("It is shown this once. "
                + (scope.equals(Tokens.INGEST)
                        ? "It tells of node " + made.path("node").asText() + " of cluster "
                                + made.path("cluster").asText() + ", and opens nothing else."
                        : "It " + TokenDesk.SCOPES.get(scope) + "."));
        if (!made.path("playbooks").asText().isEmpty()) {
            out().println("Of playbooks, it begins " + made.path("playbooks").asText() + " and no other.");
        }
        if (!made.path("expires").isNull()) {
            out().println("It ends " + made.path("expires").asText() + ".");
        }
    }

    @Command(mixinStandardHelpOptions = true, name = "list", description = "All tokens, without their texts.")
    int list(@Mixin ConfigOption config, @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        return show(config, new Ask.Tokens(), json, this::table);
    }

    private void table(JsonNode rows) {
        if (rows.isEmpty()) {
            out().println("No tokens.");
            return;
        }
        String form = "%-24s %-8s %-20s %-20s %s%n";
        out().printf(form, "name", "scope", "last used", "ends", "");
        for (JsonNode row : rows) {
            out().printf(
                            form,
                            row.path("name").asText(),
                            row.path("scope").asText(),
                            row.path("lastUsed").isNull() ? "never" : second(row.path("lastUsed")),
                            end(row),
                            bounds(row));
        }
    }

    private static String end(JsonNode row) {
        if (row.path("expires").isNull()) {
            return "when revoked";
        }
        return row.path("over").asBoolean() ? "is over" : second(row.path("expires"));
    }

    private static String second(JsonNode time) {
        return time.asText().replaceFirst("\\.\\d+Z$", "Z");
    }

    private static String bounds(JsonNode row) {
        List<String> bounds = new ArrayList<>();
        if (!row.path("node").asText().isEmpty()) {
            bounds.add("node " + row.path("node").asText() + " of "
                    + row.path("cluster").asText());
        }
        if (!row.path("owner").asText().isEmpty()) {
            bounds.add("of " + row.path("owner").asText());
        }
        if (!row.path("playbooks").asText().isEmpty()) {
            bounds.add("playbooks " + row.path("playbooks").asText());
        }
        return String.join("; ", bounds);
    }

    @Command(mixinStandardHelpOptions = true, name = "revoke", description = "A token opens nothing any more.")
    int revoke(@Mixin ConfigOption config, @Parameters(paramLabel = "NAME", description = "The token.") String name)
            throws IOException, InterruptedException, Refusal {
        return show(config, new Ask.RevokeToken(name, person()), false, gone -> out().println(
                        name + " opens nothing any more."));
    }
}
