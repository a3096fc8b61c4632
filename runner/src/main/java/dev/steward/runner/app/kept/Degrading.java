package dev.steward.runner.app.kept;

import dev.steward.runner.config.ConfigLoader;
import dev.steward.runner.config.ConfigProblem;
import dev.steward.runner.config.ConfigRefused;
import dev.steward.runner.config.Lenient;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.config.StewardConfig;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A configuration that is wrong somewhere, made one that protects power all the same: a wrong section becomes the one of the last
 * valid plan, then the one that holds where nothing is said. Only a section {@code power} that is wrong, with no valid plan kept,
 * and one that was never there, refuse the start.
 */
public final class Degrading {

    private static final String POWER = "power";
    private static final List<String> SECTIONS = Arrays.stream(StewardConfig.class.getRecordComponents())
            .map(RecordComponent::getName)
            .toList();
    private static final int KEPT = 1;
    private static final int DEFAULT = 2;

    private final ConfigLoader loader;
    private final Optional<Path> given;
    private final List<String> troubles = new ArrayList<>();
    private final Map<String, Integer> levels = new TreeMap<>();
    private Optional<LoadedConfig> base = Optional.empty();

    /**
     * Nothing is wrong yet.
     *
     * @param given by {@code --config}; empty: looked for
     */
    public Degrading(ConfigLoader loader, Optional<Path> given) {
        this.loader = loader;
        this.given = given;
    }

    /** What is wrong, one sentence each; none: all is well, and nothing was replaced. */
    public List<String> troubles() {
        return List.copyOf(troubles);
    }

    /** Whether a section is not as the file has it, since that is wrong. */
    public boolean gaveUp(String section) {
        return levels.containsKey(section);
    }

    /** Something else than the configuration is wrong. */
    public void trouble(String sentence) {
        troubles.add(sentence);
    }

    /** That is over. */
    public void over(String sentence) {
        troubles.remove(sentence);
    }

    /**
     * The configuration without what was found wrong; asked again with what is wrong with that one, it gives up more.
     *
     * @throws ConfigRefused the same, where power cannot be protected with what is left
     */
    public LoadedConfig without(ConfigRefused why) throws ConfigRefused {
        why.problems().stream()
                .map(ConfigProblem::toString)
                .filter(one -> !troubles.contains(one))
                .forEach(troubles::add);
        Set<String> wrong = base.isEmpty() ? begin(why) : sections(why);
        LoadedConfig from = base.orElseThrow();
        Optional<StewardConfig> kept = kept(from.config().stateDir());
        for (String section : wrong) {
            int level = levels.getOrDefault(section, 0) + 1;
            levels.put(section, level == KEPT && kept.isEmpty() ? DEFAULT : level);
        }
        StewardConfig config =
                from.config().with(at(KEPT), kept.orElse(from.config())).with(at(DEFAULT), defaults(from));
        boolean hopeless = levels.getOrDefault(POWER, 0) >= DEFAULT
                || levels.values().stream().anyMatch(level -> level > DEFAULT);
        if (hopeless || config.power().isEmpty()) {
            throw why;
        }
        return from.with(config);
    }

    /** The file as far as it can be read; where it cannot at all, the last valid one. */
    private Set<String> begin(ConfigRefused why) throws ConfigRefused {
        try {
            Lenient lenient = loader.lenient(given);
            base = Optional.of(lenient.loaded());
            return lenient.wrong().isEmpty() ? sections(why) : lenient.wrong();
        } catch (ConfigRefused unreadable) {
            base = new KeptPlan(loader.stateDir(given)).last().flatMap(this::loaded);
            if (base.isEmpty()) {
                throw why;
            }
            return Set.of();
        }
    }

    /** The sections that problems are about, by the names of their values; what is in another file is about secrets. */
    private Set<String> sections(ConfigRefused why) {
        return why.problems().stream().map(this::section).collect(Collectors.toSet());
    }

    private String section(ConfigProblem problem) {
        Optional<String> placed = base.orElseThrow().places().entrySet().stream()
                .filter(place -> problem.line() > 0
                        && place.getValue().line() == problem.line()
                        && place.getValue().column() == problem.column())
                .map(Map.Entry::getKey)
                .findFirst();
        String words = placed.orElse(problem.file().replaceFirst("^.*: ", "") + " " + problem.message());
        return SECTIONS.stream()
                .filter(name -> words.startsWith(name + ".")
                        || words.equals(name)
                        || problem.message().startsWith(name + "."))
                .findFirst()
                .orElse("secrets");
    }

    private Set<String> at(int level) {
        return levels.entrySet().stream()
                .filter(one -> one.getValue() == level)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static StewardConfig defaults(LoadedConfig from) {
        Path folder = from.file().map(Path::getParent).orElse(Path.of("").toAbsolutePath());
        return StewardConfig.defaults(folder, from.config().stateDir());
    }

    private Optional<StewardConfig> kept(Path state) {
        return new KeptPlan(state).last().flatMap(this::loaded).map(LoadedConfig::config);
    }

    private Optional<LoadedConfig> loaded(KeptPlan.Kept last) {
        try {
            return Optional.of(loader.load(last.configFile(), last.config()));
        } catch (ConfigRefused e) {
            return Optional.empty();
        }
    }
}
