package dev.steward.runner.lab.pve.demo;

import dev.steward.runner.lab.host.DemoEstate;
import dev.steward.runner.lab.host.HostSpec;
import dev.steward.runner.lab.pve.GuestSpec;
import dev.steward.runner.lab.pve.LabBuilder;
import dev.steward.runner.lab.pve.state.HaResource;
import dev.steward.runner.lab.pve.state.Pool;
import dev.steward.runner.lab.pve.state.PveCluster;
import dev.steward.runner.lab.pve.state.Store;
import dev.steward.runner.lab.pve.tool.DemoShell;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the demo's cluster has: the hosts that are reached by SSH, some that are reached through their node or their agent alone,
 * and some that are to be left alone. Addresses are of TEST-NET-1 (RFC 5737), which nobody has.
 */
final class DemoGuests {

    private static final long GIB = 1L << 30;
    private static final List<String> UPDATES =
            List.of("base-files 12.4+deb12u8", "libssl3 3.0.15-1~deb12u1", "openssl 3.0.15-1~deb12u1 libssl3");

    private DemoGuests() {}

    /** The machine of a node. */
    static HostSpec node(String name) {
        return new HostSpec(
                name,
                HostSpec.Kind.VM,
                Duration.ofSeconds(60),
                List.of("pveproxy", "pvedaemon", "pve-cluster"),
                List.of("pve-manager 9.2.10", "proxmox-kernel-6.14 6.14.11-3"),
                List.of("pve-manager 9.2.11", "!proxmox-kernel-6.14 6.14.11-4"),
                false);
    }

    private static HostSpec bare(String name, HostSpec.Kind kind, String unit) {
        return new HostSpec(
                name, kind, Duration.ofSeconds(8), List.of(unit), List.of(unit + " 1.4.2-1"), UPDATES, false);
    }

    static void describe(LabBuilder builder, DemoEstate estate) {
        Placing place = new Placing(builder, estate);
        place.container(101, "dns-1", "pve1", "dns;prod");
        place.container(102, "dns-2", "pve2", "dns;prod");
        place.container(103, "proxy-1", "pve1", "prod;web");
        place.container(104, "metrics-1", "pve2", "monitoring");
        place.container(105, "backup-1", "pve2", "");
        place.machine(201, "media-vm", "pve1", 4096);
        place.machine(202, "arr-vm", "pve2", 2048);
        place.machine(203, "downloads-vm", "pve1", 2048);
        place.machine(204, "apps-vm", "pve2", 8192);
        withoutDoor(place);
        leftAlone(place);
        builder.storage(new Store(
                        "tank",
                        "nfs",
                        "/mnt/pve/tank",
                        "images,rootdir,backup,iso,vztmpl",
                        true,
                        4096 * GIB,
                        1730 * GIB,
                        List.of()))
                .also(DemoGuests::order);
    }

    /* No sshd, no address needed: through pct on the node, or through the guest agent. */
    private static void withoutDoor(Placing place) {
        place.inner(106, "wiki-1", "pve1", "prod;web", guest -> guest.set("memory", 512));
        place.inner(107, "git-1", "pve2", "prod", guest -> guest.set("memory", 1024));
        place.inner(205, "cloud-vm", "pve1", "docker", guest -> guest.set("memory", "4096"));
    }

    /* What a round of updates leaves as it is, and what moves while one looks. */
    private static void leftAlone(Placing place) {
        place.inner(110, "vault-1", "pve1", "no-auto", guest -> guest.set("protection", 1));
        place.inner(210, "lab-vm", "pve1", "test", guest -> guest.set("scsi0", "tank:210/vm-210-disk-0.qcow2,size=8G"));
        place.builder.lxc(
                111, "old-shop", guest -> guest.node("pve2").tags("retired").set("net0", card(111)));
        place.builder.qemu(9000, "debian-12-template", guest -> guest.node("pve1")
                .set("template", 1)
                .set("net0", card(9000)));
    }

    private static String card(int vmid) {
        return "name=eth0,bridge=vmbr0,ip=" + address(vmid) + "/24,gw=192.0.2.1";
    }

    static String address(int vmid) {
        return "192.0.2." + (vmid < 200 ? vmid - 90 : vmid < 1000 ? vmid - 100 : 250);
    }

    private static void order(PveCluster cluster) {
        pool(cluster, "infrastructure", "DNS, proxy, monitoring", List.of(101, 102, 103, 104, 105));
        pool(cluster, "apps", "What people use", List.of(106, 107, 201, 202, 203, 204, 205));
        for (String sid : List.of("vm:204", "ct:101")) {
            HaResource kept = new HaResource(sid, "started");
            kept.state("started");
            cluster.services().put(sid, kept);
        }
        for (int vmid : List.of(101, 102, 103)) {
            cluster.guests().get(vmid).config().put("onboot", 1);
            cluster.guests().get(vmid).config().put("startup", "order=" + (vmid - 100) + ",up=5");
        }
    }

    private static void pool(PveCluster cluster, String id, String comment, List<Integer> guests) {
        Pool pool = new Pool(id);
        pool.comment(comment);
        pool.guests().addAll(guests);
        cluster.pools().put(id, pool);
    }

    /** Puts hosts into guests. */
    private record Placing(LabBuilder builder, DemoEstate estate) {

        void container(int vmid, String name, String node, String tags) {
            builder.lxc(vmid, name, running(vmid, node, tags, guest -> guest.set("memory", 1024)
                    .inside(new DemoShell(estate.host(name)))));
        }

        void machine(int vmid, String name, String node, int mib) {
            builder.qemu(vmid, name, running(vmid, node, "docker", guest -> guest.set("memory", mib)
                    .set("cores", 4)
                    .inside(new DemoShell(estate.host(name)))));
        }

        void inner(int vmid, String name, String node, String tags, Consumer<GuestSpec> more) {
            boolean container = vmid < 200;
            HostSpec spec = container
                    ? bare(name, HostSpec.Kind.CONTAINER, "nginx")
                    : bare(name, HostSpec.Kind.VM, "qemu-guest-agent");
            DemoShell shell = new DemoShell(estate.doorless(spec));
            Consumer<GuestSpec> all = running(vmid, node, tags, more.andThen(guest -> guest.inside(shell)));
            if (container) {
                builder.lxc(vmid, name, all);
            } else {
                builder.qemu(vmid, name, all);
            }
        }

        private Consumer<GuestSpec> running(int vmid, String node, String tags, Consumer<GuestSpec> more) {
            Consumer<GuestSpec> base = guest -> {
                guest.node(node)
                        .running(Duration.ofHours(3 + vmid % 40))
                        .tags(tags)
                        .set("net0", card(vmid));
                guest.boots(Duration.ofSeconds(2)).shutsDownIn(Duration.ofSeconds(2));
                if (vmid >= 200) {
                    guest.set("net0", "virtio=BC:24:11:00:00:" + String.format("%02X", vmid % 256) + ",bridge=vmbr0")
                            .set("ipconfig0", "ip=" + address(vmid) + "/24,gw=192.0.2.1");
                }
            };
            return base.andThen(more);
        }
    }
}
