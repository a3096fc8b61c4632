package dev.steward.runner.inventory.yaml;

import dev.steward.dsl.plan.SourceRef;
import dev.steward.runner.inventory.InventoryBuilder;
import dev.steward.runner.inventory.InventoryException;
import java.util.List;
import java.util.Optional;

/** The text of a YAML inventory that lies in no file. */
public final class InventoryText {

    private InventoryText() {}

    /**
     * Reads a text.
     *
     * @param shown how problems name it
     * @return its tree as plain data; values that a vault closed stay closed
     * @throws InventoryException with every problem found, where it is no inventory
     */
    public static Object read(String text, String shown) {
        Problems problems = new Problems();
        Optional<YamlNode> root = VarsFile.parse(text, shown, problems);
        if (root.isEmpty() && !problems.refuse()) {
            problems.error(new SourceRef(shown, 1, 1), "this inventory is empty", "begin with 'all:'");
        }
        root.ifPresent(node -> new GroupsReader(
                        new InventoryBuilder(),
                        new Dynamics(List.of()),
                        problems,
                        new InventoryBuilder.Source(shown, Optional.empty()))
                .read(node));
        if (problems.refuse()) {
            throw new InventoryException(problems.all());
        }
        return root.orElseThrow().value();
    }
}
