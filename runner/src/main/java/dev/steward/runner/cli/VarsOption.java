package dev.steward.runner.cli;

import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.inventory.yaml.ExtraVars;
import dev.steward.runner.secret.AnsibleVault;
import java.util.ArrayList;
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

    /** All of them together. */
    Map<String, Object> read() throws Refusal {
        try {
            return new ExtraVars(new AnsibleVault(List.of())).read(said);
        } catch (InventoryException e) {
            throw new Refusal(
                    Exit.OPTIONS, e.problems().stream().map(Object::toString).toList());
        }
    }
}
