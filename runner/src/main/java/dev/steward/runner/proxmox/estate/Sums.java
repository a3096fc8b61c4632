package dev.steward.runner.proxmox.estate;

import dev.steward.runner.proxmox.GuestKind;
import java.util.Collection;

/**
 * What guests use and may use together. Templates are counted among the guests and use nothing.
 *
 * @param guests how many
 * @param running how many of them run
 * @param containers how many are containers; the others are VMs
 * @param processors in use, in processors
 * @param processorLimit that those that run may use
 * @param memory bytes in use
 * @param memoryLimit bytes that those that run may use
 * @param disk bytes in use; VMs count nothing here, PVE does not see into their disks
 * @param diskLimit bytes of all their root disks, running or not
 */
public record Sums(
        int guests,
        int running,
        int containers,
        double processors,
        double processorLimit,
        long memory,
        long memoryLimit,
        long disk,
        long diskLimit) {

    /** No guest. */
    public static final Sums NONE = new Sums(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** The sums over guests. */
    public static Sums of(Collection<Guest> guests) {
        return guests.stream().map(Sums::of).reduce(NONE, Sums::plus);
    }

    private static Sums of(Guest guest) {
        Load load = guest.load();
        boolean runs = guest.running();
        return new Sums(
                1,
                runs ? 1 : 0,
                guest.kind() == GuestKind.LXC ? 1 : 0,
                runs ? load.cpu() * load.processors() : 0,
                runs ? load.processors() : 0,
                runs ? load.memory() : 0,
                runs ? load.memoryLimit() : 0,
                load.disk(),
                load.diskLimit());
    }

    /** Both together. */
    public Sums plus(Sums other) {
        return new Sums(
                guests + other.guests,
                running + other.running,
                containers + other.containers,
                processors + other.processors,
                processorLimit + other.processorLimit,
                memory + other.memory,
                memoryLimit + other.memoryLimit,
                disk + other.disk,
                diskLimit + other.diskLimit);
    }
}
