package dev.steward.runner.engine

import dev.steward.runner.inventory.Inventory
import dev.steward.runner.inventory.yaml.InventoryLoader
import dev.steward.runner.secret.AnsibleVault
import java.nio.file.Files
import java.nio.file.Path

/** Inventories for specs, read by the real loader. */
class KitHosts {

    static Inventory of(String... names) {
        yaml('all: {hosts: {' + names.collect { "$it: " }.join(', ') + '}}')
    }

    static Inventory yaml(String text) {
        Path file = Files.createTempFile('hosts', '.yml')
        Files.writeString(file, text)
        try {
            new InventoryLoader(NO_VAULT).load([file.toString()], Optional.empty())
        } finally {
            Files.delete(file)
        }
    }

    private static final AnsibleVault NO_VAULT = new AnsibleVault([])
}
