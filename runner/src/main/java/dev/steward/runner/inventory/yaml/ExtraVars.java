package dev.steward.runner.inventory.yaml;

import dev.steward.dsl.plan.SourceRef;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.inventory.Opening;
import dev.steward.runner.inventory.yaml.YamlNode.Entry;
import dev.steward.runner.inventory.yaml.YamlNode.Mapping;
import dev.steward.runner.secret.AnsibleVault;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The variables of {@code -e}, which beat all others: {@code @file} and text that begins with <code>{</code> are YAML or JSON
 * with their types; anything else is {@code key=value} words, whose values are always texts. Later ones win.
 *
 * <p>Deviation from Ansible: a word without an equals sign is an error (there it is silently put away as {@code _raw_params}).
 */
public final class ExtraVars {

    private final AnsibleVault vault;

    /** A reader whose vault opens closed files and values. */
    public ExtraVars(AnsibleVault vault) {
        this.vault = vault;
    }

    /**
     * Reads all {@code -e} in order.
     *
     * @return names to String, Boolean, Long, Double, BigInteger, List, Map, null, Secret or VaultText
     * @throws InventoryException with every problem; its place is {@code -e:N}, N the number of the option
     */
    public Map<String, Object> read(List<String> options) {
        Problems problems = new Problems();
        Map<Object, Object> vars = new LinkedHashMap<>();
        for (int i = 0; i < options.size(); i++) {
            String option = options.get(i);
            if (!option.isBlank()) {
                one(option, new SourceRef("-e", i + 1, 1), vars, problems);
            }
        }
        if (problems.refuse()) {
            throw new InventoryException(problems.all());
        }
        return new Opening(vault).of(vars);
    }

    private void one(String option, SourceRef at, Map<Object, Object> vars, Problems problems) {
        char first = option.charAt(0);
        if (first == '@') {
            file(option.substring(1), at, vars, problems);
        } else if (first == '{' || first == '[') {
            add(VarsFile.parse(option, at.toString(), problems), at, vars, problems);
        } else if (first == '/' || first == '.') {
            problems.error(at, "'" + option + "' looks like a file", "write -e @" + option);
        } else {
            words(option, at, vars, problems);
        }
    }

    private void file(String name, SourceRef at, Map<Object, Object> vars, Problems problems) {
        try {
            int before = problems.all().size();
            Optional<YamlNode> node = new VarsFile(Path.of(name), name).read(vault, problems);
            if (problems.all().size() == before) {
                add(node, new SourceRef(name, 1, 1), vars, problems);
            }
        } catch (InvalidPathException e) {
            problems.error(at, "'" + name + "' is no name of a file", "write -e @FILE");
        } catch (VarsFile.Closed e) {
            problems.error(
                    e.at(),
                    "this file is closed by a vault",
                    "run parameters are recorded and shown; put what is secret into the inventory");
        }
    }

    private static void add(Optional<YamlNode> node, SourceRef at, Map<Object, Object> vars, Problems problems) {
        if (node.isPresent() && node.get() instanceof Mapping mapping) {
            for (Entry entry : mapping.entries().values()) {
                vars.put(entry.key().value(), entry.value().value());
            }
        } else if (!problems.refuse()) {
            problems.error(
                    at,
                    "variables are a mapping, this is "
                            + node.map(YamlNode::kind).orElse("empty"),
                    "write {\"name\": \"value\"}");
        }
    }

    private static void words(String option, SourceRef at, Map<Object, Object> vars, Problems problems) {
        try {
            for (KeyValues.Pair pair : KeyValues.of(option)) {
                if (pair.value().isPresent()) {
                    vars.put(pair.key(), pair.value().get());
                } else {
                    problems.error(
                            at,
                            "'" + pair.key() + "' is no key=value",
                            "quote a value with blanks: -e 'name=\"two words\"'; a file is @" + pair.key());
                }
            }
        } catch (IllegalArgumentException e) {
            problems.error(at, "'" + option + "': " + e.getMessage(), "close it");
        }
    }
}
