package dev.steward.runner.convert;

import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.inventory.yaml.YamlNode;
import dev.steward.runner.inventory.yaml.YamlNode.Mapping;
import dev.steward.runner.inventory.yaml.YamlNode.Sequence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A role of Ansible's: a folder with tasks, handlers, values and files.
 *
 * @param name as it is called
 * @param folder where it is
 * @param shown how marks name the folder
 * @param playbook the folder of the playbook that it is read for
 */
record Role(String name, Path folder, String shown, Path playbook) {

    private static final List<String> ENDINGS = List.of(".yml", ".yaml", ".json", "");
    private static final String MAIN = "main";

    /** A list of tasks or handlers; empty: the role has none of that name. */
    Optional<Source> list(String part, String file) throws Unconvertible {
        Optional<Path> found = found(part, file);
        return found.isEmpty() ? Optional.empty() : Optional.of(read(found.get()));
    }

    /** Values of defaults or vars; a folder {@code main} holds several files. */
    Map<String, Object> values(String part, String file) throws Unconvertible {
        Map<String, Object> values = new LinkedHashMap<>();
        Optional<Path> one = found(part, file);
        List<Path> files = one.isPresent() ? List.of(one.get()) : several(part, file);
        if (files.isEmpty() && !file.equals(MAIN)) {
            throw new Unconvertible("the role '" + name + "' has no file '" + file + "' in " + part);
        }
        for (Path path : files) {
            Optional<YamlNode> root = read(path).root();
            if (root.isPresent() && !(root.get() instanceof Mapping)) {
                throw new Unconvertible("the file '" + show(path) + "' holds no mapping, or is closed by a vault");
            }
            root.map(Mapping.class::cast).map(Source::values).ifPresent(values::putAll);
        }
        return values;
    }

    /** What stands in meta/main.yml; empty: nothing. */
    Optional<Mapping> meta() throws Unconvertible {
        Optional<Path> file = found("meta", MAIN);
        return file.isEmpty()
                ? Optional.empty()
                : read(file.get()).root().filter(Mapping.class::isInstance).map(Mapping.class::cast);
    }

    /** The roles that run before it. */
    List<YamlNode> dependencies() throws Unconvertible {
        YamlNode said = meta().map(meta -> meta.get("dependencies")).orElse(null);
        if (said == null || said.isFalse()) {
            return List.of();
        }
        if (said instanceof Sequence list) {
            return list.elements();
        }
        throw new Unconvertible("'dependencies' of the role '" + name + "' is no list");
    }

    Source metaSource() throws Unconvertible {
        return read(found("meta", MAIN).orElseThrow(() -> new Unconvertible("the role '" + name + "' has no meta")));
    }

    boolean repeats() throws Unconvertible {
        YamlNode said = meta().map(meta -> meta.get("allow_duplicates")).orElse(null);
        return said != null && !said.isFalse();
    }

    /** A file that one of its tasks names, where that is not beside it. */
    Optional<Source> task(String file) throws Unconvertible {
        Path there = inside("tasks", file);
        return Files.isRegularFile(there) ? Optional.of(read(there)) : Optional.empty();
    }

    private Optional<Path> found(String part, String file) throws Unconvertible {
        for (String ending : ENDINGS) {
            Path path = inside(part, file + ending);
            if (Files.isRegularFile(path)) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }

    private List<Path> several(String part, String file) throws Unconvertible {
        Path sub = inside(part, file);
        if (!Files.isDirectory(sub)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(sub)) {
            return all.filter(Files::isRegularFile)
                    .filter(path -> path.toString().matches(".*\\.(ya?ml|json)"))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new Unconvertible("the folder '" + show(sub) + "' cannot be read");
        }
    }

    private Path inside(String part, String file) throws Unconvertible {
        try {
            return folder.resolve(part).resolve(file);
        } catch (InvalidPathException e) {
            throw new Unconvertible("'" + file + "' is no name of a file");
        }
    }

    private Source read(Path path) throws Unconvertible {
        try {
            return Source.of(path, show(path)).in(this).under(playbook);
        } catch (IOException e) {
            throw new Unconvertible("the file '" + show(path) + "' cannot be read");
        } catch (InventoryException e) {
            throw new Unconvertible(
                    "the file '" + show(path) + "' is no YAML: " + e.problems().get(0));
        }
    }

    private String show(Path path) {
        return shown + "/" + folder.relativize(path);
    }
}
