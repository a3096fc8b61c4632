package dev.steward.runner.inventory

import dev.steward.runner.inventory.yaml.InventoryLoader
import dev.steward.runner.secret.AnsibleVault
import dev.steward.runner.secret.Secret
import java.nio.file.Files
import java.nio.file.Path

/** The inventories of src/test/resources/inventories; beside each, in golden/, what Debian's ansible-core prints of it. */
final class Corpus {

    static final Path ROOT = Path.of('src/test/resources/inventories').toAbsolutePath()

    private Corpus() { }

    static List<Path> cases() {
        Files.list(ROOT).withCloseable { it.filter { f -> Files.isDirectory(f) }.toList() }.toSorted()
    }

    static List<String> sources(Path dir) {
        Path named = dir.resolve('sources')
        List<String> lines = Files.exists(named) ? Files.readAllLines(named) : ['hosts.yml']
        lines.collect { it.contains(',') ? it : dir.resolve(it).toString() }
    }

    static Inventory load(Path dir) {
        Path playbook = dir.resolve('playbook')
        loader().load(sources(dir), Files.exists(playbook) ? Optional.of(playbook) : Optional.<Path> empty())
    }

    static InventoryLoader loader(String... passwords) {
        new InventoryLoader(new AnsibleVault(passwords.collect { new Secret(it) }))
    }

    /** An inventory from texts; hosts.yml is the source unless others are named. */
    static Inventory of(Path dir, Map<String, String> files, List<String> sources = ['hosts.yml']) {
        write(dir, files)
        loader().load(sources.collect { it.contains(',') ? it : dir.resolve(it).toString() }, Optional.<Path> empty())
    }

    static void write(Path dir, Map<String, String> files) {
        files.each { name, text ->
            Files.createDirectories(dir.resolve(name).parent)
            Files.writeString(dir.resolve(name), text.stripIndent())
        }
    }

    /** The table of patterns as golden/hosts.tsv has it; where groups are nested, sorted, since Ansible's order varies there. */
    static List<String> table(Inventory inventory, List<String> patterns) {
        boolean nested = inventory.groups().values().any { it.name() != 'all' && it.children() }
        patterns.collect { pattern ->
            List<String> names
            try {
                names = inventory.select(pattern).names()
            } catch (InventoryException refused) {
                names = ['!refused']
            }
            ([pattern] + (nested ? names.toSorted(CodePoints.ORDER) : names)).join('\t')
        }
    }
}
