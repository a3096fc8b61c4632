package dev.steward.runner.cli.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.app.evidence.Kept;
import dev.steward.runner.app.evidence.Report;
import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.ConfigOption;
import dev.steward.runner.cli.DeskCommand;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.control.Ask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward report}: what the tests of monitoring, power, updates and mail showed, as files that are kept. */
@Command(
        mixinStandardHelpOptions = true,
        name = "report",
        description = "What the tests of monitoring, power, updates and mail showed, in Markdown. Changes nothing.")
public final class TestReportCommand extends DeskCommand implements Callable<Integer> {

    private static final String ALL = "all";

    private final Bench bench;

    @Mixin
    private ConfigOption config;

    @Parameters(paramLabel = "WHAT", description = "monitoring, power, update, mail, or all of them.")
    private String what;

    @Option(names = "--offline", description = "Ask no cluster, host or server: what is recorded alone.")
    private boolean offline;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Written there, with 'all' into that folder; printed unless said.")
    private Path file;

    /** The verb. */
    public TestReportCommand(Bench bench) {
        super(bench);
        this.bench = bench;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, Refusal {
        String word = what.toLowerCase(Locale.ROOT);
        List<Report> wanted = word.equals(ALL)
                ? List.of(Report.values())
                : Report.of(word).map(List::of).orElseThrow(() -> unknown(word));
        for (Report report : wanted) {
            String text = text(report);
            if (file == null) {
                out().print(text);
            } else {
                Path to = bench.folder().resolve(file);
                Path there = Kept.write(word.equals(ALL) ? to.resolve(report.word() + ".md") : to, text);
                out().println("The report of " + report.word() + " is in " + there + ".");
            }
        }
        return Exit.OK;
    }

    private String text(Report report) throws IOException, InterruptedException, Refusal {
        List<JsonNode> answers = new ArrayList<>();
        show(config, new Ask.OfEvidence(report.word(), offline), false, answers::add);
        return answers.get(0).path("text").asText();
    }

    private Refusal unknown(String word) {
        List<String> words =
                new ArrayList<>(Arrays.stream(Report.values()).map(Report::word).toList());
        words.add(ALL);
        String next = Suggestion.question(word, words).orElse("expected " + String.join(", ", words));
        return new Refusal(Exit.OPTIONS, List.of("There is no report '" + what + "'; " + next + "."));
    }
}
