package dev.steward.runner.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steward.runner.cli.print.RunText;
import dev.steward.runner.control.Ask;
import dev.steward.runner.event.Recap;
import dev.steward.runner.event.RecapText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    @Command(
            mixinStandardHelpOptions = true,
            name = "list",
            description = "Runs, newest first. In every filter a comma means or and a leading ! means not, as"
                    + " --host '!db-1'; several must all hold. The page's address has the same words.")
    int list(
            @Mixin ConfigOption config,
            @Mixin Which which,
            @Option(
                            names = {"-n", "--count"},
                            defaultValue = "20",
                            paramLabel = "N",
                            description = "So many at most.")
                    int count,
            @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        return show(config, new Ask.ListRuns(which.filters(), count), json, this::table);
    }

    /** Which runs to list, in the words of the page's address. */
    static final class Which {

        @Option(
                names = "--status",
                paramLabel = "WORD",
                description = "queued, running, ok, failed, cancelled, lost, missed, held")
        private List<String> status = List.of();

        @Option(names = "--playbook", paramLabel = "NAME", description = "Its name or its file.")
        private List<String> playbook = List.of();

        @Option(names = "--host", paramLabel = "HOST", description = "A host it ran on.")
        private List<String> host = List.of();

        @Option(names = "--cause", paramLabel = "KIND", description = "person, schedule, ups, api, webhook")
        private List<String> cause = List.of();

        @Option(names = "--by", paramLabel = "NAME", description = "Who began it: a person, schedule, UPS or token.")
        private List<String> by = List.of();

        @Option(names = "--schedule", paramLabel = "NAME", description = "The schedule that fired.")
        private List<String> schedule = List.of();

        @Option(names = "--limited", paramLabel = "PATTERN", description = "The limit it was begun with.")
        private List<String> limited = List.of();

        @Option(names = "--check", paramLabel = "yes|no", description = "Whether it changed nothing.")
        private List<String> check = List.of();

        @Option(names = "--text", paramLabel = "WORDS", description = "Found in messages and errors.")
        private List<String> text = List.of();

        @Option(names = "--output", paramLabel = "WORDS", description = "Found in what tasks printed.")
        private List<String> output = List.of();

        @Option(names = "--from", paramLabel = "DAY", description = "Begun on this day or later, as 2026-03-29.")
        private List<String> from = List.of();

        @Option(names = "--to", paramLabel = "DAY", description = "Begun until the end of this day.")
        private List<String> to = List.of();

        List<Ask.Filter> filters() {
            List<Ask.Filter> filters = new ArrayList<>();
            add(filters, "status", status);
            add(filters, "playbook", playbook.stream().map(Which::here).toList());
            add(filters, "host", host);
            add(filters, "cause", cause);
            add(filters, "by", by);
            add(filters, "schedule", schedule);
            add(filters, "limited", limited);
            add(filters, "check", check);
            add(filters, "q", text);
            add(filters, "output", output);
            add(filters, "from", from);
            add(filters, "to", to);
            return filters;
        }

        /** Where a file of this name lies here, it is meant too: the one who answers stands in another folder. */
        private static String here(String said) {
            String names = said.startsWith("!") ? said.substring(1) : said;
            String files = Stream.of(names.split(","))
                    .flatMap(name -> Stream.of(name, name + ".groovy"))
                    .filter(name -> name.indexOf('\0') < 0 && Files.isRegularFile(Path.of(name)))
                    .map(name -> Path.of(name).toAbsolutePath().normalize().toString())
                    .filter(file -> file.indexOf(',') < 0)
                    .collect(Collectors.joining(","));
            return files.isEmpty() ? said : said + "," + files;
        }

        private static void add(List<Ask.Filter> filters, String name, List<String> values) {
            values.forEach(value -> filters.add(new Ask.Filter(name, value)));
        }
    }

    @Command(mixinStandardHelpOptions = true, name = "show", description = "The facts of one run.")
    int show(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "RUN", description = "Its number.") long run,
            @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        return show(config, new Ask.ShowRun(run), json, this::facts);
    }

    @Command(mixinStandardHelpOptions = true, name = "log", description = "The output of a run as text.")
    int log(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "RUN", description = "Its number.") long run,
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
            @Parameters(paramLabel = "RUN", description = "Its number.") long run,
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
            @Parameters(paramLabel = "RUN", description = "Its number.") long run,
            @Option(names = "--failed", description = "Only the hosts that did not end well.") boolean failed,
            @Option(names = "--as-recorded", description = "By the playbook's text as that run had it.")
                    boolean recorded,
            @Option(names = "--as-now", description = "By the playbook's text of today.") boolean now,
            @Option(names = "--json", description = "As JSON.") boolean json)
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
}
