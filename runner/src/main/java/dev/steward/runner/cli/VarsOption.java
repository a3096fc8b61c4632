package dev.steward.runner.cli;

import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.inventory.VaultText;
import dev.steward.runner.inventory.yaml.ExtraVars;
import dev.steward.runner.secret.AnsibleVault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The run parameters of {@code -e}. */
final class VarsOption {

    @Option(
            names = {"-e", "--extra-vars"},
            paramLabel = "VARS",
            description = "Run parameters: key=value, YAML or JSON, or @file. May be repeated; later ones win.")
    private List<String> said = new ArrayList<>();

    private static boolean closed(Object value) {
        return value instanceof VaultText
                || value instanceof Collection<?> list && list.stream().anyMatch(VarsOption::closed)
                || value instanceof Map<?, ?> map && map.values().stream().anyMatch(VarsOption::closed);
    }

    /** All of them together. */
    Map<String, Object> read() throws Refusal {
        try {
            Map<String, Object> vars = new ExtraVars(new AnsibleVault(List.of())).read(said);
            for (Map.Entry<String, Object> entry : vars.entrySet()) {
                if (closed(entry.getValue())) {
                    throw new Refusal(
                            Exit.OPTIONS,
                            List.of(
                                    "-e: '" + entry.getKey()
                                            + "' is a vaulted value. Run parameters are recorded with the"
                                            + " run and shown; put it into the inventory, or let the playbook ask secret('…')."));
                }
            }
            return vars;
        } catch (InventoryException e) {
            throw new Refusal(
                    Exit.OPTIONS, e.problems().stream().map(Object::toString).toList());
        }
    }
}
