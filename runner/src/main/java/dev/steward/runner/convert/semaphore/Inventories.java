package dev.steward.runner.convert.semaphore;

import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.inventory.yaml.IniInventory;
import dev.steward.runner.inventory.yaml.InventoryText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The inventories of the export: texts become files of ours, files of a repository stay where they are if they are YAML. */
final class Inventories {

    private static final String KEEPS = "it was kept by Semaphore for itself";

    private final Findings findings;
    private final Checkouts checkouts;
    private final Names names = new Names();
    private final Set<String> usedKeys = new HashSet<>();
    private final Map<String, Optional<String>> sources = new LinkedHashMap<>();
    private final Map<String, String> files = new LinkedHashMap<>();

    Inventories(Findings findings, Checkouts checkouts) {
        this.findings = findings;
        this.checkouts = checkouts;
    }

    /** Files by their path below the folder. */
    Map<String, String> files() {
        return files;
    }

    /** Every inventory that can be used, as steward.yml names it. */
    List<String> all() {
        return sources.values().stream().flatMap(Optional::stream).distinct().toList();
    }

    /** Whether some inventory reaches its hosts with a key of this name. */
    boolean uses(String key) {
        return usedKeys.contains(key);
    }

    boolean knows(String name) {
        return sources.containsKey(name);
    }

    /** How steward.yml names an inventory; empty: it was not taken over. */
    Optional<String> source(String name) {
        return sources.getOrDefault(name, Optional.empty());
    }

    void read(Entry entry, Map<String, Entry> keys, String onlyRepository) {
        String name = entry.needed("name");
        String text = entry.text("inventory").orElse("");
        String type = entry.text("type").orElse("");
        String file = "inventory/" + names.of(name) + ".yml";
        Optional<String> source = Optional.empty();
        try {
            source = switch (type) {
                case "static" -> Optional.of(ini(text, entry.path("inventory"), file, name));
                case "static-yaml" -> Optional.of(yaml(text, entry.path("inventory"), file, name));
                case "file" ->
                    Optional.of(inRepository(text, entry.text("repository").orElse(onlyRepository), entry, file));
                default -> throw new Unconvertible("the type '" + Findings.plain(type) + "' is no inventory of hosts");
            };
        } catch (InventoryException e) {
            e.problems().forEach(one -> findings.problem(entry.path("inventory"), String.valueOf(one)));
        } catch (Unconvertible e) {
            findings.left(entry.path(), "'" + Findings.plain(name) + "': " + e.getMessage());
        }
        if (sources.putIfAbsent(name, source) != null) {
            findings.problem(entry.path("name"), "'" + Findings.plain(name) + "' is the name of another inventory too");
        }
        key(entry, "ssh_key", keys, file);
        key(entry, "become_key", keys, file);
        entry.rest(Map.of("holder_id", KEEPS, "runner_tag", "each run is carried out by this Steward itself"));
    }

    private void key(Entry entry, String field, Map<String, Entry> keys, String file) {
        Optional<String> name = entry.text(field);
        if (name.isEmpty()) {
            return;
        }
        if (!keys.containsKey(name.get())) {
            findings.problem(entry.path(field), "there is no key '" + Findings.plain(name.get()) + "' in the export");
            return;
        }
        usedKeys.add(name.get());
        String type = keys.get(name.get()).text("type").orElse("none");
        String prefix = field.equals("become_key") ? "ansible_become_" : "ansible_";
        String way =
                switch (type) {
                    case "ssh" ->
                        "logs in to the hosts of " + file
                                + ": put the private key into a file, and its path into ssh.keyFile or"
                                + " ansible_ssh_private_key_file";
                    case "login_password" ->
                        "for the hosts of " + file + ": write " + prefix + "user and, closed by"
                                + " 'steward vault encrypt-string', " + prefix + "password there";
                    default -> "";
                };
        if (!way.isEmpty()) {
            findings.secret("key '" + Findings.plain(name.get()) + "'", way);
        }
    }

    private String ini(String text, String path, String file, String name) {
        return written(IniInventory.read(text, path), Optional.empty(), file, name);
    }

    private String yaml(String text, String path, String file, String name) {
        return written(InventoryText.read(text, path), Optional.of(text), file, name);
    }

    private String inRepository(String named, String repository, Entry entry, String file) throws Unconvertible {
        Path found = checkouts.file(repository, named);
        try {
            if (found.getFileName().toString().matches(".*\\.(ya?ml|json)")) {
                return found.toString();
            }
            String source =
                    ini(Files.readString(found), named, file, entry.text("name").orElse(""));
            for (String folder : List.of("group_vars", "host_vars")) {
                if (Files.isDirectory(found.resolveSibling(folder))) {
                    findings.left(
                            entry.path("inventory"),
                            "copy " + found.resolveSibling(folder) + " to inventory/" + folder);
                }
            }
            return source;
        } catch (IOException e) {
            throw new Unconvertible("the file '" + Findings.plain(named) + "' cannot be read as a text");
        }
    }

    /** The original text where there is one with no secret in it: its comments are worth something. */
    private String written(Object tree, Optional<String> original, String file, String name) {
        int before = findings.secrets().size();
        Object open = new Cleared(findings, file).of(tree);
        boolean same = findings.secrets().size() == before;
        String text = same && original.isPresent() ? original.get().stripTrailing() + "\n" : Written.block(open, 0);
        InventoryText.read(text, file);
        files.put(file, "# The inventory '" + Findings.plain(name) + "' of Semaphore.\n" + text);
        return file;
    }
}
