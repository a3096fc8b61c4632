package dev.steward.runner.cli.image;

import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.ConfigOption;
import dev.steward.runner.cli.DeskCommand;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.cli.StateDesks;
import dev.steward.runner.control.Ask;
import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.event.RunEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward images}: which containers have newer images, by a run of the shipped playbook. */
@Command(
        mixinStandardHelpOptions = true,
        name = "images",
        description = "Lists the images of containers by compose project, and whether their registries have newer ones."
                + " What is newer is told as a notice; nothing is pulled or changed.")
public final class ImagesCommand extends DeskCommand implements Callable<Integer> {

    private static final String PLAYBOOK = "check-images.groovy";

    @Mixin
    private ConfigOption config;

    @Parameters(
            arity = "0..*",
            paramLabel = "TARGET",
            description = "Hosts, guests and groups; all that the inventory has where none is named.")
    private List<String> targets;

    @Option(names = "--no-registry", description = "List what runs, and ask no registry.")
    private boolean noRegistry;

    @Option(names = "--newer", description = "Only what has a newer version, or could not be compared.")
    private boolean newer;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    private final StateDesks states;

    /**
     * The command.
     *
     * @param states where the configuration is read
     */
    public ImagesCommand(Bench bench, StateDesks states) {
        super(bench);
        this.states = states;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, Refusal {
        Path playbook = states.config(config.file()).config().playbooks().resolve(PLAYBOOK);
        if (!Files.isRegularFile(playbook)) {
            throw new Refusal(
                    Exit.ERROR,
                    List.of("There is no " + PLAYBOOK + " in " + playbook.getParent()
                            + "; copy it there from the folder 'playbooks' of the release."));
        }
        String limit = targets == null ? null : String.join(",", targets);
        Ask.Options options = new Ask.Options(
                limit, List.of(), List.of(), false, false, null, null, false, null, null, null, List.of(), null);
        Map<String, Object> vars = noRegistry ? Map.of("askRegistries", false) : Map.of();
        Ask ask = new Ask.Begin(playbook.toAbsolutePath().normalize().toString(), List.of(), vars, options, person());
        Map<String, RunEvent.TaskFinished> byHost = new LinkedHashMap<>();
        int exit = watch(config, ask, event -> note(event, byHost));
        if (json) {
            print(byHost);
        } else {
            List<String> lines = new ArrayList<>();
            byHost.forEach((host, said) -> lines.addAll(ImageText.of(host, said, newer)));
            lines.forEach(out()::println);
            if (lines.isEmpty()) {
                out().println(
                                byHost.isEmpty()
                                        ? "No host was asked."
                                        : "None of " + byHost.size() + " hosts has Docker.");
            }
        }
        return exit;
    }

    private static void note(NumberedEvent event, Map<String, RunEvent.TaskFinished> byHost) {
        if (event.event() instanceof RunEvent.TaskFinished finished) {
            byHost.put(finished.host(), finished);
        }
    }

    private void print(Map<String, RunEvent.TaskFinished> byHost) throws IOException {
        List<Map<String, Object>> all = new ArrayList<>();
        byHost.forEach((host, said) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("host", host);
            row.put("status", said.status().word());
            row.put("message", said.message());
            row.put("images", said.data().getOrDefault("images", List.of()));
            all.add(row);
        });
        out().println(json().writerWithDefaultPrettyPrinter().writeValueAsString(all));
    }
}
