package dev.steward.runner.app.estate;

import dev.steward.runner.config.ConfigRefused;
import dev.steward.runner.config.ConfigSecrets;
import dev.steward.runner.config.FileSecrets;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.config.ProxmoxConfig;
import dev.steward.runner.inventory.dynamic.ProxmoxSource;
import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Estates;
import dev.steward.runner.proxmox.http.PveClient;
import dev.steward.runner.time.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The configured Proxmox clusters; nothing is opened or asked before somebody wants to know something of them. */
public final class Clusters implements ProxmoxSource.Clusters, AutoCloseable {

    private final List<String> names;
    private final Secretive config;
    private final Time time;
    private Estates estates;
    private List<PveApi> apis = List.of();

    private interface Secretive {

        Map<String, ProxmoxConfig> resolved() throws ConfigRefused;
    }

    private Clusters(Map<String, ProxmoxConfig> said, Secretive config, Time time) {
        this.names = List.copyOf(said.keySet());
        this.config = config;
        this.time = time;
    }

    /** The clusters of a configuration whose secrets are looked up already. */
    public static Clusters of(Map<String, ProxmoxConfig> resolved, Time time) {
        return new Clusters(resolved, () -> resolved, time);
    }

    /** The clusters of a configuration; their secrets are looked up when the first is asked. */
    public static Clusters of(LoadedConfig loaded, Map<String, String> environment, Time time) {
        return new Clusters(
                loaded.config().proxmox(),
                () -> ConfigSecrets.resolved(
                                loaded, FileSecrets.open(loaded.config().secrets(), environment))
                        .proxmox(),
                time);
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public Estate now() throws InterruptedException {
        return estates().now();
    }

    /**
     * What keeps them in view.
     *
     * @throws IllegalArgumentException where a secret or a file of authorities cannot be had
     */
    public synchronized Estates estates() {
        if (estates == null) {
            List<PveApi> opened = new ArrayList<>();
            try {
                config.resolved().forEach((name, cluster) -> opened.add(PveClient.open(name, cluster, time)));
            } catch (ConfigRefused e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
            apis = List.copyOf(opened);
            estates = new Estates(apis, time);
        }
        return estates;
    }

    @Override
    public synchronized void close() {
        if (estates != null) {
            estates.close();
        }
        apis.forEach(PveApi::close);
    }
}
