package dev.steward.runner.store.keep;

import dev.steward.runner.config.keep.Bytes;
import dev.steward.runner.config.keep.PlaybookKeep;
import dev.steward.runner.config.keep.RetentionConfig;
import dev.steward.runner.store.keep.KeepRule.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * All bounds of the history. Each run is under at most one of each kind: its playbook's own, or the one of all others.
 *
 * @param config as it is written
 * @param all first by days, then by runs, then by size; of each kind the playbooks' own first
 */
public record KeepRules(RetentionConfig config, List<KeepRule> all) {

    public KeepRules {
        all = List.copyOf(all);
    }

    /**
     * The bounds of a configuration.
     *
     * @param folder of the playbooks: a run knows the file of its playbook by the whole path, a fire that was missed by its name alone
     */
    public static KeepRules of(RetentionConfig config, Path folder) {
        List<KeepRule> all = new ArrayList<>();
        add(all, Kind.DAYS, config, folder, PlaybookKeep::days, Optional.of(config.days()));
        add(all, Kind.RUNS, config, folder, PlaybookKeep::runs, Optional.of(config.runs()));
        add(all, Kind.SIZE, config, folder, PlaybookKeep::size, config.size());
        return new KeepRules(config, all);
    }

    private static <T> void add(
            List<KeepRule> all,
            Kind kind,
            RetentionConfig config,
            Path folder,
            Function<PlaybookKeep, Optional<T>> of,
            Optional<T> others) {
        List<String> own = new ArrayList<>();
        for (Map.Entry<String, PlaybookKeep> one : config.playbooks().entrySet()) {
            List<String> files = files(one.getKey(), folder);
            of.apply(one.getValue()).ifPresent(bound -> {
                own.addAll(files);
                all.add(rule(kind, Optional.of(one.getKey()), files, bound));
            });
        }
        others.ifPresent(bound -> all.add(rule(kind, Optional.empty(), own, bound)));
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
