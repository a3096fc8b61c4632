package dev.steward.runner.app;

import dev.steward.runner.config.StewardConfig;
import dev.steward.runner.config.VaultPasswords;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.inventory.drift.Comparison;
import dev.steward.runner.inventory.drift.Drift;
import dev.steward.runner.inventory.dynamic.DynamicSource;
import dev.steward.runner.inventory.dynamic.FilesAlone;
import dev.steward.runner.inventory.dynamic.ProxmoxSource;
import dev.steward.runner.inventory.yaml.InventoryLoader;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.secret.AnsibleVault;
import dev.steward.runner.secret.VaultPassword;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

    /** Those of a configuration. */
    static Inventories of(StewardConfig config, Map<String, String> environment, ProxmoxSource.Clusters clusters) {
        List<String> configured =
                config.inventory().stream().map(Path::toString).toList();
        return new Inventories(
                VaultPasswords.of(config, environment), configured, List.of(new ProxmoxSource(clusters)));
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

    /**
     * Where the files and the clusters disagree.
     *
     * @param named sources; empty: the configured ones
     * @param playbookFolder whose group_vars and host_vars count too
     * @param given vault passwords that are tried first
     * @param estate the clusters as they are
     * @throws InventoryException where the files cannot be read, or a host's values stay closed
     */
    public Drift drift(List<String> named, Path playbookFolder, List<VaultPassword> given, Estate estate) {
        FilesAlone alone = new FilesAlone();
        List<VaultPassword> all = Stream.concat(given.stream(), vault.stream()).toList();
        Inventory files = new InventoryLoader(AnsibleVault.of(all), List.of(alone))
                .load(sources(named), Optional.of(playbookFolder));
        return Comparison.of(files, estate, alone.asked());
    }

    /**
     * The configured hosts for a command that can do without: an inventory that nobody has made is empty, one that is wrong is
     * refused.
     *
     * @throws InventoryException with every problem found
     */
    public Inventory loadKnown(Path playbookFolder) {
        List<String> there = configured.stream()
                .filter(source -> Files.exists(Path.of(source)))
                .toList();
        return new InventoryLoader(AnsibleVault.of(vault), dynamic).load(there, Optional.of(playbookFolder));
    }

    /** The sources that count. */
    public List<String> sources(List<String> named) {
        return named.isEmpty() ? configured : named;
    }
}
