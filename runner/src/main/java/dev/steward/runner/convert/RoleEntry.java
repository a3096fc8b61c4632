package dev.steward.runner.convert;

import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.inventory.yaml.YamlNode;
import dev.steward.runner.inventory.yaml.YamlNode.Entry;
import dev.steward.runner.inventory.yaml.YamlNode.Mapping;
import dev.steward.runner.inventory.yaml.YamlNode.Scalar;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a role is named: by a play, by another role, or by a task.
 *
 * @param name of the role
 * @param said the keywords that hold for all of its tasks
 * @param vars values that the role's own go before
 * @param params values that go before all but those of {@code -e}
 */
record RoleEntry(String name, Mapping said, Map<String, Object> vars, Map<String, Object> params) {

    private static final Set<String> NAMES = Set.of("role", "name");

    /** What galaxy asks for; it says nothing to a run. */
    private static final Set<String> GALAXY = Set.of("src", "scm", "version");

    /** An entry of {@code roles} or {@code dependencies}. */
    static RoleEntry of(YamlNode node) throws Unconvertible {
        if (node instanceof Scalar said && said.raw() instanceof String name) {
            return new RoleEntry(name, new Mapping(node.at(), Map.of()), Map.of(), Map.of());
        }
        if (!(node instanceof Mapping mapping)) {
            throw new Unconvertible("this names no role");
        }
        YamlNode name = Optional.ofNullable(mapping.get("role")).orElse(mapping.get("name"));
        if (!(name instanceof Scalar said) || said.raw() == null) {
            throw new Unconvertible("this names no role");
        }
        Map<Object, Entry> keywords = new LinkedHashMap<>();
        Map<String, Object> params = new LinkedHashMap<>();
        mapping.entries().forEach((key, entry) -> {
            String word = String.valueOf(key);
            if (Keywords.OF_TASKS.contains(word) && !word.equals("vars") && !NAMES.contains(word)) {
                keywords.put(key, entry);
            } else if (!NAMES.contains(word) && !GALAXY.contains(word) && !word.equals("vars")) {
                params.put(word, entry.value().value());
            }
        });
        return new RoleEntry(
                String.valueOf(said.raw()).strip(), new Mapping(node.at(), keywords), vars(mapping), params);
    }

    private static Map<String, Object> vars(Mapping mapping) {
        return mapping.get("vars") instanceof Mapping vars ? Source.values(vars) : Map.of();
    }

    /** Whether it always runs: no condition and no tag decides. */
    boolean isPlain() {
        return said.get("when") == null && said.get("tags") == null;
    }

    /** What two of one role have in common that run once. */
    String key() {
        return String.valueOf(vars) + params + said.value();
    }
}
