package dev.steward.runner.wake;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.config.ConfigProblem;
import dev.steward.runner.config.ConfigRefused;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.config.StewardConfig;
import dev.steward.runner.config.wake.WakeConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A guest that sleeps and wakes, or a node's own pages.
 *
 * @param name by which it is woken
 * @param cluster the configured one
 * @param config what was said of it
 */
public record WakeRule(String name, String cluster, WakeConfig config) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    /**
     * All of a configuration.
     *
     * @throws ConfigRefused with all that is wrong: names, clusters that are not configured
     */
    public static List<WakeRule> of(LoadedConfig loaded) throws ConfigRefused {
        List<ConfigProblem> problems = new ArrayList<>();
        List<String> clusters = List.copyOf(loaded.config().proxmox().keySet());
        loaded.config().wake().forEach((name, rule) -> {
            String key = "wake." + name;
            if (!NAME.matcher(name).matches()) {
                problems.add(loaded.problem(key, key + ": a name has letters, digits, dots, hyphens and underscores"));
            }
            String at = rule.cluster().isPresent() ? key + ".cluster" : key;
            wrong(rule, clusters).ifPresent(words -> problems.add(loaded.problem(at, key + ".cluster " + words)));
        });
        if (!problems.isEmpty()) {
            throw new ConfigRefused(problems);
        }
        return checked(loaded.config());
    }

    /** All of a configuration that was found to be well. */
    public static List<WakeRule> checked(StewardConfig config) {
        List<WakeRule> rules = new ArrayList<>();
        config.wake()
                .forEach((name, rule) -> rules.add(new WakeRule(
                        name,
                        rule.cluster()
                                .orElseGet(() ->
                                        config.proxmox().keySet().iterator().next()),
                        rule)));
        return List.copyOf(rules);
    }

    private static Optional<String> wrong(WakeConfig rule, List<String> clusters) {
        if (clusters.isEmpty()) {
            return Optional.of("cannot be told: configure the cluster under proxmox:");
        }
        if (rule.cluster().isEmpty()) {
            return clusters.size() == 1
                    ? Optional.empty()
                    : Optional.of("is missing: there are " + String.join(", ", clusters));
        }
        String said = rule.cluster().get();
        return clusters.contains(said)
                ? Optional.empty()
                : Optional.of("is '" + said + "', which is not configured under proxmox:"
                        + Suggestion.question(said, clusters).map(q -> "; " + q).orElse(""));
    }

    /** Whether it is a node's own pages. */
    public boolean ofNode() {
        return config.vmid() == 0;
    }
}
