package dev.steward.runner.inventory.yaml;

import dev.steward.dsl.check.Problem;
import dev.steward.dsl.check.Problem.Severity;
import dev.steward.runner.inventory.CodePoints;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.inventory.VarsFolder;
import dev.steward.runner.inventory.origin.Place;
import dev.steward.runner.inventory.origin.Trail;
import dev.steward.runner.inventory.yaml.YamlNode.Entry;
import dev.steward.runner.inventory.yaml.YamlNode.Mapping;
import dev.steward.runner.secret.AnsibleVault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * {@code group_vars} and {@code host_vars} in one folder, as Ansible's {@code host_group_vars} finds them: for a name X first
 * X without extension (file or directory), then X.yml, X.yaml, X.json, the first hit only; a directory means all files below it
 * in order of name, without hidden ones, backups, other extensions, and directories with a dot in their name.
 */
final class VarsFolders implements VarsFolder {

    private static final List<String> EXTENSIONS = List.of("", ".yml", ".yaml", ".json");

    private final Path folder;
    private final String shown;
    private final AnsibleVault vault;
    private final Map<Path, Layer> read = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> listings = new ConcurrentHashMap<>();

    /**
     * A folder.
     *
     * @param shown how messages name it; empty: the working directory
     */
    VarsFolders(Path folder, String shown, AnsibleVault vault) {
        this.folder = folder;
        this.shown = shown;
        this.vault = vault;
    }

    @Override
    public Layer group(String name) {
        return layer("group_vars", name);
    }

    @Override
    public Layer host(String name) {
        return layer("host_vars", name);
    }

    private Layer layer(String kind, String name) {
        Optional<Path> hit = find(kind, name);
        if (hit.isEmpty()) {
            return EMPTY;
        }
        return read.computeIfAbsent(hit.get(), path -> {
            Problems problems = new Problems();
            Layer layer = read(path, problems);
            if (problems.refuse()) {
                throw new InventoryException(problems.all());
            }
            return layer;
        });
    }

    /** Reads the files of all these names once more for what is worth a warning; errors too are only collected. */
    void look(List<String> groups, List<String> hosts, Problems problems) {
        groups.forEach(name -> find("group_vars", name).ifPresent(path -> keep(path, problems)));
        hosts.forEach(name -> find("host_vars", name).ifPresent(path -> keep(path, problems)));
    }

    private void keep(Path path, Problems problems) {
        if (!read.containsKey(path)) {
            read.put(path, read(path, problems));
        }
    }

    /** A name that leads out of its folder is no name of a file. */
    private Optional<Path> find(String kind, String name) {
        Set<String> listing = listings.computeIfAbsent(kind, this::list);
        if (listing.isEmpty() || name.startsWith("/")) {
            return Optional.empty();
        }
        Path inside = folder.resolve(kind);
        for (String extension : EXTENSIONS) {
            String file = name + extension;
            boolean there = name.contains("/")
                    ? inside.resolve(file).normalize().startsWith(inside.normalize())
                            && Files.exists(inside.resolve(file))
                    : listing.contains(file);
            if (there) {
                return Optional.of(inside.resolve(file));
            }
        }
        return Optional.empty();
    }

    private Set<String> list(String kind) {
        try (Stream<Path> files = Files.list(folder.resolve(kind))) {
            Set<String> names = new HashSet<>();
            files.filter(Files::exists)
                    .forEach(file -> names.add(file.getFileName().toString()));
            return names;
        } catch (IOException none) {
            return Set.of();
        }
    }

    private Layer read(Path path, Problems problems) {
        Layer layer = new Layer(new LinkedHashMap<>(), new Trail(), new ArrayList<>());
        for (Path file : files(path)) {
            VarsFile source = new VarsFile(file, shownAs(file));
            try {
                source.read(vault, problems, Sealed::of).ifPresent(node -> add(layer, node, problems));
            } catch (VarsFile.Closed e) {
                layer.closed()
                        .add(new Problem(
                                e.at(),
                                "this file is closed by a vault and no vault password was given",
                                Optional.of("give --vault-password-file, or vault.passwordFile in steward.yml"),
                                Severity.ERROR));
            }
        }
        return layer;
    }

    private String shownAs(Path file) {
        String inside = folder.relativize(file).toString();
        return shown.isEmpty() ? inside : Path.of(shown).resolve(inside).toString();
    }

    private static void add(Layer layer, YamlNode node, Problems problems) {
        if (node instanceof Mapping mapping) {
            VarLint lint = new VarLint(problems);
            for (Entry entry : mapping.entries().values()) {
                lint.look(entry.key());
                Object value = entry.value().value();
                layer.vars().put(entry.key().value(), value);
                layer.trail()
                        .note(entry.key().value(), value, Place.of(entry.key().at()));
            }
        } else if (!node.isFalse()) {
            problems.error(
                    node.at(), "a file of variables is a mapping, this is " + node.kind(), "write 'name: value'");
        }
    }

    private static List<Path> files(Path path) {
        return Files.isDirectory(path) ? below(path) : List.of(path);
    }

    private static List<Path> below(Path directory) {
        List<Path> found = new ArrayList<>();
        for (String name : names(directory)) {
            Path path = directory.resolve(name);
            String extension = extension(name);
            if (name.startsWith(".") || name.endsWith("~")) {
                continue;
            }
            if (Files.isDirectory(path)) {
                found.addAll(extension.isEmpty() ? below(path) : List.of());
            } else if (Files.isRegularFile(path) && EXTENSIONS.contains(extension)) {
                found.add(path);
            }
        }
        return found;
    }

    static List<String> names(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .sorted(CodePoints.ORDER)
                    .toList();
        } catch (IOException gone) {
            return List.of();
        }
    }

    /** From the last dot on; a dot in first place begins no extension (Python's {@code splitext}). */
    static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? "" : name.substring(dot);
    }
}
