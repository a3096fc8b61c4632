package dev.steward.runner.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steward.runner.cli.print.RunText;
import dev.steward.runner.control.Ask;
import dev.steward.runner.event.Recap;
import dev.steward.runner.event.RecapText;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward runs}: what ran, and steering what runs. */
@Command(mixinStandardHelpOptions = true, name = "runs", description = "Lists, shows, cancels and repeats runs.")
final class RunsCommand extends DeskCommand {

    RunsCommand(Bench bench) {
        super(bench);
    }

    @Command(mixinStandardHelpOptions = true, name = "list", description = "Runs, newest first.")
    int list(
            @Mixin ConfigOption config,
            @Option(
                            names = "--status",
                            paramLabel = "WORD",
                            description = "queued, running, ok, failed, cancelled, lost, missed")
                    String status,
            @Option(names = "--playbook", paramLabel = "NAME") String playbook,
            @Option(names = "--host", paramLabel = "HOST") String host,
            @Option(names = "--text", paramLabel = "WORDS", description = "found in messages") String text,
            @Option(
                            names = {"-n", "--count"},
                            defaultValue = "20",
                            paramLabel = "N")
                    int count,
            @Option(names = "--json") boolean json)
            throws IOException, InterruptedException, Refusal {
        Map<String, String> filters = new LinkedHashMap<>();
        put(filters, "status", status);
        put(filters, "playbook", playbook);
        put(filters, "host", host);
        put(filters, "text", text);
        return show(config, new Ask.ListRuns(filters, count), json, this::table);
    }

    @Command(mixinStandardHelpOptions = true, name = "show", description = "The facts of one run.")
    int show(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "RUN") long run,
            @Option(names = "--json") boolean json)
            throws IOException, InterruptedException, Refusal {
        return show(config, new Ask.ShowRun(run), json, this::facts);
    }

    @Command(mixinStandardHelpOptions = true, name = "log", description = "The output of a run as text.")
    int log(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "RUN") long run,
            @Option(names = "--host", paramLabel = "HOST", description = "Only this host.") String host)
            throws IOException, InterruptedException, Refusal {
        return show(config, new Ask.Log(run, host), false, text -> out().println(text.asText()));
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "cancel",
            description = "Ends a run: no new step begins, package work runs to its end.")
    int cancel(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "RUN") long run,
            @Option(names = "--force", description = "Kill package work too, then repair and report.") boolean force)
            throws IOException, InterruptedException, Refusal {
        return show(config, new Ask.Cancel(run, force, person()), false, said -> out().println(said.asText()));
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "retry",
            description =
                    "Begins a run again, with --failed only on the hosts that did not end well. Where the playbook"
                            + " changed since, say which text counts; templates and files are always those of today.")
    int retry(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "RUN") long run,
            @Option(names = "--failed", description = "Only the hosts that did not end well.") boolean failed,
            @Option(names = "--as-recorded", description = "By the playbook's text as that run had it.")
                    boolean recorded,
            @Option(names = "--as-now", description = "By the playbook's text of today.") boolean now,
            @Option(names = "--json") boolean json)
            throws IOException, InterruptedException, Refusal {
        if (recorded && now) {
            throw new Refusal(Exit.OPTIONS, List.of("Say --as-recorded or --as-now, not both."));
        }
        String text = recorded ? "RECORDED" : now ? "NOW" : null;
        return follow(config, new Ask.Again(run, failed, text, person()), json);
    }

    private void table(JsonNode rows) {
        if (rows.isEmpty()) {
            out().println("No runs.");
            return;
        }
        int playbook = RunText.width(rows, "playbook");
        rows.forEach(row -> out().println(RunText.line(row, playbook)));
    }

    private void facts(JsonNode run) {
        RunText.facts(run).forEach(out()::println);
        Recap recap = recap(run.path("recap"));
        if (!recap.hosts().isEmpty()) {
            out().println("\n" + RecapText.of(recap));
        }
    }

    private Recap recap(JsonNode hosts) {
        SortedMap<String, Recap.Counts> counts = new TreeMap<>();
        hosts.properties()
                .forEach(host -> counts.put(host.getKey(), json().convertValue(host.getValue(), Recap.Counts.class)));
        return new Recap(counts);
    }

    private static void put(Map<String, String> filters, String key, String value) {
        if (value != null) {
            filters.put(key, value);
        }
    }
}
