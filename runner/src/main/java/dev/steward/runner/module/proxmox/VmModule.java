package dev.steward.runner.module.proxmox;

import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Sensitive;
import dev.steward.runner.module.Size;
import dev.steward.runner.module.Target;
import dev.steward.runner.proxmox.GuestKind;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.config.Wish;
import dev.steward.runner.proxmox.act.guest.Destroying;
import dev.steward.runner.proxmox.act.guest.Making;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code vm}: virtual machines of a Proxmox cluster. */
@ModuleInfo(
        name = "vm",
        doc =
                "Creates, clones, changes and destroys virtual machines of a Proxmox cluster. What is not said of an existing"
                        + " one stays as it is, parts of its network cards and disks too; disks grow and never shrink.",
        check = ModuleInfo.CheckMode.SIMULATES,
        local = true,
        returns = {
            @Returns(name = "vmid", type = Type.INTEGER, doc = "Its id."),
            @Returns(name = "node", type = Type.TEXT, doc = "Where it is."),
            @Returns(name = "name", type = Type.TEXT, doc = "Its name."),
            @Returns(name = "created", type = Type.FLAG, doc = "Whether it was made now."),
            @Returns(name = "settings", type = Type.TEXTS, doc = "The settings of an existing one that were changed."),
            @Returns(name = "pending", type = Type.TEXTS, doc = "The settings that wait for a restart of it."),
            @Returns(name = "restartRequired", type = Type.FLAG, doc = "Whether any setting waits for a restart of it.")
        })
public final class VmModule extends ProxmoxModule<VmModule.Args> {

    /** What it takes. */
    public record Args(
            @Doc("present (unless said), started, template (others are cloned from it) or absent.")
                    Optional<Provision.State> state,
            @Doc("The cluster, as it is called in steward.yml; that of the host, or the only one, unless said.")
                    Optional<String> cluster,
            @Doc("Its id; unless said the VM of that name, or a new one with the next free id.") Optional<Integer> vmid,
            @Doc("Its name.") Optional<String> name,
            @Doc("The node to make it on; the node that the host is, unless said. It is not moved: see migrate.")
                    Optional<String> node,
            @Doc("The VM or template it is a copy of, by id or name.") Optional<String> cloneOf,
            @Doc("Whether the copy has its own disks; a copy of a template shares them unless said.")
                    Optional<Boolean> full,
            @Doc("The snapshot that is copied instead of the present state.") Optional<String> snapname,
            @Doc("The storage of disks that name none.") Optional<String> storage,
            @Doc("The resource pool a new one joins.") Optional<String> pool,
            @Doc("The kind of its system, as l26 (Linux) or win11.") Optional<String> ostype,
            @Doc("Cores of each socket.") Optional<Integer> cores,
            @Doc("Sockets.") Optional<Integer> sockets,
            @Doc("The model of its processor, as host or x86-64-v2-AES.") Optional<Object> cpu,
            @Doc("Its memory.") Optional<Size> memory,
            @Doc("The memory it may be left with where memory is short; 0 takes the balloon away.")
                    Optional<Size> balloon,
            @Doc("Its machine type, as q35.") Optional<Object> machine,
            @Doc("seabios or ovmf.") Optional<String> bios,
            @Doc("Its SCSI controller, as virtio-scsi-single.") Optional<String> scsihw,
            @Doc("Its devices in the order it boots from them, as ['scsi0', 'net0'].") Optional<List<String>> boot,
            @Doc("Whether the guest agent runs in it: 1, or [enabled: 1, fstrim_cloned_disks: 1].")
                    Optional<Object> agent,
            @Doc(
                            "A disk: a size, or [storage: 'local-zfs', size: 32.GiB, discard: 'on', 'import-from': …], or as PVE writes"
                                    + " it.")
                    Optional<Object> scsi0,
            @Doc("As scsi0.") Optional<Object> scsi1,
            @Doc("As scsi0.") Optional<Object> scsi2,
            @Doc("As scsi0.") Optional<Object> scsi3,
            @Doc("As scsi0.") Optional<Object> virtio0,
            @Doc("As scsi0.") Optional<Object> virtio1,
            @Doc("An optical drive or disk: 'local:iso/debian.iso,media=cdrom', 'local-zfs:cloudinit'.")
                    Optional<Object> ide2,
            @Doc("A network card: [model: 'virtio', bridge: 'vmbr0', tag: 20]; virtio unless said.")
                    Optional<Object> net0,
            @Doc("As net0.") Optional<Object> net1,
            @Doc("As net0.") Optional<Object> net2,
            @Doc("As net0.") Optional<Object> net3,
            @Doc("Cloud-init: its user.") Optional<String> ciuser,
            @Doc("Cloud-init: the user's password in a new one; an existing one keeps its own.")
                    Optional<Sensitive> cipassword,
            @Doc("Cloud-init: public SSH keys of its user.") Optional<List<String>> sshKeys,
            @Doc("Cloud-init: addresses of net0, as [ip: '192.0.2.5/24', gw: '192.0.2.1'].") Optional<Object> ipconfig0,
            @Doc("Cloud-init: its name servers.") Optional<List<String>> nameserver,
            @Doc("Cloud-init: its search domain.") Optional<String> searchdomain,
            @Doc("Whether it starts with its node.") Optional<Boolean> onboot,
            @Doc("Its place among the others of its node: [order: 2, up: 30, down: 120]; seconds.")
                    Optional<Object> startup,
            @Doc("All of its tags.") Optional<List<String>> guestTags,
            @Doc("Whether PVE refuses to destroy it.") Optional<Boolean> protection,
            @Doc("Its notes.") Optional<String> description,
            @Doc("Any other settings, by their names in PVE.") Optional<Map<String, Object>> config,
            @Doc("Settings that shall not be there, by their names in PVE, as net1.") Optional<List<String>> delete,
            @Doc("With absent: its name once more; without it nothing is destroyed.") Optional<String> consent,
            @Doc("With absent: whether it may run; its plug is pulled then.") boolean force,
            @Doc("With absent: whether it goes from backup jobs, replication and HA too.") boolean purge,
            @Doc("How long each step may take; 30.minutes unless said.") Optional<Duration> timeout) {}

