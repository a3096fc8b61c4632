package dev.steward.runner.cli.approve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.ConfigOption;
import dev.steward.runner.cli.DeskCommand;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.control.Ask;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward approvals}: plans that wait for another person's word. */
@Command(
        mixinStandardHelpOptions = true,
        name = "approvals",
        description = "Plans that wait for another person's word: who wants what, and what it would change.")
public final class ApprovalsCommand extends DeskCommand {

    /** The verb. */
    public ApprovalsCommand(Bench bench) {
        super(bench);
    }

    private Ask ask(String verb, long id, String why) {
        return new Ask.OfApproval(verb, id, why, person());
    }

    @Command(mixinStandardHelpOptions = true, name = "list", description = "All of them, the newest first.")
    int list(@Mixin ConfigOption config, @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        return show(config, ask("list", 0, null), json, approvals -> {
            if (approvals.isEmpty()) {
                out().println("No plan waits. steward plan PLAYBOOK --ask-approval 'REASON' keeps one.");
            }
            approvals.forEach(one -> out().printf(
                            "%4s  %-8s  %s, asked by %s: %s%n",
                            text(one, "id"),
                            text(one, "status"),
                            text(one, "playbook"),
                            text(one, "askedBy"),
                            text(one, "why")));
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "show",
            description = "One of them: hosts, options, what its check said, and what changed since.")
    int show(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "ID", description = "Its number, as 'approvals list' shows it.") long id,
            @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        return show(config, ask("show", id, null), json, this::print);
    }

    private void print(JsonNode one) {
        out().println("Approval " + text(one, "id") + ": " + text(one, "status") + ", until " + text(one, "expires"));
        out().println("  playbook  " + text(one, "playbook") + " (" + text(one, "file") + ")");
        out().println("  asked by  " + text(one, "askedBy") + " at " + text(one, "askedAt") + ": " + text(one, "why"));
        one.path("hosts").properties().forEach(play -> out().println(
                        "  hosts     " + play.getKey() + ": " + hosts(play.getValue())));
        one.path("reach").forEach(words -> out().println("  reach     " + words.asText()));
        one.path("options").properties().forEach(option -> out().println(
                        "  " + option.getKey() + " " + said(option.getValue())));
        if (!text(one, "checkRun").isEmpty()) {
            out().println("  check     run " + text(one, "checkRun") + " (" + text(one, "check")
                    + ") says what it would change: steward runs show " + text(one, "checkRun"));
        }
        if (!text(one, "decidedBy").isEmpty()) {
            out().println("  word      by " + text(one, "decidedBy") + " at " + text(one, "decidedAt")
                    + (text(one, "decidedWhy").isEmpty() ? "" : ": " + text(one, "decidedWhy")));
        }
        if (!text(one, "run").isEmpty()) {
            out().println("  applied   by " + text(one, "appliedBy") + ": steward runs show " + text(one, "run"));
        }
        if (!one.path("changes").isEmpty()) {
            out().println("  Changed since it was asked for, so that it would not be applied:");
            one.path("changes").forEach(change -> out().println("    " + change.asText()));
        }
        if (!text(one, "refusal").isEmpty()) {
            out().println("  last try  " + text(one, "refusal").replace("\n", "\n            "));
        }
    }

    private static String hosts(JsonNode names) {
        StringBuilder all = new StringBuilder();
        names.forEach(name -> all.append(all.isEmpty() ? "" : ", ").append(name.asText()));
        return all.isEmpty() ? "none" : all.toString();
    }

    private static String said(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isNull() || value.isMissingNode() ? "" : value.asText();
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "approve",
            description = "Lets a plan be applied that somebody else asked for.")
    int approve(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "ID", description = "Its number, as 'approvals list' shows it.") long id,
            @Option(names = "--reason", paramLabel = "WORDS", description = "Why, for the record.") String why,
            @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        return show(config, ask("approve", id, why), json, one -> out().println("Approval " + id + " is given. Until "
                + text(one, "expires") + ": steward approvals apply " + id));
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "reject",
            description = "Ends a plan that waits or is approved; whoever asked for it may take it back too.")
    int reject(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "ID", description = "Its number, as 'approvals list' shows it.") long id,
            @Option(names = "--reason", required = true, paramLabel = "WORDS", description = "Why.") String why,
            @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        return show(config, ask("reject", id, why), json, one -> out().println("Approval " + id + " is rejected."));
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "apply",
            description = "Checks an approved plan once more and carries it out, where nothing changed since.")
    int apply(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "ID", description = "Its number, as 'approvals list' shows it.") long id,
            @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        return follow(config, ask("apply", id, null), json);
    }
}
