package dev.steward.runner.app;

import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.inventory.dynamic.DynamicSource;
import dev.steward.runner.inventory.yaml.InventoryLoader;
import dev.steward.runner.secret.AnsibleVault;
import dev.steward.runner.secret.VaultPassword;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Loads inventories: the named sources, or the configured ones where none is named. */
public final class Inventories {

    private final List<VaultPassword> vault;
    private final List<String> configured;
    private final List<DynamicSource> dynamic;

    /**
     * Inventories.
     *
     * @param vault what opens closed values where a run brings nothing that does
     * @param configured sources where a run names none
     * @param dynamic answers files that ask for hosts from elsewhere
     */
    public Inventories(List<VaultPassword> vault, List<String> configured, List<DynamicSource> dynamic) {
        this.vault = List.copyOf(vault);
        this.configured = List.copyOf(configured);
        this.dynamic = List.copyOf(dynamic);
    }

    /**
     * The hosts for a playbook.
     *
     * @param named sources; empty: the configured ones
     * @param playbookFolder whose group_vars and host_vars count too
     * @throws InventoryException with every problem found
     */
    public Inventory load(List<String> named, Path playbookFolder) {
        return load(named, playbookFolder, List.of());
    }

    /** The same with further vault passwords, which are tried first. */
    public Inventory load(List<String> named, Path playbookFolder, List<VaultPassword> given) {
        List<VaultPassword> all = Stream.concat(given.stream(), vault.stream()).toList();
        return new InventoryLoader(AnsibleVault.of(all), dynamic).load(sources(named), Optional.of(playbookFolder));
    }

    /** The sources that count. */
    public List<String> sources(List<String> named) {
        return named.isEmpty() ? configured : named;
    }
}
