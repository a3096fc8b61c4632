package dev.steward.web.main;

import dev.steward.runner.app.Inventories;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.time.Time;
import dev.steward.web.parts.GuestHosts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hosts of the configured inventory by the guest that they are; the inventory is loaded at most twice a minute. */
final class KnownHosts implements GuestHosts {

    private static final Logger LOG = LoggerFactory.getLogger(KnownHosts.class);
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final Inventories inventories;
    private final Path folder;
    private final Time time;
    private Loaded loaded;

    KnownHosts(Inventories inventories, Path folder, Time time) {
        this.inventories = inventories;
        this.folder = folder;
        this.time = time;
    }

    private record Loaded(long at, Map<String, List<Host>> byVmid) {}

    @Override
    public List<String> of(Guest guest) {
        List<String> found = hosts().getOrDefault(guest.vmid().toString(), List.of()).stream()
                .filter(host -> is(host, guest))
                .map(Host::name)
                .sorted()
                .toList();
        return found.isEmpty() ? List.of(guest.name(), guest.name() + "-" + guest.vmid()) : found;
    }

    private static boolean is(Host host, Guest guest) {
        Optional<String> cluster = text(host, "proxmox_cluster");
        return cluster.isEmpty() || cluster.get().equals(guest.cluster());
    }

    private static Optional<String> text(Host host, String name) {
        return Optional.ofNullable(host.vars().get(name)).map(String::valueOf);
    }

    private synchronized Map<String, List<Host>> hosts() {
        long now = time.nanos();
        if (loaded == null || now - loaded.at() > FRESH.toNanos()) {
            loaded = new Loaded(now, load());
        }
        return loaded.byVmid();
    }

    private Map<String, List<Host>> load() {
        try {
            Inventory inventory = inventories.load(List.of(), folder);
            return inventory.hostNames().stream()
                    .flatMap(name -> inventory.host(name).stream())
                    .filter(host -> text(host, "proxmox_vmid").isPresent())
                    .collect(Collectors.groupingBy(
                            host -> text(host, "proxmox_vmid").orElseThrow()));
        } catch (InventoryException e) {
            LOG.debug("the inventory cannot be loaded, so guests are known by their names alone", e);
            return Map.of();
        }
    }
}
