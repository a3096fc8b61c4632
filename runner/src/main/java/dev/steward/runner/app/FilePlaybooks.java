package dev.steward.runner.app;

import dev.steward.dsl.check.Checked;
import dev.steward.dsl.check.PlaybookCompiler;
import dev.steward.dsl.source.SourceFolder;
import dev.steward.runner.app.git.Pin;
import dev.steward.runner.config.StewardConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Playbooks as files of a folder. */
final class FilePlaybooks implements Playbooks {

    private static final String SUFFIX = ".groovy";

    private final StewardConfig config;
    private final Path folder;
    private final CheckedPlans plans;
    private final CheckedPlans recorded;

    FilePlaybooks(StewardConfig config, PlaybookCompiler compiler) {
        this.config = config;
        this.folder = config.playbooks();
        this.plans = new CheckedPlans(compiler);
        this.recorded = new CheckedPlans(compiler);
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public Pin pin() {
        return config.git().isPresent() ? Pin.now(config.stateDir()) : Pin.NONE;
    }

    @Override
    public List<String> names() {
        try {
            return list();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    @Override
    public Optional<String> trouble() {
        try {
            list();
            return Optional.empty();
        } catch (AccessDeniedException e) {
            return Optional.of("the folder " + folder + " may not be read by " + System.getProperty("user.name"));
        } catch (IOException | UncheckedIOException e) {
            return Optional.of("the folder " + folder + " cannot be read: " + e.getMessage());
        }
    }

    private List<String> list() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX) && !name.startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public String source(String name) throws IOException {
        if (!names().contains(name)) {
            throw new IOException(trouble().orElse("there is no playbook " + name + " in " + folder));
        }
        return Files.readString(folder.resolve(name));
    }

    @Override
    public Checked check(Path file, Map<String, Object> given) {
        return plans.check(file, given);
    }

    @Override
    public Checked check(SourceFolder texts, String file, Map<String, Object> given) {
        return recorded.check(texts, file, given);
    }
}
