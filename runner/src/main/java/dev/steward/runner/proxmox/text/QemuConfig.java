package dev.steward.runner.proxmox.text;

import dev.steward.runner.proxmox.PveFields;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The configuration of a VM, the parts of it this product knows.
 *
 * @param name of the VM
 * @param sockets of CPUs
 * @param cores per socket
 * @param memory in MiB
 * @param disks with optical drives, in the order of bus and number
 * @param nets net0 …, in the order of their numbers
 * @param boot devices in order
 * @param agent whether PVE may ask the guest agent
 * @param protection whether removing it is refused
 * @param onboot whether it starts with its node
 * @param startup its place among the others
 * @param tags each once
 * @param digest for the next change
 * @param all of it, also what is not named here
 */
public record QemuConfig(
        Optional<String> name,
        int sockets,
        int cores,
        OptionalInt memory,
        List<Disk> disks,
        List<Net> nets,
        List<String> boot,
        Agent agent,
        boolean protection,
        boolean onboot,
        Startup startup,
        List<String> tags,
        Optional<String> digest,
        PveFields all) {

    private static final String DISK = "(ide|sata|scsi|virtio|efidisk|tpmstate)\\d+";

    /** Reads the answer to {@code GET /nodes/N/qemu/ID/config}. */
    public static QemuConfig of(PveFields config) {
        return new QemuConfig(
                config.text("name"),
                config.count("sockets").orElse(1),
                config.count("cores").orElse(1),
                memory(config),
                Keys.all(config, DISK, Disk::parse),
                Keys.all(config, "net\\d+", Net::parse),
                Boot.order(config.text("boot", "")),
                Agent.parse(config.text("agent", "")),
                config.flag("protection"),
                config.flag("onboot"),
                Startup.parse(config.text("startup", "")),
                Tags.parse(config.text("tags", "")),
                config.text("digest"),
                config);
    }

    /** CPUs the guest sees. */
    public int cpus() {
        return sockets * cores;
    }

    /** Since PVE 8.1 it is a property string with the default key {@code current}. */
    private static OptionalInt memory(PveFields config) {
        return PropertyString.parse(config.text("memory", ""))
                .bareOr("current")
                .filter(digits -> digits.matches("\\d{1,9}"))
                .map(Integer::parseInt)
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }
}