    private static final List<String> OWN = List.of(
            "name",
            "cores",
            "sockets",
            "cpu",
            "memory",
            "balloon",
            "machine",
            "bios",
            "ostype",
            "scsihw",
            "boot",
            "agent",
            "scsi0",
            "scsi1",
            "scsi2",
            "scsi3",
            "virtio0",
            "virtio1",
            "ide2",
            "net0",
            "net1",
            "net2",
            "net3",
            "ciuser",
            "cipassword",
            "sshkeys",
            "ipconfig0",
            "nameserver",
            "searchdomain",
            "onboot",
            "startup",
            "tags",
            "protection",
            "description");

    /** The module. */
    public VmModule() {
        super(Args.class);
    }

    @Override
    Outcome act(Args args, Target target) throws PveException, ActException, InterruptedException {
        Provision.State state = args.state().orElse(Provision.State.PRESENT);
        Provision.Origin origin = new Provision.Origin(
                Optional.empty(),
                args.cloneOf().map(source -> new Making.Copy(source, args.full(), args.storage(), args.snapname())),
                args.storage(),
                args.pool(),
                Map.of(),
                args.cipassword().map(secret -> Map.of("cipassword", secret)).orElse(Map.of()));
        return new Provision(GuestKind.QEMU, target)
                .carryOut(new Provision.Order(
                        new Provision.Who(args.cluster(), args.vmid(), args.name(), args.node()),
                        state,
                        origin,
                        kept(args, hardware(args)),
                        new Destroying.How(args.consent(), args.force(), args.purge()),
                        args.timeout()));
    }

    private static Said hardware(Args args) {
        return new Said()
                .text("name", args.name())
                .text("ostype", args.ostype())
                .number("cores", args.cores())
                .number("sockets", args.sockets())
                .parts("cpu", args.cpu(), "cputype")
                .mebibytes("memory", args.memory(), (key, mebibytes) -> Wish.memory(mebibytes))
                .mebibytes("balloon", args.balloon(), Wish::number)
                .parts("machine", args.machine(), "type")
                .text("bios", args.bios())
                .text("scsihw", args.scsihw())
                .with("boot", args.boot(), (key, devices) -> Wish.text(key, "order=" + String.join(";", devices)))
                .parts("agent", args.agent(), "enabled")
                .disk("scsi0", args.scsi0())
                .disk("scsi1", args.scsi1())
                .disk("scsi2", args.scsi2())
                .disk("scsi3", args.scsi3())
                .disk("virtio0", args.virtio0())
                .disk("virtio1", args.virtio1())
                .disk("ide2", args.ide2())
                .parts("net0", args.net0(), "model", Wish::card)
                .parts("net1", args.net1(), "model", Wish::card)
                .parts("net2", args.net2(), "model", Wish::card)
                .parts("net3", args.net3(), "model", Wish::card);
    }

    private static Said kept(Args args, Said said) {
        return said.text("ciuser", args.ciuser())
                .text("sshkeys", args.sshKeys().map(VmModule::keys))
                .parts("ipconfig0", args.ipconfig0(), "")
                .with("nameserver", args.nameserver(), Wish::words)
                .text("searchdomain", args.searchdomain())
                .flag("onboot", args.onboot())
                .parts("startup", args.startup(), "order")
                .with("tags", args.guestTags(), (key, tags) -> Wish.tags(tags))
                .flag("protection", args.protection())
                .text("description", args.description())
                .others(args.config(), OWN)
                .gone(args.delete());
    }

    /** PVE keeps the keys of cloud-init percent-encoded (PVE/QemuServer.pm, format urlencoded). */
    private static String keys(List<String> keys) {
        return URLEncoder.encode(String.join("\n", keys), StandardCharsets.UTF_8)
                .replace("+", "%20");
    }
}
