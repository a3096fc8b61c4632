package dev.steward.runner.convert;

import dev.steward.dsl.plan.SourceRef;
import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.inventory.yaml.YamlNode;
import dev.steward.runner.inventory.yaml.YamlNode.Sequence;
import dev.steward.runner.inventory.yaml.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file of Ansible's with its lines.
 *
 * @param path where it is
 * @param shown how marks name it
 * @param lines as they are written
 * @param root what it holds; empty: nothing
 */
record Source(Path path, String shown, List<String> lines, Optional<YamlNode> root) {

    /**
     * Reads a file.
     *
     * @throws InventoryException where it is no YAML
     */
    static Source of(Path path, String shown) throws IOException {
        String text = Files.readString(path);
        return new Source(path, shown, text.lines().toList(), YamlText.read(text, shown));
    }

    /** A file that another one names. */
    Source beside(String name) throws Unconvertible {
        try {
            Path there = path.resolveSibling(name);
            Path folder = Path.of(shown).getParent();
            return of(there, folder == null ? name : folder.resolve(name).toString());
        } catch (IOException | InvalidPathException e) {
            throw new Unconvertible("the file '" + name + "' cannot be read");
        } catch (InventoryException e) {
            throw new Unconvertible(
                    "the file '" + name + "' is no YAML: " + e.problems().get(0));
        }
    }

    /** The list it holds. */
    List<YamlNode> list() throws Unconvertible {
        if (root.isPresent() && root.get() instanceof Sequence list) {
            return list.elements();
        }
        throw new Unconvertible("the file '" + shown + "' holds no list");
    }

    /** The lines of what begins there: all that are indented as deeply. */
    List<String> from(SourceRef at) {
        int end = at.line();
        for (int i = at.line(); i < lines.size(); i++) {
            String line = lines.get(i);
            boolean blank = line.isBlank();
            if (!blank && indent(line) < at.column() - 1) {
                break;
            }
            end = blank ? end : i + 1;
        }
        return lines.subList(at.line() - 1, Math.max(at.line(), end));
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }
}
