package dev.steward.runner.store.keep;

import dev.steward.runner.config.keep.Bytes;
import dev.steward.runner.config.keep.PlaybookKeep;
import dev.steward.runner.config.keep.RetentionConfig;
import dev.steward.runner.store.keep.KeepRule.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All bounds of the history. Each run is under at most one of each kind: its playbook's own, or the one of all others.
 *
 * <p>Runs know their playbook by its whole path. Those of a path that only ends like a playbook with a rule of its own, for its folder was
 * another once or is another on another server, are guessed to be that playbook's. A guess never makes any run go: such a path is
 * counted by itself, with its playbook's bound or that of all others, whichever keeps more.
 *
 * @param config as it is written
 * @param folder of the playbooks
 * @param all first by days, then by runs, then by size; of each kind the playbooks' own first
 */
public record KeepRules(RetentionConfig config, Path folder, List<KeepRule> all) {

    public KeepRules {
        all = List.copyOf(all);
    }

    /**
     * The bounds of a configuration.
     *
     * @param folder of the playbooks: a run knows the file of its playbook by the whole path, a fire that was missed by its name alone
     */
    public static KeepRules of(RetentionConfig config, Path folder) {
        return of(config, folder, List.of());
    }

    /** The same, with those of paths that end like playbooks with rules of their own. */
    KeepRules with(Collection<String> known) {
        return of(config, folder, known.stream().sorted().toList());
    }

    private static KeepRules of(RetentionConfig config, Path folder, List<String> known) {
        Making making = new Making(config, folder, known, new ArrayList<>());
        making.add(Kind.DAYS, PlaybookKeep::days, Optional.of(config.days()));
        making.add(Kind.RUNS, PlaybookKeep::runs, Optional.of(config.runs()));
        making.add(Kind.SIZE, PlaybookKeep::size, config.size());
        return new KeepRules(config, folder, making.all());
    }

    private record Making(RetentionConfig config, Path folder, List<String> known, List<KeepRule> all) {

        <T> void add(Kind kind, Function<PlaybookKeep, Optional<T>> of, Optional<T> others) {
            List<String> own = new ArrayList<>();
            for (Map.Entry<String, PlaybookKeep> one : config.playbooks().entrySet()) {
                List<String> files = files(one.getKey(), folder);
                of.apply(one.getValue()).ifPresent(bound -> {
                    own.addAll(files);
                    all.add(rule(kind, Optional.of(one.getKey()), files, bound));
                });
            }
            for (String file :
                    known.stream().filter(file -> !own.contains(file)).toList()) {
                List<T> bounds = config.playbooks().entrySet().stream()
                        .filter(one -> alike(one.getKey(), file))
                        .flatMap(one -> of.apply(one.getValue()).stream())
                        .toList();
                if (!bounds.isEmpty()) {
                    own.add(file);
                    others.ifPresent(bound -> all.add(widest(kind, file, bound, bounds)));
                }
            }
            others.ifPresent(bound -> all.add(rule(kind, Optional.empty(), own, bound)));
        }

        private static <T> KeepRule widest(Kind kind, String file, T others, List<T> bounds) {
            return Stream.concat(Stream.of(others), bounds.stream())
                    .map(bound -> rule(kind, Optional.of(file), List.of(file), bound))
                    .max(Comparator.comparingLong(KeepRule::most))
                    .orElseThrow();
        }
    }

    /** Whether a path ends like a playbook that is named. */
    private static boolean alike(String name, String file) {
        return file.endsWith("/" + RetentionConfig.file(name));
    }

    /** Paths of these that are no playbook's for sure, by the name of the rule that they are under all the same. */
    Map<String, List<String>> elsewhere(Collection<String> known) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        Set<String> sure = config.playbooks().keySet().stream()
                .flatMap(name -> files(name, folder).stream())
                .collect(Collectors.toSet());
        for (String name : config.playbooks().keySet()) {
            List<String> files = known.stream()
                    .filter(file -> alike(name, file) && !sure.contains(file))
                    .sorted()
                    .toList();
            if (!files.isEmpty()) {
                all.put(name, files);
            }
        }
        return all;
    }

    private static KeepRule rule(Kind kind, Optional<String> playbook, List<String> files, Object bound) {
        long most = bound instanceof Bytes size ? size.count() : (Integer) bound;
        return new KeepRule(kind, playbook, files, most, bound.toString());
    }

    /** The files by which runs know a playbook that is named with its ending or without. */
    static List<String> files(String name, Path folder) {
        String file = RetentionConfig.file(name);
        return Stream.of(file, folder.resolve(file).normalize().toString())
                .distinct()
                .toList();
    }

    /** Since when runs are kept that are under no playbook's own rule. */
    public Instant oldest(Instant now) {
        return now.minus(Duration.ofDays(config.days()));
    }
}
