package dev.steward.runner.cli.alert;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.ConfigOption;
import dev.steward.runner.cli.DeskCommand;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.control.Ask;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward alerts}: what is wrong that is watched, and what people say of it. */
@Command(
        mixinStandardHelpOptions = true,
        name = "alerts",
        description = "Shows what is wrong that is watched; acknowledges alerts and silences them for a while.")
public final class AlertsCommand extends DeskCommand {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    /** With what it is given. */
    public AlertsCommand(Bench bench) {
        super(bench);
    }

    @Command(mixinStandardHelpOptions = true, name = "list", description = "What is wrong now, the oldest first.")
    int list(
            @Mixin ConfigOption config,
            @Option(names = "--all", description = "Also what is over, the newest first.") boolean all,
            @Option(
                            names = {"-n", "--count"},
                            defaultValue = "50",
                            paramLabel = "N",
                            description = "So many at most.")
                    int count,
            @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        return show(config, ask("list", Map.of("all", all, "count", count)), json, this::table);
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "ack",
            description = "Says that you know of an alert: nobody is reminded of it. That it is over is told.")
    int ack(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "ALERT", description = "Its number.") long id,
            @Option(names = "--why", defaultValue = "", paramLabel = "TEXT", description = "Why you let it be.")
                    String why)
            throws IOException, InterruptedException, Refusal {
        return show(config, ask("ack", Map.of("id", id, "why", why)), false, this::alert);
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "silence",
            description = "Tells nobody of a kind of trouble for a while; what is still so afterwards is told then.")
    int silence(
            @Mixin ConfigOption config,
            @Parameters(
                            index = "0",
                            paramLabel = "KIND",
                            description =
                                    "quorum, node, storage, ups, missed …; '*' for every alert; or another notice's kind.")
                    String kind,
            @Parameters(
                            index = "1",
                            arity = "0..1",
                            defaultValue = "*",
                            paramLabel = "WHAT",
                            description =
                                    "As node/pve1, lxc/101, home/storage/*, schedule/nightly, ups/rack, host/web-1; all unless said.")
                    String subject,
            @Option(names = "--for", required = true, paramLabel = "TIME", description = "30m, 8h, 7d.") String span,
            @Option(names = "--why", required = true, paramLabel = "TEXT", description = "Why, for those who wonder.")
                    String why)
            throws IOException, InterruptedException, Refusal {
        Map<String, Object> said = Map.of("kind", kind, "subject", subject, "for", span, "why", why);
        return show(config, ask("silence", said), false, this::silence);
    }

    @Command(mixinStandardHelpOptions = true, name = "silences", description = "The silences that hold.")
    int silences(@Mixin ConfigOption config, @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        return show(config, ask("silences", Map.of()), json, rows -> {
            if (rows.isEmpty()) {
                out().println("No silences.");
            }
            rows.forEach(this::silence);
        });
    }

    @Command(mixinStandardHelpOptions = true, name = "unsilence", description = "Ends a silence before its time.")
    int unsilence(@Mixin ConfigOption config, @Parameters(paramLabel = "SILENCE", description = "Its number.") long id)
            throws IOException, InterruptedException, Refusal {
        return show(config, ask("unsilence", Map.of("id", id)), false, this::silence);
    }

    private Ask ask(String verb, Map<String, Object> said) {
        return new Ask.OfAlert(verb, new LinkedHashMap<>(said), person());
    }

    private void table(JsonNode facts) {
        if (facts.path("alerts").isEmpty()) {
            out().println(
                            facts.path("watching").asBoolean()
                                    ? "No alerts."
                                    : "No alerts; clusters are not watched (alerts.enabled in steward.yml).");
        }
        facts.path("alerts").forEach(this::alert);
    }

    private void alert(JsonNode one) {
        out().printf(
                        "%-5d %s  %-12s  %s%n",
                        one.path("id").asLong(),
                        time(one, "raised"),
                        one.path("state").asText(),
                        one.path("title").asText());
        if (one.path("cleared").isTextual()) {
            out().println("      over " + time(one, "cleared") + ": "
                    + one.path("cleared_by").asText());
        }
        if (one.path("acknowledged").isTextual()) {
            String why = one.path("reason").asText();
            out().println("      acknowledged by " + one.path("acknowledged_by").asText()
                    + (why.isEmpty() ? "" : ": " + why));
        }
    }

    private void silence(JsonNode one) {
        String ended = one.path("ended_by").isTextual()
                ? ", ended by " + one.path("ended_by").asText()
                : "";
        out().printf(
                        "%-5d %s of %s until %s, by %s: %s%s%n",
                        one.path("id").asLong(),
                        one.path("kind").asText(),
                        one.path("subject").asText(),
                        time(one, "until"),
                        one.path("by").asText(),
                        one.path("reason").asText(),
                        ended);
    }

    private static String time(JsonNode one, String name) {
        return TIME.format(Instant.parse(one.path(name).asText()).atZone(ZoneId.systemDefault()));
    }
}
