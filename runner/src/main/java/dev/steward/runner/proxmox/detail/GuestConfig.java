package dev.steward.runner.proxmox.detail;

import dev.steward.runner.proxmox.GuestKind;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.text.Disk;
import dev.steward.runner.proxmox.text.LxcConfig;
import dev.steward.runner.proxmox.text.Mount;
import dev.steward.runner.proxmox.text.Net;
import dev.steward.runner.proxmox.text.QemuConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The configuration of a container or VM, as far as a page shows it.
 *
 * @param os {@code ostype}: what it was made as, which is not always what runs in it
 * @param cores 0: all of the node
 * @param memory in MiB
 * @param swap in MiB; containers only
 * @param nets its cards
 * @param disks its disks and mount points
 * @param features what a container may do beyond the usual, as written; may be empty
 * @param agent whether PVE may ask the agent of a VM
 * @param boot devices of a VM in order
 * @param traits as onboot, protection, unprivileged
 * @param description what people wrote; may be empty
 */
public record GuestConfig(
        String os,
        int cores,
        Optional<Integer> memory,
        Optional<Integer> swap,
        List<Net> nets,
        List<Part> disks,
        String features,
        boolean agent,
        List<String> boot,
        List<String> traits,
        String description) {

    /**
     * A disk or mount point.
     *
     * @param key rootfs, mp0, scsi0 …
     * @param volume what it is kept in
     * @param path inside a container; empty: a VM
     * @param size bytes
     * @param traits as ro, "not in backups", cdrom
     */
    public record Part(String key, String volume, String path, Optional<Long> size, List<String> traits) {}

    static GuestConfig of(GuestKind kind, PveFields config) {
        return kind == GuestKind.LXC ? of(LxcConfig.of(config)) : of(QemuConfig.of(config));
    }

    private static GuestConfig of(LxcConfig config) {
        List<String> traits =
                traits(config.onboot(), config.protection(), config.startup().toString());
        traits.add(config.unprivileged() ? "unprivileged" : "privileged");
        return new GuestConfig(
                config.all().text("ostype", ""),
                config.cores().orElse(0),
                number(config.memory()),
                number(config.swap()),
                config.nets(),
                Stream.concat(config.rootfs().stream(), config.mounts().stream())
                        .map(GuestConfig::part)
                        .toList(),
                config.all().text("features", ""),
                false,
                List.of(),
                List.copyOf(traits),
                config.all().text("description", "").strip());
    }

    private static GuestConfig of(QemuConfig config) {
        return new GuestConfig(
                config.all().text("ostype", ""),
                config.cpus(),
                number(config.memory()),
                Optional.empty(),
                config.nets(),
                config.disks().stream().map(GuestConfig::part).toList(),
                "",
                config.agent().enabled(),
                config.boot(),
                List.copyOf(traits(
                        config.onboot(), config.protection(), config.startup().toString())),
                config.all().text("description", "").strip());
    }

    private static List<String> traits(boolean onboot, boolean protection, String startup) {
        List<String> traits = new ArrayList<>();
        traits.add(onboot ? "starts with its node" : "does not start with its node");
        if (protection) {
            traits.add("protected from removal");
        }
        if (!startup.isEmpty()) {
            traits.add("startup " + startup);
        }
        return traits;
    }

    private static Part part(Mount mount) {
        List<String> traits = new ArrayList<>();
        if (mount.bind()) {
            traits.add("directory of the node");
        }
        if (mount.readOnly()) {
            traits.add("read only");
        }
        if (!mount.backup()) {
            traits.add("not in backups");
        }
        return new Part(mount.key(), mount.volume().text(), mount.path(), bytes(mount.size()), traits);
    }

    private static Part part(Disk disk) {
        List<String> traits = new ArrayList<>();
        if (disk.cdrom()) {
            traits.add("optical drive");
        }
        if (!disk.backup()) {
            traits.add("not in backups");
        }
        return new Part(disk.key(), disk.volume().text(), "", bytes(disk.size()), traits);
    }

    private static Optional<Integer> number(OptionalInt number) {
        return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
    }

    private static Optional<Long> bytes(OptionalLong bytes) {
        return bytes.isPresent() ? Optional.of(bytes.getAsLong()) : Optional.empty();
    }
}
