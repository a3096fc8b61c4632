package dev.steward.runner.app.git;

import dev.steward.runner.config.git.GitConfig;
import dev.steward.runner.store.NewRun;
import dev.steward.runner.store.RunQueries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The revision that a run begins with and ends with, whatever is synced meanwhile.
 *
 * @param current the name under which the revision in effect is found
 * @param folder what it led to when the run began; empty: no file comes from git
 */
public record Pin(Path current, Optional<Path> folder) {

    /** The option of a run that holds its commit. */
    public static final String OPTION = "revision";

    /** Nothing comes from git. */
    public static final Pin NONE = new Pin(Path.of("/"), Optional.empty());

    /** The revision in effect in a state directory. */
    public static Pin now(Path stateDir) {
        Path current = GitConfig.current(stateDir).toAbsolutePath().normalize();
        try {
            return new Pin(
                    current,
                    Optional.of(Files.isSymbolicLink(current) ? current.toRealPath() : current)
                            .filter(Files::isDirectory));
        } catch (IOException e) {
            return new Pin(current, Optional.empty());
        }
    }

    /** The commits of runs. */
    public static Set<String> of(RunQueries queries, List<Long> runs) {
        return runs.stream()
                .flatMap(run -> queries.run(run).stream())
                .map(run -> run.options().get(OPTION))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .collect(Collectors.toSet());
    }

    /** The file of the pinned revision; what is no file of the repository stays as it is. */
    public Path in(Path file) {
        Path whole = file.toAbsolutePath().normalize();
        return folder.isPresent() && whole.startsWith(current) ? folder.get().resolve(current.relativize(whole)) : file;
    }

    /** The same of sources of an inventory. */
    public List<String> in(List<String> sources) {
        return sources.stream().map(source -> in(Path.of(source)).toString()).toList();
    }

    /** A text that names files of the pinned revision, as people know them. */
    public String named(String text) {
        return folder.map(pinned -> text.replace(pinned.toString(), current.toString()))
                .orElse(text);
    }

    /** A run as it is recorded: by the names that outlive the revision, and with its commit where one of its files comes from git. */
    public NewRun record(NewRun run) {
        if (folder.isEmpty() || !involved(run)) {
            return run;
        }
        List<NewRun.Source> sources = run.sources().stream()
                .map(source -> new NewRun.Source(named(source.file()), source.text()))
                .toList();
        Map<String, Object> options = new LinkedHashMap<>(run.options());
        options.put(OPTION, folder.get().getFileName().toString());
        return new NewRun(
                run.playbook(),
                run.file(),
                sources,
                run.inventory(),
                run.parameters(),
                options,
                run.cause(),
                run.schedule(),
                run.scheduledAt());
    }

    private boolean involved(NewRun run) {
        boolean playbook = Path.of(run.file()).toAbsolutePath().normalize().startsWith(current);
        return playbook
                || run.options().get("inventory") instanceof List<?> inventory
                        && inventory.stream().anyMatch(source -> Path.of(String.valueOf(source))
                                .startsWith(current));
    }
}
