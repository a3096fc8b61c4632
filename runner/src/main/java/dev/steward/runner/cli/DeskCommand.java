package dev.steward.runner.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.cli.print.RunPrinter;
import dev.steward.runner.cli.print.Screen;
import dev.steward.runner.control.Ask;
import dev.steward.runner.control.Reply;
import dev.steward.runner.event.NumberedEvent;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What the commands that ask a desk have in common. */
public abstract class DeskCommand {

    private final Bench bench;

    /** With what it is given. */
    protected DeskCommand(Bench bench) {
        this.bench = bench;
    }

    /** Where it prints. */
    protected PrintStream out() {
        return bench.screen().out();
    }

    /** The same with colours and problems. */
    protected Screen screen() {
        return bench.screen();
    }

    /** Who sits at the terminal. */
    protected String person() {
        return bench.person();
    }

    /** Reads and writes JSON. */
    protected ObjectMapper json() {
        return bench.json();
    }

    /** Asks and shows each piece of data, as JSON or by the given printer. */
    protected int show(ConfigOption config, Ask ask, boolean asJson, Consumer<JsonNode> printer)
            throws IOException, InterruptedException, Refusal {
        Refusals refusals = new Refusals();
        try (DeskOpener.OpenDesk desk = bench.desks().open(config.file())) {
            desk.handle(ask, reply -> {
                if (reply instanceof Reply.Data data) {
                    if (asJson) {
                        out().println(json().writerWithDefaultPrettyPrinter().writeValueAsString(data.data()));
                    } else {
                        printer.accept(data.data());
                    }
                } else {
                    refusals.note(reply);
                }
            });
        }
        refusals.raise();
        return Exit.OK;
    }

    /** Every event of a run, from the first to its end, which is waited for. */
    protected List<NumberedEvent> events(ConfigOption config, long run)
            throws IOException, InterruptedException, Refusal {
        List<NumberedEvent> all = new ArrayList<>();
        Refusals refusals = new Refusals();
        try (DeskOpener.OpenDesk desk = bench.desks().open(config.file())) {
            desk.handle(new Ask.Follow(run, 0), reply -> {
                if (reply instanceof Reply.Event event) {
                    all.add(bench.lines().event(event.event()));
                } else {
                    refusals.note(reply);
                }
            });
        }
        refusals.raise();
        return all;
    }

    /** Begins a run and shows it to its end. */
    protected int follow(ConfigOption config, Ask ask, boolean asJson)
            throws IOException, InterruptedException, Refusal {
        return follow(config, ask, asJson, false);
    }

    /** The same, with all output or only that of failures. */
    int follow(ConfigOption config, Ask ask, boolean asJson, boolean verbose)
            throws IOException, InterruptedException, Refusal {
        Consumer<NumberedEvent> printer = asJson ? this::printJson : new RunPrinter(bench.screen(), verbose)::print;
        try (RunFollower follower = bench.follower();
                DeskOpener.OpenDesk desk = bench.desks().open(config.file())) {
            return follower.begin(desk, ask, printer);
        }
    }

    /**
     * Begins a run and lets its events be seen to its end, with nothing printed of them.
     *
     * @return the exit code of the run
     */
    protected int watch(ConfigOption config, Ask ask, Consumer<NumberedEvent> show)
            throws IOException, InterruptedException, Refusal {
        try (RunFollower follower = bench.follower();
                DeskOpener.OpenDesk desk = bench.desks().open(config.file())) {
            return follower.begin(desk, ask, show);
        }
    }

    private void printJson(NumberedEvent event) {
        bench.screen().out().println(bench.lines().of(event));
    }
}
