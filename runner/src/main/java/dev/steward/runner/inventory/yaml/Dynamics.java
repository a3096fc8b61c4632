package dev.steward.runner.inventory.yaml;

import dev.steward.dsl.check.Problem.Severity;
import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.inventory.InventoryBuilder;
import dev.steward.runner.inventory.InventoryBuilder.Source;
import dev.steward.runner.inventory.dynamic.DynamicSource;
import dev.steward.runner.inventory.yaml.YamlNode.Entry;
import dev.steward.runner.inventory.yaml.YamlNode.Mapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Files that ask for hosts from elsewhere; answered once all files are read. */
final class Dynamics {

    private final List<DynamicSource> sources;
    private final List<Waiting> waiting = new ArrayList<>();

    private record Waiting(DynamicSource source, DynamicSource.Asked asked) {}

    Dynamics(List<DynamicSource> sources) {
        this.sources = sources;
    }

    /** Notes a file that asks; a name nobody answers to is a problem. */
    void note(Mapping root, Source source, Problems problems) {
        Entry plugin = root.entries().get("plugin");
        String name = String.valueOf(plugin.value().value());
        Optional<DynamicSource> serving =
                sources.stream().filter(s -> s.plugins().contains(name)).findFirst();
        if (serving.isEmpty()) {
            Set<String> known = new LinkedHashSet<>();
            sources.forEach(s -> known.addAll(s.plugins()));
            problems.error(
                    plugin.key().at(),
                    "this is the configuration of the inventory plugin '" + name + "', which is not run here",
                    Suggestion.question(name, known)
                            .orElse("write its result to a file: ansible-inventory -i THIS --list > hosts.json, then"
                                    + " translate it"));
            return;
        }
        Map<String, DynamicSource.Option> options = new LinkedHashMap<>();
        root.entries().forEach((key, entry) -> {
            if (!key.equals("plugin")) {
                options.put(
                        String.valueOf(key),
                        new DynamicSource.Option(
                                entry.value().value(), entry.key().at()));
            }
        });
        waiting.add(new Waiting(
                serving.get(), new DynamicSource.Asked(options, plugin.key().at(), source)));
    }

    /** Lets the sources add their hosts. */
    void add(InventoryBuilder builder, Problems problems) {
        for (Waiting one : waiting) {
            one.source().add(one.asked(), builder).forEach(problem -> {
                if (problem.severity() == Severity.ERROR) {
                    problems.error(problem.at(), problem.message(), problem.suggestion());
                } else {
                    problems.warning(problem.at(), problem.message(), problem.suggestion());
                }
            });
        }
    }
}
