package dev.steward.runner.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steward.runner.control.Ask;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward notices}: what people were told, and whether it arrived. */
@Command(
        mixinStandardHelpOptions = true,
        name = "notices",
        description = "Lists what people were told and whether it arrived; sends a test.")
final class NoticesCommand extends DeskCommand {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    NoticesCommand(Bench bench) {
        super(bench);
    }

    @Command(mixinStandardHelpOptions = true, name = "list", description = "Notices, newest first.")
    int list(
            @Mixin ConfigOption config,
            @Option(
                            names = {"-n", "--count"},
                            defaultValue = "20",
                            paramLabel = "N",
                            description = "So many at most.")
                    int count,
            @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        return show(config, new Ask.Notices(Math.max(1, Math.min(count, 1000))), json, this::table);
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "test",
            description = "Sends a notice on every channel, to see whether it arrives. Exit: 0 all took it.")
    int test(
            @Mixin ConfigOption config,
            @Parameters(
                            arity = "0..1",
                            paramLabel = "CHANNEL",
                            description = "The only one, as 'mail' or 'webhook ops'.")
                    String channel)
            throws IOException, InterruptedException, Refusal {
        return show(
                config,
                new Ask.TestNotice(person(), channel),
                false,
                lines -> lines.forEach(line -> out().println(line.asText())));
    }

    private void table(JsonNode rows) {
        if (rows.isEmpty()) {
            out().println("No notices.");
        }
        for (JsonNode row : rows) {
            out().printf(
                            "%s  %-12s  %s%n",
                            TIME.format(Instant.parse(row.path("at").asText()).atZone(ZoneId.systemDefault())),
                            row.path("kind").asText(),
                            row.path("title").asText());
            if (row.path("deliveries").isEmpty()) {
                out().println("                  told nobody: no channel takes this kind");
            }
            row.path("deliveries").forEach(one -> out().println("                  " + delivery(one)));
        }
    }

    private static String delivery(JsonNode one) {
        String why = one.path("message").asText();
        int attempts = one.path("attempts").asInt();
        String state = one.path("state").asText();
        String tried = state.equals("sent") && attempts == 1 || attempts == 0
                ? ""
                : attempts == 1 ? " after 1 try" : " after " + attempts + " tries";
        String next = one.path("next").isTextual() && attempts > 0
                ? ", next "
                        + TIME.format(Instant.parse(one.path("next").asText()).atZone(ZoneId.systemDefault()))
                : "";
        return one.path("channel").asText() + ": " + state + tried + next + (why.isEmpty() ? "" : ": " + why);
    }
}
