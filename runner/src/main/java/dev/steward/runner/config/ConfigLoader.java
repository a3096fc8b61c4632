package dev.steward.runner.config;

import dev.steward.runner.config.LoadedConfig.Setting;
import dev.steward.runner.config.YamlTree.Node;
import dev.steward.runner.config.git.GitConfig;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds {@code steward.yml} and reads it strictly. */
public final class ConfigLoader {

    private static final Pattern STATE_LINE = Pattern.compile("(?m)^stateDir: *['\"]?([^'\"#\\s]+)");
    private static final Path SYSTEM = Path.of("/etc/steward/steward.yml");

    private final Map<String, String> environment;
    private final Path workingDir;
    private final Path system;

    /**
     * A loader.
     *
     * @param environment of the process
     * @param workingDir where it was started
     */
    public ConfigLoader(Map<String, String> environment, Path workingDir) {
        this(environment, workingDir, SYSTEM);
    }

    /** With another place for the machine-wide file, for rehearsals and specs. */
    public ConfigLoader(Map<String, String> environment, Path workingDir, Path system) {
        this.environment = Map.copyOf(environment);
        this.workingDir = workingDir.toAbsolutePath().normalize();
        this.system = system;
    }

    /**
     * Loads the first of: the given file, {@code $STEWARD_CONFIG}, {@code ./steward.yml},
     * {@code /etc/steward/steward.yml}, nothing but defaults. A file that was named must exist.
     *
     * @param given by {@code --config}; empty: look further
     * @throws ConfigRefused with all problems of the file
     */
    public LoadedConfig load(Optional<Path> given) throws ConfigRefused {
        Optional<Path> file = file(given);
        return load(file, file.isPresent() ? text(file.get()) : "");
    }

    /**
     * A text as if it were a file's.
     *
     * @throws ConfigRefused with all its problems
     */
    public LoadedConfig load(Path file, String text) throws ConfigRefused {
        return load(Optional.of(file), text);
    }

