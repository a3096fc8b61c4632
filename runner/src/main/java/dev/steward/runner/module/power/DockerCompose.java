package dev.steward.runner.module.power;

import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Positional;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.module.script.Script;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code dockerCompose}: projects of Docker Compose, v2 ({@code docker compose}) or v1 ({@code docker-compose}), as the host has it. What
 * a project's containers do is asked of docker itself, before and after.
 */
@ModuleInfo(
        name = "dockerCompose",
        doc =
                "Brings projects of Docker Compose down or up, stops, starts, pauses or unpauses them, and verifies it. 'stop' keeps"
                        + " the containers; 'down' removes them, with what lies in none of their named volumes.",
        check = ModuleInfo.CheckMode.SIMULATES,
        returns = {
            @Returns(name = "projects", type = Type.LIST, doc = "With all: the names of the projects it was about.")
        })
public final class DockerCompose implements TaskModule<DockerCompose.Args> {

    private static final Duration USUAL = Duration.ofSeconds(60);

    /** Starting a project may mean to fetch its images. */
    private static final Duration TO_START = Duration.ofMinutes(10);

    /** What it takes. */
    public record Args(
            @Positional @Doc("down, stop, pause, up, start or unpause.") Action action,
            @Doc("The project's folder on the host.") Optional<String> dir,
            @Doc("Its files, relative to dir; compose finds them itself unless said.") Optional<List<String>> files,
            @Doc("Its name, where it differs from that of the folder.") Optional<String> project,
            @Doc(
                            "All projects of the host: down, stop and pause note those that run, up, start and unpause undo exactly what was"
                                    + " noted, also after a restart of the host.")
                    boolean all,
            @Doc("Names of projects that are left alone with all.") Optional<List<String>> except,
            @Doc("How long a container may take to end before docker kills it; 60.seconds unless said.")
                    Optional<Duration> timeout,
            @Doc("How long to wait until the containers say they are healthy; unless said they only have to run.")
                    Optional<Duration> healthy) {}

    /** What to do. */
    public enum Action {
        DOWN,
        STOP,
        PAUSE,
        UP,
        START,
        UNPAUSE
    }

    private final Script script = Script.named("compose");

    @Override
    public Class<Args> args() {
        return Args.class;
    }

    @Override
    public Outcome run(Args args, Target target) throws ConnectionException, InterruptedException {
        boolean one = args.dir().isPresent()
                || args.files().isPresent()
                || args.project().isPresent();
        if (one == args.all()) {
            return Outcome.failed(
                    "'dockerCompose' takes a project by dir, files or project, or all: true, and not both");
        }
        if (args.except().isPresent() && !args.all()) {
            return Outcome.failed("'except' of 'dockerCompose' goes with all: true");
        }
        String word = args.action().name().toLowerCase(Locale.ROOT);
        Answer answer = Did.ask(script, target, patience(args, target), Map.of(), arguments(args, word, target));
        List<String> projects = answer.texts("project");
        String nothing = args.all() && projects.isEmpty()
                ? "no project is there to " + word
                : "nothing is there to " + word + ": it is so already";
        return Did.outcome(answer, nothing).with("projects", projects);
    }

    private static List<String> arguments(Args args, String word, Target target) {
        return List.of(
                word,
                args.dir().orElse(""),
                args.project().orElse(""),
                String.join("\n", args.files().orElse(List.of())),
                String.valueOf(args.timeout().orElse(USUAL).toSeconds()),
                args.healthy().map(Did::seconds).orElse(""),
                Did.flag(args.all()),
                String.join("\n", args.except().orElse(List.of())),
                Did.flag(target.check()));
    }

    /* Containers end one after the other where they depend on each other, and projects always do: the task's own limit bounds that. */
    private static Duration patience(Args args, Target target) {
        Duration each = args.timeout().orElse(USUAL).multipliedBy(args.all() ? 20 : 5);
        return target.remaining()
                .orElse(each.plus(args.healthy().orElse(Duration.ZERO)).plus(TO_START));
    }
}
