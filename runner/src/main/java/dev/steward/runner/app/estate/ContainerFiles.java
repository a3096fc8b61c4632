package dev.steward.runner.app.estate;

import dev.steward.runner.collect.GuestFiles;
import dev.steward.runner.connection.Command;
import dev.steward.runner.connection.Connection;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.Connections;
import dev.steward.runner.connection.Output;
import dev.steward.runner.connection.Result;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads in containers through {@code pct exec} on their nodes, which the inventory says how to reach. */
public final class ContainerFiles implements GuestFiles {

    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final int LONGEST = 64 << 10;
    private static final int TRIES = 3;

    private final Supplier<Inventory> inventories;
    private final Function<Inventory, Connections> ways;
    private final Time time;
    private Inventory inventory;
    private long loaded;

    /**
     * A reader.
     *
     * @param inventories the configured one, loaded afresh
     * @param ways the connections of an inventory; closed after each use
     */
    public ContainerFiles(Supplier<Inventory> inventories, Function<Inventory, Connections> ways, Time time) {
        this.inventories = inventories;
        this.ways = ways;
        this.time = time;
    }

    @Override
    public String osRelease(Guest guest, Duration limit) throws IOException, InterruptedException {
        Command command = Command.argv("cat", "/etc/os-release")
                .within(new Command.Limits(Optional.of(limit), Optional.empty(), LONGEST));
        try (Connections connections = ways.apply(inventory())) {
            Result result = run(connections.to(host(guest)), command);
            if (!result.good()) {
                throw new IOException("cat /etc/os-release ended with " + result.exit());
            }
            return result.out();
        } catch (ConnectionException | InventoryException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /* It only reads, so that it may be tried again: a container that has just begun may not run commands yet. */
    private static Result run(Connection connection, Command command) throws ConnectionException, InterruptedException {
        for (int left = TRIES - 1; ; left--) {
            try {
                return connection.run(command, Output.NONE);
            } catch (ConnectionException e) {
                if (left == 0 || e.kind() != ConnectionException.Kind.REFUSED) {
                    throw e;
                }
                connection.reset();
            }
        }
    }

    private static Host host(Guest guest) {
        return new Host(
                guest.cluster() + "/" + guest.id(),
                List.of(),
                Map.of(
                        "ansible_connection",
                        "pct",
                        "proxmox_cluster",
                        guest.cluster(),
                        "proxmox_vmid",
                        (long) guest.vmid().value(),
                        "proxmox_vmtype",
                        "lxc",
                        "proxmox_node",
                        guest.node()));
    }

    private synchronized Inventory inventory() {
        if (inventory == null || time.nanos() - loaded > KEPT.toNanos()) {
            inventory = inventories.get();
            loaded = time.nanos();
        }
        return inventory;
    }
}
