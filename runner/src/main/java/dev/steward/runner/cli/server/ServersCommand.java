package dev.steward.runner.cli.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.ConfigOption;
import dev.steward.runner.cli.DeskCommand;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.control.Ask;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward servers}: who works on the history. */
@Command(
        mixinStandardHelpOptions = true,
        name = "servers",
        description = "Shows the servers that share the history, where it is in PostgreSQL; else there is one.")
public final class ServersCommand extends DeskCommand {

    private static final String FORM = "%-20s %-10s %-14s %5s  %-20s %-10s %s%n";

    /** With what it is given. */
    public ServersCommand(Bench bench) {
        super(bench);
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "list",
            description = "All of them, those at work first: state, last beat, runs at work, labels.")
    int list(@Mixin ConfigOption config, @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        return show(config, new Ask.OfServer("list", Map.of(), person()), json, this::table);
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "drain",
            description =
                    "It begins no run and fires nothing from now on, for a restart; what is at work there goes on.")
    int drain(
            @Mixin ConfigOption config,
            @Parameters(
                            paramLabel = "NAME",
                            arity = "0..1",
                            defaultValue = "",
                            description = "The server; unless said: the one that serves here.")
                    String name,
            @Option(names = "--undo", description = "It begins runs again.") boolean undo)
            throws IOException, InterruptedException, Refusal {
        Ask.OfServer ask = new Ask.OfServer(undo ? "undo" : "drain", Map.of("server", name), person());
        return show(config, ask, false, said -> out().println(said.asText()));
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "renew-links",
            description =
                    "Makes the key that signs links which wake guests anew, for all servers: after one was told to"
                            + " somebody, or where the key that it is sealed with is lost. Links that were handed out open nothing any"
                            + " more.")
    int renewLinks(@Mixin ConfigOption config) throws IOException, InterruptedException, Refusal {
        Ask.OfServer ask = new Ask.OfServer("renew-links", Map.of(), person());
        return show(config, ask, false, said -> out().println(said.asText()));
    }

    private void table(JsonNode rows) {
        out().printf(FORM, "name", "state", "last beat", "runs", "host", "version", "labels");
        for (JsonNode row : rows) {
            out().printf(
                            FORM,
                            name(row),
                            row.path("state").asText(),
                            beat(row),
                            row.path("runs").asLong(),
                            row.path("host").asText(),
                            row.path("version").asText(),
                            labels(row));
        }
    }

    private static String name(JsonNode row) {
        String name = row.path("name").asText();
        if (row.path("here").asBoolean()) {
            return name + " (this one)";
        }
        return row.path("kind").asText().equals("command") ? name + " (a command)" : name;
    }

    private static String beat(JsonNode row) {
        return row.path("ended").isNull()
                ? row.path("silentSeconds").asLong() + " s ago"
                : row.path("ended").asText().replaceFirst("T.*", "");
    }

    private static String labels(JsonNode row) {
        List<String> all = new ArrayList<>();
        row.path("labels").forEach(label -> all.add(label.asText()));
        return String.join(", ", all);
    }
}
