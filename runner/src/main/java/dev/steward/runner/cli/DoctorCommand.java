package dev.steward.runner.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.steward.dsl.check.PlaybookCompiler;
import dev.steward.runner.app.evidence.EvidenceDesk;
import dev.steward.runner.app.evidence.Kept;
import dev.steward.runner.app.readiness.Doctor;
import dev.steward.runner.app.readiness.HistoryCheck;
import dev.steward.runner.cli.print.Screen;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.control.Ask;
import dev.steward.runner.control.Reply;
import dev.steward.runner.doctor.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward doctor}: everything that can be seen beforehand to stand in the way of the next run. */
@Command(
        mixinStandardHelpOptions = true,
        name = "doctor",
        description =
                "Looks for what would stand in the way of the next run: files, clusters with their rights, hosts, UPSes,"
                        + " mail. Exit 1 where something does.")
final class DoctorCommand extends DeskCommand implements Callable<Integer> {

    private final Bench bench;
    private final StateDesks states;
    private final Supplier<PlaybookCompiler> compiler;
    private boolean healthy = true;

    @Mixin
    private ConfigOption config;

    @Option(names = "--offline", description = "Ask no cluster, host, UPS or mail server.")
    private boolean offline;

    @Option(
            names = {"-l", "--limit"},
            paramLabel = "PATTERN",
            description = "Of the hosts ask these alone.")
    private String limit;

    @Option(
            names = "--checklist",
            description = "Instead: what is shown of what the house is for, 20 criteria, each with its evidence. Exit 1"
                    + " where one is not shown.")
    private boolean checklist;

    @Option(names = "--json", description = "With --checklist: as JSON.")
    private boolean json;

    @Option(names = "--out", paramLabel = "FILE", description = "With --checklist: written there.")
    private Path file;

    DoctorCommand(Bench bench, StateDesks states, Supplier<PlaybookCompiler> compiler) {
        super(bench);
        this.bench = bench;
        this.states = states;
        this.compiler = compiler;
    }

    @Override
    public Integer call() throws Refusal, InterruptedException, IOException {
        if (checklist) {
            return checklist();
        }
        if (json || file != null) {
            throw new Refusal(Exit.OPTIONS, List.of("--json and --out are for --checklist."));
        }
        LoadedConfig loaded = states.config(config.file());
        new Doctor(loaded, bench.environment(), compiler.get(), states.time(), this::show)
                .look(offline, Optional.ofNullable(limit));
        history(loaded);
        return healthy ? Exit.OK : Exit.ERROR;
    }

    /** Told by the Steward at work here, where one is; else the file is looked at, and what was seen forgotten where one begins. */
    private void history(LoadedConfig loaded) throws IOException, InterruptedException {
        Optional<DeskOpener.OpenDesk> desk = states.atWork(loaded);
        if (desk.isPresent()) {
            // another version refuses what it does not know
            desk.get().handle(new Ask.OfEvidence(EvidenceDesk.HISTORY, true), reply -> {
                if (reply instanceof Reply.Data data) {
                    show(Finding.good("history", data.data().path("said").asText()));
                    // PostgreSQL was asked already
                    if (loaded.config().store().isEmpty()) {
                        data.data().path("sealed").forEach(one -> show(Finding.problem("sealed", one.asText())));
                    }
                }
            });
        } else if (loaded.config().store().isEmpty()) {
            List<Finding> seen = HistoryCheck.file(loaded.config(), states.time());
            if (states.atWork(loaded).isEmpty()) {
                seen.forEach(this::show);
            }
        }
    }

    private int checklist() throws Refusal, InterruptedException, IOException {
        if (limit != null) {
            throw new Refusal(Exit.OPTIONS, List.of("--limit means nothing to --checklist: it looks at everything."));
        }
        List<JsonNode> answers = new ArrayList<>();
        show(config, new Ask.OfEvidence(EvidenceDesk.CHECKLIST, offline), false, answers::add);
        JsonNode list = answers.get(0);
        if (json) {
            ((ObjectNode) list).remove("text");
        }
        String text = json ? list.toPrettyString() + "\n" : list.path("text").asText();
        if (file == null) {
            out().print(text);
        } else {
            out().println("Written: " + Kept.write(bench.folder().resolve(file), text));
        }
        return list.path("shown").asInt() == list.path("total").asInt() ? Exit.OK : Exit.ERROR;
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "guest",
            description = "Looks whether one guest can be patched: it runs, lets us in as root, has a network, and its"
                    + " package sources can be read. Changes nothing. Exit 1 where something is in the way.")
    int guest(
            @Parameters(paramLabel = "ID", description = "Its id, as 101 or lxc/101, or its name in the inventory.")
                    String id,
            @Mixin ConfigOption where)
            throws Refusal, InterruptedException {
        new Doctor(
                        states.config(where.file().isPresent() ? where.file() : config.file()),
                        bench.environment(),
                        compiler.get(),
                        states.time(),
                        this::show)
                .guest(id);
        return healthy ? Exit.OK : Exit.ERROR;
    }

    private void show(Finding finding) {
        switch (finding.level()) {
            case GOOD -> line(Screen.Paint.GOOD, "ok", finding);
            case NOTE -> line(Screen.Paint.CHANGE, "note", finding);
            case PROBLEM -> {
                healthy = false;
                line(Screen.Paint.BAD, "PROBLEM", finding);
            }
        }
    }

    private void line(Screen.Paint paint, String word, Finding finding) {
        bench.screen()
                .out()
                .println(bench.screen().paint(paint, String.format("%-8s", word)) + finding.what() + ": "
                        + finding.said());
    }
}
