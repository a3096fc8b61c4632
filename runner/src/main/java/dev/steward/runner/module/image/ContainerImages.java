package dev.steward.runner.module.image;

import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import dev.steward.runner.module.image.StackImage.State;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.module.script.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code containerImages}: which containers of a host have newer images. The host says what runs, Steward asks the registries, and
 * nothing is pulled, restarted or changed.
 */
@ModuleInfo(
        name = "containerImages",
        doc =
                "Lists the images of the containers, compose project by project, and asks their registries whether the same tag means a newer"
                        + " one now. Nothing is pulled or changed; a host without Docker is skipped.",
        check = ModuleInfo.CheckMode.READS,
        returns = {
            @Returns(
                    name = "images",
                    type = Type.LIST,
                    doc =
                            "Each container with project, service, container, image, state (current, newer, pinned, built, unasked, unknown), digest,"
                                    + " newest and why."),
            @Returns(name = "newer", type = Type.LIST, doc = "The images that have a newer version, each once.")
        })
public final class ContainerImages implements TaskModule<ContainerImages.Args> {

    private static final Duration USUAL = Duration.ofSeconds(15);

    /** What it takes. */
    public record Args(
            @Doc("Only these compose projects.") Optional<List<String>> projects,
            @Doc("Ask registries; true unless said. Else what runs is listed, and nobody is asked.")
                    Optional<Boolean> ask,
            @Doc("Only these registries are asked, as docker.io; all unless said.") Optional<List<String>> registries,
            @Doc("Logins by registry, each 'user:password' or a secret that holds that.")
                    Optional<Map<String, Object>> logins,
            @Doc("For each answer of a registry; 15.seconds unless said.") Optional<Duration> timeout) {}

    private final Script script = Script.named("images");

    @Override
    public Class<Args> args() {
        return Args.class;
    }

    @Override
    public Outcome run(Args args, Target target) throws ConnectionException, InterruptedException {
        Answer answer = script.ask(target);
        if (answer.failure().isPresent()) {
            return Outcome.failed(answer.failure().get());
        }
        if (answer.flag("none")) {
            return Outcome.skipped("the host has no docker");
        }
        List<StackImage> found = answer.texts("image").stream()
                .map(StackImage::of)
                .filter(image -> args.projects()
                        .map(only -> only.contains(image.project()))
                        .orElse(true))
                .toList();
        Asking asking = new Asking(args);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (StackImage image : found) {
            rows.add(asking.row(image));
        }
        return outcome(rows);
    }

    private static Outcome outcome(List<Map<String, Object>> rows) {
        List<String> newer = images(rows, State.NEWER);
        List<String> unknown = images(rows, State.UNKNOWN);
        long all = rows.stream().map(row -> row.get("image")).distinct().count();
        String message = rows.isEmpty()
                ? "no container is there"
                : newer.isEmpty()
                        ? all + " images, none with a newer version that is known of"
                        : newer.size() + " of " + all + " images have a newer version: " + String.join(", ", newer);
        String trouble = unknown.isEmpty() ? "" : "; not known of " + String.join(", ", unknown);
        return Outcome.ok(message + trouble).with("images", rows).with("newer", newer);
    }

    private static List<String> images(List<Map<String, Object>> rows, State state) {
        String word = state.name().toLowerCase(java.util.Locale.ROOT);
        return rows.stream()
                .filter(row -> row.get("state").equals(word))
                .map(row -> String.valueOf(row.get("image")))
                .distinct()
                .toList();
    }

    /** Asks of each image once. */
    private static final class Asking {

        private final Args args;
        private final Registry registry;
        private final Map<String, String> digests = new HashMap<>();
        private final Map<String, String> troubles = new HashMap<>();

        private Asking(Args args) {
            this.args = args;
            this.registry =
                    new Registry(args.timeout().orElse(USUAL), args.logins().orElse(Map.of()));
        }

        private Map<String, Object> row(StackImage image) throws InterruptedException {
            Optional<Reference> reference = Reference.of(image.said());
            if (image.digests().isEmpty() || reference.isEmpty()) {
                return image.row(State.BUILT, "", "it was built on the host, or loaded there");
            }
            if (reference.get().pinned().isPresent()) {
                return image.row(State.PINNED, "", "its digest is written in the compose file");
            }
            if (!args.ask().orElse(true)
                    || args.registries()
                            .filter(only -> !only.contains(reference.get().registry()))
                            .isPresent()) {
                return image.row(State.UNASKED, "", "its registry is not to be asked");
            }
            ask(reference.get());
            String whole = reference.get().whole();
            if (troubles.containsKey(whole)) {
                return image.row(State.UNKNOWN, "", troubles.get(whole));
            }
            String newest = digests.get(whole);
            return image.row(image.is(newest) ? State.CURRENT : State.NEWER, newest, "");
        }

        private void ask(Reference image) throws InterruptedException {
            if (digests.containsKey(image.whole()) || troubles.containsKey(image.whole())) {
                return;
            }
            try {
                digests.put(image.whole(), registry.digest(image));
            } catch (RegistryException e) {
                troubles.put(image.whole(), e.getMessage());
            } catch (IllegalArgumentException e) {
                troubles.put(image.whole(), "its name is none that a registry could have");
            }
        }
    }
}
