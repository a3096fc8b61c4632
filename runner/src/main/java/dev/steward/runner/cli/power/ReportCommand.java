package dev.steward.runner.cli.power;

import dev.steward.runner.app.evidence.OutageReport;
import dev.steward.runner.app.power.OutageLine;
import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.ConfigOption;
import dev.steward.runner.cli.DeskCommand;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.control.Ask;
import dev.steward.runner.event.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward power report}: an outage, test or rehearsal as a file that can be kept. */
@Command(
        mixinStandardHelpOptions = true,
        name = "report",
        description =
                "What an outage, test or rehearsal did, in Markdown: phases, when each machine went off, each step, and what"
                        + " was found after the return. One that is on is waited for.")
public final class ReportCommand extends DeskCommand implements Callable<Integer> {

    private static final int ALL = 1000;

    private final Bench bench;
    private final EventJson json = new EventJson();

    @Mixin
    private ConfigOption config;

    @Parameters(
            paramLabel = "RUN",
            arity = "0..1",
            description = "A run of 'steward power history'; the latest unless said.")
    private Long run;

    @Option(names = "--out", paramLabel = "FILE", description = "Written there; printed unless said.")
    private Path file;

    /** The verb. */
    public ReportCommand(Bench bench) {
        super(bench);
        this.bench = bench;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, Refusal {
        OutageLine line = line();
        String text =
                OutageReport.of(line.kind() + ", " + line.cause(), events(config, line.run()), ZoneId.systemDefault());
        if (file == null) {
            bench.screen().out().print(text);
        } else {
            Path whole = file.toAbsolutePath();
            if (whole.getParent() != null) {
                Files.createDirectories(whole.getParent());
            }
            Files.writeString(whole, text);
            bench.screen().out().println("The report of run " + line.run() + " is in " + whole + ".");
        }
        return Exit.OK;
    }

    private OutageLine line() throws IOException, InterruptedException, Refusal {
        List<OutageLine> lines = new ArrayList<>();
        show(
                config,
                new Ask.OfPower.History(ALL),
                false,
                data -> lines.addAll(List.of(json.value(data.toString(), OutageLine[].class))));
        Optional<OutageLine> found =
                lines.stream().filter(line -> run == null || line.run() == run).findFirst();
        return found.orElseThrow(() -> new Refusal(
                Exit.ERROR,
                List.of(
                        run == null
                                ? "There was no outage, test or rehearsal yet: steward power rehearse plays one."
                                : "Run " + run + " is none of 'steward power history'.")));
    }
}
