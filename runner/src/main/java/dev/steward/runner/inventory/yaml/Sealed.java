package dev.steward.runner.inventory.yaml;

import dev.steward.runner.inventory.ConnectionVars;
import dev.steward.runner.inventory.OpenedText;
import dev.steward.runner.inventory.sheet.SecretNames;
import dev.steward.runner.inventory.yaml.YamlNode.Entry;
import dev.steward.runner.inventory.yaml.YamlNode.Mapping;
import dev.steward.runner.inventory.yaml.YamlNode.Scalar;
import dev.steward.runner.inventory.yaml.YamlNode.Sequence;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Marks every text of a file that a vault had closed as a secret, and every number of a variable whose name, or a name
 * above it, says so. What says how to reach a host stays as it is, passwords excepted: a login name that is masked wherever
 * it occurs makes a log unreadable, and so does a port.
 */
final class Sealed {

    private Sealed() {}

    static YamlNode of(YamlNode node) {
        return of(node, false);
    }

    private static YamlNode of(YamlNode node, boolean named) {
        if (node instanceof Sequence list) {
            return new Sequence(
                    list.at(),
                    list.elements().stream().map(one -> of(one, named)).toList());
        }
        if (node instanceof Mapping mapping) {
            Map<Object, Entry> entries = new LinkedHashMap<>();
            mapping.entries().forEach((key, entry) -> {
                boolean secret = named || SecretNames.is(String.valueOf(key));
                entries.put(key, isWay(key) ? entry : new Entry(entry.key(), of(entry.value(), secret)));
            });
            return new Mapping(mapping.at(), entries);
        }
        Scalar scalar = (Scalar) node;
        boolean hidden = scalar.raw() instanceof String || named && scalar.raw() instanceof Number;
        return hidden ? new Scalar(scalar.at(), new OpenedText(String.valueOf(scalar.raw()))) : scalar;
    }

    private static boolean isWay(Object key) {
        return key instanceof String name
                && name.startsWith("ansible_")
                && !ConnectionVars.isPassword(name)
                && !name.contains("pass");
    }
}
