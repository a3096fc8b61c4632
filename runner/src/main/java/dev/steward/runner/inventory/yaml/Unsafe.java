package dev.steward.runner.inventory.yaml;

import dev.steward.runner.inventory.UnsafeText;
import dev.steward.runner.inventory.yaml.YamlNode.Entry;
import dev.steward.runner.inventory.yaml.YamlNode.Mapping;
import dev.steward.runner.inventory.yaml.YamlNode.Scalar;
import dev.steward.runner.inventory.yaml.YamlNode.Sequence;
import java.util.LinkedHashMap;
import java.util.Map;

/** Marks every text of a value as never a template ({@code !unsafe}). */
final class Unsafe {

    private Unsafe() {}

    static YamlNode of(YamlNode node) {
        if (node instanceof Sequence list) {
            return new Sequence(
                    list.at(), list.elements().stream().map(Unsafe::of).toList());
        }
        if (node instanceof Mapping mapping) {
            Map<Object, Entry> entries = new LinkedHashMap<>();
            mapping.entries().forEach((key, entry) -> entries.put(key, new Entry(entry.key(), of(entry.value()))));
            return new Mapping(mapping.at(), entries);
        }
        Scalar scalar = (Scalar) node;
        return scalar.raw() instanceof String text ? new Scalar(scalar.at(), new UnsafeText(text)) : scalar;
    }
}
