package dev.steward.runner.app.estate;

import dev.steward.runner.config.ConfigRefused;
import dev.steward.runner.config.ConfigSecrets;
import dev.steward.runner.config.FileSecrets;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.config.ProxmoxConfig;
import dev.steward.runner.inventory.dynamic.ProxmoxSource;
import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.proxmox.act.Means;
import dev.steward.runner.proxmox.act.UpidWatcher;
import dev.steward.runner.proxmox.act.power.NodePower;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Estates;
import dev.steward.runner.proxmox.http.PveClient;
import dev.steward.runner.proxmox.task.Tasks;
import dev.steward.runner.proxmox.task.UpidStore;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configured Proxmox clusters; nothing is opened or asked before somebody wants to know something of them. */
public final class Clusters implements ProxmoxSource.Clusters, AutoCloseable {

    private final List<String> names;
    private final LoadedConfig loaded;
    private final Secretive config;
    private final Time time;
    private Estates estates;
    private List<PveApi> apis = List.of();

    private interface Secretive {

        Map<String, ProxmoxConfig> resolved() throws ConfigRefused;
    }

    private Clusters(LoadedConfig loaded, Secretive config, Time time) {
        this.names = List.copyOf(loaded.config().proxmox().keySet());
        this.loaded = loaded;
        this.config = config;
        this.time = time;
    }

    /** The clusters of a configuration whose secrets are looked up already. */
    public static Clusters of(LoadedConfig resolved, Time time) {
        return new Clusters(resolved, () -> resolved.config().proxmox(), time);
    }

    /** The clusters of a configuration; their secrets are looked up when the first is asked. */
    public static Clusters of(LoadedConfig loaded, Map<String, String> environment, Time time) {
        return new Clusters(
                loaded,
                () -> ConfigSecrets.resolved(
                                loaded, FileSecrets.open(loaded.config().secrets(), environment))
                        .proxmox(),
                time);
    }

    @Override
    public List<String> names() {
        return names;
    }

    /** The clusters for those that change something on them. */
    public ActingSource acting(UpidStore upids) {
        Tasks tasks = new Tasks(upids, time);
        return new ActingSource() {
            @Override
            public List<String> names() {
                return names;
            }

            @Override
            public Means of(String cluster) {
                return new Means(
                        estates().api(cluster),
                        tasks,
                        time,
                        loaded.config().proxmox().get(cluster).limits().action());
            }

            @Override
            public Optional<String> pages(String cluster) {
                return loaded.config().proxmox().get(cluster).endpoints().stream()
                        .findFirst();
            }
        };
    }

    /** The same, but nobody is asked: what the last view holds. */
    public ProxmoxSource.Clusters asKnown() {
        return new ProxmoxSource.Clusters() {
            @Override
            public List<String> names() {
                return names;
            }

            @Override
            public Estate now() {
                return estates().known();
            }
        };
    }

    /**
     * Orders a node to shut down or to reboot, without waiting for it.
     *
     * @throws IOException when the cluster cannot be asked
     */
    public void order(String cluster, String node, String command) throws IOException {
        try {
            new NodePower(new Acting(acting(UpidStore.NONE).of(cluster), UpidWatcher.NONE)).order(node, command);
        } catch (PveException | IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
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
        try {
            return opened();
        } catch (ConfigRefused e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * Begins to ask the clusters on its own, for as long as this is open; without a cluster there is nothing to do. One that
     * does not answer is in view with its problem.
     *
     * @throws ConfigRefused where a secret or a file of authorities cannot be had
     */
    public synchronized void watch() throws ConfigRefused {
        if (!names.isEmpty()) {
            opened().start();
        }
    }

    /** Somebody needs them fresh, until the handle is closed; opens nothing. */
    public synchronized Estates.Look look() {
        return estates == null ? () -> {} : estates.look();
    }

    private Estates opened() throws ConfigRefused {
        if (estates == null) {
            Map<String, ProxmoxConfig> resolved = config.resolved();
            List<PveApi> opened = new ArrayList<>();
            try {
                for (Map.Entry<String, ProxmoxConfig> cluster : resolved.entrySet()) {
                    opened.add(open(cluster.getKey(), cluster.getValue()));
                }
                apis = List.copyOf(opened);
                Map<String, Map<String, String>> aliases = new LinkedHashMap<>();
                resolved.forEach((name, cluster) -> aliases.put(name, cluster.otherNames()));
                estates = new Estates(apis, aliases, time);
            } finally {
                if (estates == null) {
                    opened.forEach(PveApi::close);
                }
            }
        }
        return estates;
    }

    private PveApi open(String name, ProxmoxConfig cluster) throws ConfigRefused {
        try {
            return PveClient.open(name, cluster, time);
        } catch (IllegalArgumentException e) {
            String key = "proxmox." + name;
            String of = e.getMessage().startsWith("tls.ca: ") ? key + ".tls.ca" : key;
            throw new ConfigRefused(List.of(loaded.problem(of, key + "." + e.getMessage())));
        }
    }

    @Override
    public synchronized void close() {
        if (estates != null) {
            estates.close();
        }
        apis.forEach(PveApi::close);
    }
}
