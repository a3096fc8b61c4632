package dev.steward.runner.collect;

import dev.steward.runner.proxmox.GuestKind;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.estate.Address;
import dev.steward.runner.proxmox.estate.Addresses;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.text.Disk;
import dev.steward.runner.proxmox.text.Features;
import dev.steward.runner.proxmox.text.LxcConfig;
import dev.steward.runner.proxmox.text.Mount;
import dev.steward.runner.proxmox.text.Net;
import dev.steward.runner.proxmox.text.QemuConfig;
import dev.steward.runner.proxmox.text.Volume;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The documents of containers and VMs. The fields that other collectors know come first and have their names, as
 * {@code lxc_id}, {@code cpu_cores}, {@code memory_mb}; what is parsed out of them comes beside them.
 */
final class GuestDocuments {

    /** Settings that hold secrets; PVE shows the first as stars itself. */
    private static final Set<String> SECRET = Set.of("cipassword", "env");

    private static final String MASK = "***";

    private GuestDocuments() {}

    /** What describes a guest. */
    static Map<String, Object> facts(Guest guest, PveFields config) {
        return guest.kind() == GuestKind.LXC ? container(guest, config) : machine(guest, config);
    }

    private static Map<String, Object> container(Guest guest, PveFields said) {
        LxcConfig config = LxcConfig.of(said);
        return named(guest, "lxc_id")
                .with("cpu_cores", config.cores())
                .with("memory_mb", config.memory())
                .as(said, "rootfs")
                .with("swap_mb", config.swap())
                .as(said, "net0")
                .as(said, "ostype")
                .as(said, "arch")
                .with("hostname", config.hostname())
                .as(said, "searchdomain")
                .as(said, "nameserver")
                .as(said, "features")
                .with("unprivileged", config.unprivileged())
                .with("protection", config.protection())
                .as(said, "tags")
                .as(said, "timezone")
                .with("tag_list", guest.tags())
                .with("onboot", config.onboot())
                .with(
                        "networks",
                        config.nets().stream().map(GuestDocuments::net).toList())
                .with("feature_flags", features(config.features()))
                .with("rootfs_size", config.rootfs().flatMap(root -> known(root.size())))
                .with(
                        "mounts",
                        config.mounts().stream().map(GuestDocuments::mount).toList())
                .with("config", config(said))
                .map();
    }

    private static Map<String, Object> machine(Guest guest, PveFields said) {
        QemuConfig config = QemuConfig.of(said);
        return named(guest, "qemu_id")
                .with("cpu_cores", config.cpus())
                .with("memory_mb", config.memory())
                .as(said, "ostype")
                .as(said, "vmgenid")
                // on, where nothing is said (PVE/QemuServer.pm: kvm)
                .with("kvm", Fields.flag(said.bool("kvm").orElse(true)))
                .as(said, "boot")
                .with("cpu", said.text("cpu"))
                .with("sockets", config.sockets())
                .with("cores", config.cores())
                .with("boot_order", config.boot())
                .with("agent", config.agent().enabled())
                .with("protection", config.protection())
                .as(said, "tags")
                .with("tag_list", guest.tags())
                .with("onboot", config.onboot())
                .with(
                        "networks",
                        config.nets().stream().map(GuestDocuments::net).toList())
                .with("disks", config.disks().stream().map(GuestDocuments::disk).toList())
                .with("config", config(said))
                .map();
    }

    /** What is known of a guest whose configuration cannot be read, and never was. */
    static Map<String, Object> unread(Guest guest) {
        return named(guest, guest.kind().word() + "_id")
                .with("tag_list", guest.tags())
                .map();
    }

    private static Fields named(Guest guest, String id) {
        return new Fields()
                .with("name", guest.name())
                .with(id, guest.id())
                .with("vmid", guest.vmid().value())
                .with("node", guest.node());
    }

    private static Map<String, Object> config(PveFields said) {
        Map<String, Object> all = Fields.sorted(said);
        all.replaceAll((key, value) -> SECRET.contains(key) ? MASK : value);
        return all;
    }

    private static Map<String, Object> net(Net net) {
        return new Fields()
                .with("key", net.key())
                .with("interface", net.name())
                .with("model", net.model())
                .with("bridge", net.bridge())
                .with("ip", net.ip())
                .with("gateway", net.gateway())
                .with("ip6", net.ip6())
                .with("gateway6", net.gateway6())
                .with("mac", net.mac())
                .with("vlan", net.vlan())
                .with("firewall", net.firewall())
                .with("link_down", net.linkDown())
                .map();
    }

    private static Map<String, Object> features(Features features) {
        return new Fields()
                .with("nesting", features.nesting())
                .with("keyctl", features.keyctl())
                .with("fuse", features.fuse())
                .with("mknod", features.mknod())
                .with("mount", features.mount())
                .map();
    }

    private static Map<String, Object> mount(Mount mount) {
        return volume(mount.key(), mount.volume())
                .with("path", mount.path())
                .with("size", mount.size())
                .with("backup", mount.backup())
                .with("read_only", mount.readOnly())
                .with("shared", mount.shared())
                .map();
    }

    private static Map<String, Object> disk(Disk disk) {
        return volume(disk.key(), disk.volume())
                .with("bus", disk.bus())
                .with("size", disk.size())
                .with("cdrom", disk.cdrom())
                .with("iothread", disk.iothread())
                .with("discard", disk.discard())
                .with("ssd", disk.ssd())
                .with("backup", disk.backup())
                .map();
    }

    private static Fields volume(String key, Volume volume) {
        return new Fields().with("key", key).with("volume", volume.text()).with("storage", volume.storage());
    }

    private static Optional<Long> known(OptionalLong size) {
        return size.isPresent() ? Optional.of(size.getAsLong()) : Optional.empty();
    }

    /**
     * What moves.
     *
     * @param status running, stopped, paused, or unknown
     */
    static Map<String, Object> readings(Guest guest, String status, Addresses addresses) {
        Fields fields = new Fields()
                .with("status", status)
                .with("uptime", guest.load().uptime().toSeconds())
                .with("cpu_usage", guest.load().cpu())
                .with("maxcpu", guest.load().processors())
                .with("memory_used", guest.load().memory())
                .with("maxmem", guest.load().memoryLimit())
                .with("maxdisk", guest.load().diskLimit())
                .with("netin", guest.traffic().received())
                .with("netout", guest.traffic().sent())
                .with("diskread", guest.traffic().read())
                .with("diskwrite", guest.traffic().written())
                .with("template", guest.template())
                .with("pool", guest.pool())
                .with("lock", guest.lock())
                .with("ha_state", guest.haState())
                .with("primary_ip", addresses.best())
                .with("addresses", addresses.all().stream().map(Address::ip).toList());
        if (guest.kind() == GuestKind.LXC) {
            fields.with("rootfs_used", guest.load().disk());
        }
        return fields.map();
    }
}
