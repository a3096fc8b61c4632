package dev.steward.runner.cli.git;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.ConfigOption;
import dev.steward.runner.cli.DeskCommand;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.control.Ask;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code steward git}: the repository that playbooks and inventory come from. */
@Command(
        mixinStandardHelpOptions = true,
        name = "git",
        description = "Shows which revision of the git repository is in effect, and asks its server for a newer one.")
public final class GitCommand extends DeskCommand {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    /** With what it is given. */
    public GitCommand(Bench bench) {
        super(bench);
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "status",
            description = "The revision in effect, and what is wrong with a newer one. Asks nobody.")
    int status(@Mixin ConfigOption config, @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        return shown(config, false, json);
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "sync",
            description =
                    "Asks the server now. What it has comes into effect where every playbook and the inventory check.")
    int sync(@Mixin ConfigOption config, @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        return shown(config, true, json);
    }

    private int shown(ConfigOption config, boolean sync, boolean json)
            throws IOException, InterruptedException, Refusal {
        AtomicBoolean good = new AtomicBoolean();
        show(config, new Ask.OfGit(sync), false, facts -> {
            good.set(facts.path("good").asBoolean());
            if (json) {
                out().println(facts.toPrettyString());
            } else {
                print(facts);
            }
        });
        return good.get() ? Exit.OK : Exit.UNREACHABLE_OR_PROBLEMS;
    }

    private void print(JsonNode facts) {
        out().println(facts.path("summary").asText() + ".");
        facts.path("problems").forEach(problem -> out().println("  " + problem.asText()));
        line("repository", facts.path("url").asText() + " " + facts.path("ref").asText());
        if (facts.path("commit").isTextual()) {
            line("commit", facts.path("commit").asText());
            line(
                    "",
                    facts.path("subject").asText() + ", by "
                            + facts.path("author").asText());
            line("since", time(facts.path("since")));
        }
        line("asked", time(facts.path("tried")));
        if (!facts.path("reached").equals(facts.path("tried"))) {
            line("answered", time(facts.path("reached")));
        }
        if (facts.path("rewritten").isTextual()) {
            line(
                    "rewritten",
                    "the branch's history no longer has "
                            + facts.path("rewritten").asText() + ", which was in effect before");
        }
    }

    private void line(String name, String value) {
        out().printf("%-11s %s%n", name, value);
    }

    private static String time(JsonNode at) {
        return at.isTextual() ? TIME.format(Instant.parse(at.asText()).atZone(ZoneId.systemDefault())) : "never";
    }
}