    private LoadedConfig load(Optional<Path> file, String text) throws ConfigRefused {
        Path base = file.map(Path::getParent).orElse(workingDir);
        Node root = new Node.Mapping(new LoadedConfig.Place(1, 1), Map.of());
        List<ConfigProblem> problems = new ArrayList<>();
        String name = file.map(Path::toString).orElse("defaults");
        if (file.isPresent()) {
            root = new YamlTree(name, problems).read(text).orElse(root);
        }
        Binder binder = new Binder(name, base, problems);
        StewardConfig config = binder.record("", root, StewardConfig.defaults(base, stateDir()));
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparingInt(ConfigProblem::line).thenComparingInt(ConfigProblem::column));
            throw new ConfigRefused(problems);
        }
        return environment(config, file, binder);
    }

    /**
     * The file as far as it is well, for a start that must not fail on another section.
     *
     * @throws ConfigRefused where there is no file, or it cannot be read at all
     */
    public Lenient lenient(Optional<Path> given) throws ConfigRefused {
        Optional<Path> file = file(given);
        if (file.isEmpty()) {
            return new Lenient(load(given), Set.of(), List.of());
        }
        Path base = file.get().getParent();
        List<ConfigProblem> problems = new ArrayList<>();
        Optional<Node> root = new YamlTree(file.get().toString(), problems).read(text(file.get()));
        if (root.isEmpty() || !(root.get() instanceof Node.Mapping mapping)) {
            throw new ConfigRefused(problems.isEmpty() ? load(given, base) : problems);
        }
        Binder binder = new Binder(file.get().toString(), base, problems);
        StewardConfig usual = StewardConfig.defaults(base, stateDir());
        StewardConfig read = binder.record("", mapping, usual);
        Set<String> wrong = wrong(mapping, problems);
        return new Lenient(environment(read.with(wrong, usual), file, binder), wrong, problems);
    }

    private List<ConfigProblem> load(Optional<Path> given, Path base) {
        String name = file(given).map(Path::toString).orElse(base.toString());
        return List.of(new ConfigProblem(name, 1, 1, "the file is to be a mapping of keys", Optional.empty()));
    }

    /** The sections in whose lines something is wrong. */
    private static Set<String> wrong(Node.Mapping root, List<ConfigProblem> problems) {
        TreeMap<Integer, String> begins = new TreeMap<>();
        root.fields().forEach((key, field) -> begins.put(field.key().line(), key));
        return problems.stream()
                .map(problem -> begins.floorEntry(Math.max(1, problem.line())))
                .filter(Objects::nonNull)
                .map(Map.Entry::getValue)
                .collect(Collectors.toSet());
    }

    /** The text of the file in effect; empty where there is none, or it cannot be read. */
    public Optional<String> source(Optional<Path> given) {
        try {
            Optional<Path> file = file(given);
            return file.isPresent() ? Optional.of(text(file.get())) : Optional.empty();
        } catch (ConfigRefused e) {
            return Optional.empty();
        }
    }

    /** The state directory, also of a file that cannot be read: as its line says, and the environment before it. */
    public Path stateDir(Optional<Path> given) {
        Path base = file(given).map(Path::getParent).orElse(workingDir);
        return variable("STEWARD_HOME")
                .map(workingDir::resolve)
                .or(() -> source(given)
                        .map(STATE_LINE::matcher)
                        .filter(Matcher::find)
                        .map(line -> base.resolve(line.group(1))))
                .orElse(stateDir())
                .normalize();
    }

    private Optional<Path> file(Optional<Path> given) {
        Optional<Path> named = given.or(() -> Optional.ofNullable(environment.get("STEWARD_CONFIG"))
                .filter(path -> !path.isBlank())
                .map(Path::of));
        if (named.isPresent()) {
            return named.map(path -> workingDir.resolve(path).normalize());
        }
        return List.of(workingDir.resolve("steward.yml"), system).stream()
                .filter(Files::exists)
                .findFirst();
    }

    private static String text(Path file) throws ConfigRefused {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new ConfigRefused(
                    List.of(new ConfigProblem(file.toString(), 0, 0, "is not UTF-8 text", Optional.empty())));
        } catch (IOException e) {
            String what = Files.exists(file) ? "cannot be read (" + e.getMessage() + ")" : "does not exist";
            throw new ConfigRefused(List.of(new ConfigProblem(
                    file.toString(), 0, 0, what, Optional.of("look at --config and $STEWARD_CONFIG"))));
        }
    }

    private Path stateDir() {
        return variable("STATE_DIRECTORY").map(Path::of).orElse(workingDir.resolve(".steward"));
    }

    /** STEWARD_HOME goes before the file; systemd's STATE_DIRECTORY only before the default. */
    private LoadedConfig environment(StewardConfig c, Optional<Path> file, Binder binder) {
        Optional<Path> home =
                variable("STEWARD_HOME").map(path -> workingDir.resolve(path).normalize());
        StewardConfig placed = home.map(c::in).orElse(c);
        StewardConfig config = fromGit(placed, binder.places());
        List<Setting> settings = binder.settings().stream()
                .map(setting -> setting.origin().equals("default") ? fromGit(setting, config) : setting)
                .map(setting -> setting.name().equals("stateDir") ? stateDir(setting, config, home) : setting)
                .toList();
        return new LoadedConfig(config, file, settings, binder.places());
    }

    /** With a repository, playbooks and inventory are those of its revision in effect; what the file names itself goes before it. */
    private static StewardConfig fromGit(StewardConfig config, Map<String, LoadedConfig.Place> said) {
        if (config.git().isEmpty()) {
            return config;
        }
        GitConfig git = config.git().get();
        Path tree = GitConfig.current(config.stateDir().toAbsolutePath().normalize());
        return config.from(
                said.containsKey("playbooks")
                        ? config.playbooks()
                        : tree.resolve(git.playbooks()).normalize(),
                said.containsKey("inventory")
                        ? config.inventory()
                        : git.inventory().stream()
                                .map(source -> tree.resolve(source).normalize())
                                .toList(),
                config.git());
    }

    private static Setting fromGit(Setting setting, StewardConfig config) {
        if (config.git().isPresent() && setting.name().equals("playbooks")) {
            return new Setting(setting.name(), Values.show(config.playbooks()), "git");
        }
        return config.git().isPresent() && setting.name().equals("inventory")
                ? new Setting(setting.name(), Values.show(config.inventory()), "git")
                : setting;
    }

    private Setting stateDir(Setting setting, StewardConfig config, Optional<Path> home) {
        String origin = home.isPresent()
                ? "STEWARD_HOME"
                : setting.origin().equals("default")
                                && variable("STATE_DIRECTORY").isPresent()
                        ? "STATE_DIRECTORY"
                        : setting.origin();
        return new Setting("stateDir", config.stateDir().toString(), origin);
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
