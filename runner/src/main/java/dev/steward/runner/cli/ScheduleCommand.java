package dev.steward.runner.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steward.runner.control.Ask;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward schedule}: what runs when. */
@Command(
        mixinStandardHelpOptions = true,
        name = "schedule",
        description = "Lists schedules, previews their fires, pauses, resumes and runs them.")
final class ScheduleCommand extends DeskCommand {

    ScheduleCommand(Bench bench) {
        super(bench);
    }

    @Command(mixinStandardHelpOptions = true, name = "list", description = "All schedules with their next fire.")
    int list(@Mixin ConfigOption config, @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        return show(config, new Ask.Schedules(), json, rows -> rows.forEach(this::line));
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "next",
            description = "The next fires, with what a clock change does to them.")
    int next(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "NAME", description = "The schedule.") String name,
            @Option(
                            names = {"-n", "--count"},
                            defaultValue = "10",
                            paramLabel = "N",
                            description = "So many at most.")
                    int count,
            @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        return show(config, new Ask.NextFires(name, count), json, rows -> rows.forEach(this::fire));
    }

    @Command(mixinStandardHelpOptions = true, name = "pause", description = "It does not fire until it is resumed.")
    int pause(@Mixin ConfigOption config, @Parameters(paramLabel = "NAME", description = "The schedule.") String name)
            throws IOException, InterruptedException, Refusal {
        return show(config, new Ask.Steer(name, "pause", person()), false, said -> out().println(said.asText()));
    }

    @Command(mixinStandardHelpOptions = true, name = "resume", description = "It fires again.")
    int resume(@Mixin ConfigOption config, @Parameters(paramLabel = "NAME", description = "The schedule.") String name)
            throws IOException, InterruptedException, Refusal {
        return show(config, new Ask.Steer(name, "resume", person()), false, said -> out().println(said.asText()));
    }

    @Command(mixinStandardHelpOptions = true, name = "run", description = "Runs it now and shows the run.")
    int run(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "NAME", description = "The schedule.") String name,
            @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        return follow(config, new Ask.Steer(name, "run", person()), json);
    }

    private void line(JsonNode row) {
        out().printf(
                        "%-24s %-16s %-20s %-28s %s%n",
                        row.path("name").asText(),
                        row.path("cron").asText(),
                        row.path("zone").asText(),
                        row.path("playbook").asText(),
                        when(row));
    }

    /** When it fires next, or why it does not. */
    private static String when(JsonNode row) {
        if (row.path("pause").isObject()) {
            return "paused by " + row.path("pause").path("by").asText() + ": it does not run";
        }
        return row.path("silent").isTextual()
                ? row.path("silent").asText()
                : "next " + row.path("next").asText("never");
    }

    private void fire(JsonNode fire) {
        String mark = fire.path("mark").asText("");
        out().println((fire.path("at").asText() + "   " + mark).stripTrailing());
    }
}
