package dev.steward.runner.app.approve;

import dev.steward.dsl.plan.ModuleCall;
import dev.steward.dsl.plan.Plan;
import dev.steward.dsl.plan.Play;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files and templates that a plan takes along. Where a task names one by a value known only on the host, all of both
 * folders count: nothing can be left out that might be used.
 */
final class Brought {

    private static final List<String> FOLDERS = List.of("files", "templates");
    private static final String FROM = "src";

    private Brought() {}

    /** Each file by its path from the playbook's folder, with a digest of its content. */
    static Map<String, String> of(Plan plan, Path folder) {
        Map<String, String> marks = new TreeMap<>();
        plan.allPlays().stream()
                .map(Play::allTasks)
                .flatMap(List::stream)
                .map(task -> task.call())
                .map(Brought::source)
                .filter(Objects::nonNull)
                .forEach(src -> {
                    List<Path> places = src instanceof String said
                            ? Stream.concat(FOLDERS.stream(), Stream.of("."))
                                    .map(sub ->
                                            folder.resolve(sub).resolve(said).normalize())
                                    .toList()
                            : FOLDERS.stream().map(folder::resolve).toList();
                    places.forEach(place -> add(folder, place, marks));
                });
        return marks;
    }

    private static Object source(ModuleCall call) {
        return call.arguments().get(FROM);
    }

    private static void add(Path folder, Path place, Map<String, String> marks) {
        if (!Files.exists(place)) {
            return;
        }
        try (Stream<Path> all = Files.walk(place)) {
            all.filter(Files::isRegularFile)
                    .sorted()
                    .forEach(file -> marks.put("file " + shown(folder, file), content(file)));
        } catch (IOException | UncheckedIOException e) {
            marks.put("file " + shown(folder, place), "not readable");
        }
    }

    private static String shown(Path folder, Path file) {
        return file.startsWith(folder) ? folder.relativize(file).toString() : file.toString();
    }

    private static String content(Path file) {
        try {
            return Marks.digest(Files.readAllBytes(file));
        } catch (IOException e) {
            return "not readable";
        }
    }
}
