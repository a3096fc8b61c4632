package dev.steward.runner.convert;

import dev.steward.dsl.plan.SourceRef;
import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.inventory.yaml.YamlNode;
import dev.steward.runner.inventory.yaml.YamlNode.Mapping;
import dev.steward.runner.inventory.yaml.YamlNode.Sequence;
import dev.steward.runner.inventory.yaml.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of Ansible's with its lines.
 *
 * @param path where it is
 * @param shown how marks name it
 * @param lines as they are written
 * @param root what it holds; empty: nothing
 * @param playbook the folder of the playbook that it is read for
 * @param role whose file it is; empty: of none
 */
record Source(
        Path path, String shown, List<String> lines, Optional<YamlNode> root, Path playbook, Optional<Role> role) {

    /**
     * Reads a file.
     *
     * @throws InventoryException where it is no YAML
     */
    static Source of(Path path, String shown) throws IOException {
        String text = Files.readString(path);
        return new Source(
                path,
                shown,
                text.lines().toList(),
                YamlText.read(text, shown),
                path.toAbsolutePath().normalize().getParent(),
                Optional.empty());
    }

    /** The same, as a file of a role. */
    Source in(Role of) {
        return new Source(path, shown, lines, root, playbook, Optional.of(of));
    }

    /** The same, read for a playbook of that folder. */
    Source under(Path folder) {
        return new Source(path, shown, lines, root, folder, role);
    }

    /** A file of tasks that another one names: beside it, or among the tasks of its role. */
    Source tasks(String name) throws Unconvertible {
        Optional<Source> ofRole = role.isPresent() && !Files.isRegularFile(near(name))
                ? role.get().task(name)
                : Optional.empty();
        Source found = ofRole.isPresent() ? ofRole.get() : beside(name);
        return (role.isPresent() ? found.in(role.get()) : found).under(playbook);
    }

    /** A file of values that a task names: in the folder 'vars' of its role or of the playbook, or beside it. */
    Source vars(String name) throws Unconvertible {
        try {
            Path base = role.map(Role::folder).orElse(playbook);
            for (Path folder : List.of(
                    base.resolve("vars"),
                    base,
                    path.toAbsolutePath().getParent(),
                    playbook.resolve("vars"),
                    playbook)) {
                Path file = folder.resolve(name);
                if (Files.isRegularFile(file)) {
                    return of(file, name);
                }
            }
        } catch (IOException | InvalidPathException e) {
            throw new Unconvertible("the file '" + name + "' cannot be read");
        } catch (InventoryException e) {
            throw new Unconvertible(
                    "the file '" + name + "' is no YAML: " + e.problems().get(0));
        }
        throw new Unconvertible("the file '" + name + "' cannot be read");
    }

    private Path near(String name) throws Unconvertible {
        try {
            return path.resolveSibling(name);
        } catch (InvalidPathException e) {
            throw new Unconvertible("the file '" + name + "' cannot be read");
        }
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

    /** What a mapping holds, by its names. */
    static Map<String, Object> values(Mapping said) {
        Map<String, Object> values = new LinkedHashMap<>();
        said.entries()
                .forEach((key, entry) ->
                        values.put(String.valueOf(key), entry.value().value()));
        return values;
    }

    /** The list it holds. */
    List<YamlNode> list() throws Unconvertible {
        if (root.isPresent() && root.get() instanceof Sequence list) {
            return list.elements();
        }
        throw new Unconvertible("the file '" + shown + "' holds no list");
    }

    /** The same; a file without anything in it holds none. */
    List<YamlNode> listOrNone() throws Unconvertible {
        return root.filter(node -> !node.isFalse()).isPresent() ? list() : List.of();
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
