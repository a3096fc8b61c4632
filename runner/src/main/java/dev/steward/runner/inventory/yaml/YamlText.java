package dev.steward.runner.inventory.yaml;

import dev.steward.runner.inventory.InventoryException;
import java.util.Optional;

/** A YAML text as Ansible reads it, with the place of every value. */
public final class YamlText {

    private YamlText() {}

    /**
     * Reads a text.
     *
     * @param shown how problems name it
     * @return empty where it holds nothing
     * @throws InventoryException with all that is wrong with it
     */
    public static Optional<YamlNode> read(String text, String shown) {
        Problems problems = new Problems();
        Optional<YamlNode> root = new YamlReader(shown, problems).read(text);
        if (problems.refuse()) {
            throw new InventoryException(problems.all());
        }
        return root;
    }
}
