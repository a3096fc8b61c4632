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
        return written(Written.block(cleared(IniInventory.read(text, path), file), 0), file, name);
    }

    /** The original text where there is no secret in it: its comments are worth something. */
    private String yaml(String text, String path, String file, String name) {
        Object tree = InventoryText.read(text, path);
        int before = findings.secrets().size();
        Object open = cleared(tree, file);
        Comments comments = Comments.of(text);
        boolean whole =
                findings.secrets().size() == before && read(comments, path).equals(Optional.of(tree));
        if (!comments.lines().isEmpty()) {
            findings.left(
                    path,
                    whole
                            ? "the comments in " + comments.where() + " may hold a secret"
                            : "its comments, one of which may hold a secret");
        }
        if (!whole) {
            return written(Written.block(open, 0), file, name);
        }
        return written(comments.text().stripTrailing() + "\n", file, name);
    }

    /** What is read without the comments that go; empty: one of them was none. */
    private static Optional<Object> read(Comments comments, String path) {
        try {
            return Optional.of(InventoryText.read(comments.text(), path));
        } catch (InventoryException e) {
            return Optional.empty();
        }
    }

    private Object cleared(Object tree, String file) {
        return new Cleared(findings, file).of(tree);
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

    private String written(String text, String file, String name) {
        InventoryText.read(text, file);
        files.put(file, "# The inventory '" + Findings.plain(name) + "' of Semaphore.\n" + text);
        return file;
    }
}
