package dev.steward.runner.inventory.yaml;

import dev.steward.dsl.plan.SourceRef;
import dev.steward.runner.inventory.Address;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.InventoryBuilder;
import dev.steward.runner.inventory.InventoryBuilder.Source;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.inventory.VarsFolder;
import dev.steward.runner.inventory.dynamic.DynamicSource;
import dev.steward.runner.secret.AnsibleVault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads inventories as {@code -i} names them: a YAML or JSON file, a directory of such files, or a list {@code web01,web02,}.
 * Several are merged, later ones win. With them {@code group_vars} and {@code host_vars} beside each source and beside the
 * playbook.
 *
 * <p>Deviations from Ansible, each because a half-read inventory is worse than none: any error refuses everything; a source
 * that does not exist or is empty is an error; INI files, plugins of Ansible and executable scripts are not run. What stays the same:
 * an unexpected key in a group is a warning.
 */
public final class InventoryLoader {

    private static final List<String> READ = List.of("", ".yml", ".yaml", ".json");
    private static final List<String> IGNORED_ENDS = List.of(
            ".pyc", ".pyo", ".swp", ".bak", "~", ".rpm", ".md", ".txt", ".rst", ".orig", ".ini", ".cfg", ".retry");
    private static final Set<String> IGNORED_NAMES = Set.of("host_vars", "group_vars", "vars_plugins");

    private final AnsibleVault vault;
    private final List<DynamicSource> dynamic;

    /** A loader of files alone; the vault opens closed files at once and closed values when they are needed. */
    public InventoryLoader(AnsibleVault vault) {
        this(vault, List.of());
    }

    /**
     * A loader.
     *
     * @param vault opens closed files at once and closed values when they are needed
     * @param dynamic answers files that ask for hosts from elsewhere
     */
    public InventoryLoader(AnsibleVault vault, List<DynamicSource> dynamic) {
        this.vault = vault;
        this.dynamic = List.copyOf(dynamic);
    }

    /**
     * Reads the sources.
     *
     * @param sources as {@code -i} named them, in order
     * @param playbookFolder where the playbook lies; empty: no playbook. ({@code ansible-inventory} takes the working
     *     directory for it.)
     * @throws InventoryException with every problem found
     */
    public Inventory load(List<String> sources, Optional<Path> playbookFolder) {
        Reading reading = new Reading();
        sources.forEach(reading::source);
        reading.dynamics.add(reading.builder, reading.problems);
        List<VarsFolders> beside = reading.folders;
        Optional<VarsFolders> playbook =
                playbookFolder.map(folder -> new VarsFolders(folder, folder.toString(), vault));
        List<String> groups = reading.builder.groupNames();
        List<String> hosts = reading.builder.hostNames();
        beside.forEach(folder -> folder.look(groups, hosts, reading.problems));
        playbook.ifPresent(folder -> folder.look(groups, hosts, reading.problems));
        if (reading.problems.refuse()) {
            throw new InventoryException(reading.problems.all());
        }
        return reading.builder.build(
                List.<VarsFolder>copyOf(beside),
                playbook.map(VarsFolder.class::cast),
                new Inventory.Setting(
                        sources,
                        playbookFolder.map(f -> f.toAbsolutePath().normalize().toString()),
                        vault,
                        reading.problems.all()));
    }

    private final class Reading {

        private final InventoryBuilder builder = new InventoryBuilder();
        private final Problems problems = new Problems();
        private final Dynamics dynamics = new Dynamics(dynamic);
        private final List<VarsFolders> folders = new ArrayList<>();
        private final Map<Path, VarsFolders> known = new HashMap<>();

        void source(String source) {
            Path path = Path.of(source);
            if (source.contains(",") && !Files.exists(path)) {
                list(source);
            } else if (Files.isDirectory(path)) {
                folders.add(varsIn(path, source));
                if (directory(path) == 0) {
                    problems.error(start(path), "this directory has no inventory file", "add a file hosts.yml");
                }
            } else if (!Files.exists(path)) {
                problems.error(start(path), "there is no such inventory", missing(source));
            } else {
                Path parent = path.getParent();
                folders.add(varsIn(parent == null ? Path.of("") : parent, parent == null ? "" : parent.toString()));
                named(path);
            }
        }

        /** One reader a folder, so that two sources in one folder read its files once. */
        VarsFolders varsIn(Path folder, String shown) {
            return known.computeIfAbsent(
                    folder.toAbsolutePath().normalize(), absolute -> new VarsFolders(folder, shown, vault));
        }

        private static String missing(String source) {
            boolean name = !source.contains("/") && Address.of(source).isPresent();
            return name ? "for a list of hosts write '" + source + ",'" : "check the path after -i";
        }

        /** A list of hosts; ranges are not expanded in it. */
        private void list(String source) {
            for (String part : source.split(",")) {
                String text = part.strip();
                Optional<Address> address =
                        Address.of(text).filter(a -> !a.host().contains("["));
                String name = address.map(Address::host).orElse(text);
                if (!name.isEmpty() && !builder.hasHost(name)) {
                    Optional<Integer> port = address.map(Address::port)
                            .filter(OptionalInt::isPresent)
                            .map(OptionalInt::getAsInt);
                    builder.addHost(name, "ungrouped", port, Optional.of(new Source(source, Optional.empty())));
                }
            }
        }

        private int directory(Path directory) {
            int files = 0;
            for (String name : VarsFolders.names(directory)) {
                Path path = directory.resolve(name);
                boolean ignored = name.startsWith(".")
                        || IGNORED_NAMES.contains(name)
                        || IGNORED_ENDS.stream().anyMatch(name::endsWith);
                if (ignored) {
                    continue;
                }
                if (Files.isDirectory(path)) {
                    files += directory(path);
                } else if (READ.contains(VarsFolders.extension(name))) {
                    file(path);
                    files++;
                } else {
                    problems.warning(start(path), "this is no YAML or JSON file and is skipped", Optional.empty());
                }
            }
            return files;
        }

        private void named(Path path) {
            if (READ.contains(VarsFolders.extension(path.getFileName().toString()))) {
                file(path);
            } else {
                problems.error(
                        start(path),
                        "an inventory file ends in .yml, .yaml, .json or nothing",
                        "an INI inventory becomes YAML by: ansible-inventory -i " + path + " --list --yaml");
            }
        }

        private void file(Path path) {
            if (path.equals(Path.of("/dev/null"))) {
                return;
            }
            Problems here = new Problems();
            try {
                Optional<YamlNode> root = new VarsFile(path, path.toString()).read(vault, here);
                if (root.isPresent() && !root.get().isFalse()) {
                    new GroupsReader(builder, dynamics, here, Source.of(path)).read(root.get());
                } else if (!here.refuse()) {
                    here.error(start(path), "this inventory is empty", "begin with 'all:'");
                }
            } catch (VarsFile.Closed e) {
                here.error(
                        e.at(),
                        "this inventory is closed by a vault",
                        "give --vault-password-file, or vault.passwordFile in steward.yml");
            }
            problems.addAll(here);
        }

        private static SourceRef start(Path path) {
            return new SourceRef(path.toString(), 1, 1);
        }
    }
}
