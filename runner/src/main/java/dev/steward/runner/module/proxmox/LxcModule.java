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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code lxc}: containers of a Proxmox cluster. */
@ModuleInfo(
        name = "lxc",
        doc =
                "Creates, clones, changes and destroys containers of a Proxmox cluster. What is not said of an existing one"
                        + " stays as it is, parts of its network cards and disks too; disks grow and never shrink.",
        check = ModuleInfo.CheckMode.SIMULATES,
        local = true,
        returns = {
            @Returns(name = "vmid", type = Type.INTEGER, doc = "Its id."),
            @Returns(name = "node", type = Type.TEXT, doc = "Where it is."),
            @Returns(name = "name", type = Type.TEXT, doc = "Its host name."),
            @Returns(name = "created", type = Type.FLAG, doc = "Whether it was made now."),
            @Returns(name = "settings", type = Type.TEXTS, doc = "The settings of an existing one that were changed."),
            @Returns(name = "pending", type = Type.TEXTS, doc = "The settings that wait for a restart of it."),
            @Returns(name = "restartRequired", type = Type.FLAG, doc = "Whether any setting waits for a restart of it.")
        })
public final class LxcModule extends ProxmoxModule<LxcModule.Args> {

    /** What it takes. */
    public record Args(
            @Doc("present (unless said), started, template (others are cloned from it) or absent.")
                    Optional<Provision.State> state,
            @Doc("The cluster, as it is called in steward.yml; that of the host, or the only one, unless said.")
                    Optional<String> cluster,
            @Doc("Its id; unless said the container called hostname, or a new one with the next free id.")
                    Optional<Integer> vmid,
            @Doc("Its host name.") Optional<String> hostname,
            @Doc("The node to make it on; the node that the host is, unless said. It is not moved: see migrate.")
                    Optional<String> node,
            @Doc("The archive it is made of, as 'local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst'.")
                    Optional<String> template,
            @Doc("The container or template it is a copy of, by id or name.") Optional<String> cloneOf,
            @Doc("Whether the copy has its own disks; a copy of a template shares them unless said.")
                    Optional<Boolean> full,
            @Doc("The snapshot that is copied instead of the present state.") Optional<String> snapname,
            @Doc("The storage of disks that name none.") Optional<String> storage,
            @Doc("The resource pool a new one joins.") Optional<String> pool,
            @Doc("Root's password in a new one; an existing one keeps its own.") Optional<Sensitive> password,
            @Doc("Public SSH keys of root in a new one, one a line.") Optional<List<String>> sshKeys,
            @Doc("Whether root in it is nobody on the node; a new one is, unless said. Cannot be changed later.")
                    Optional<Boolean> unprivileged,
            @Doc("The family of its system, as debian; found in the archive unless said.") Optional<String> ostype,
            @Doc("How many cores it may use.") Optional<Integer> cores,
            @Doc("How much processor time it may use, in cores as 1.5.") Optional<Double> cpulimit,
            @Doc("Its share where processors are short.") Optional<Integer> cpuunits,
            @Doc("Its memory.") Optional<Size> memory,
            @Doc("Its swap.") Optional<Size> swap,
            @Doc(
                            "Its root file system: a size, or [storage: 'local-zfs', size: 16.GiB, mountoptions: 'noatime'], or as PVE"
                                    + " writes it.")
                    Optional<Object> rootfs,
            @Doc("A mount point: [storage:, size:, mp: '/srv'], or a directory of the node '/srv,mp=/srv'.")
                    Optional<Object> mp0,
            @Doc("As mp0.") Optional<Object> mp1,
            @Doc("As mp0.") Optional<Object> mp2,
            @Doc("As mp0.") Optional<Object> mp3,
            @Doc("A network card: [name: 'eth0', bridge: 'vmbr0', ip: '192.0.2.5/24', gw: '192.0.2.1'].")
                    Optional<Object> net0,
            @Doc("As net0.") Optional<Object> net1,
            @Doc("As net0.") Optional<Object> net2,
            @Doc("As net0.") Optional<Object> net3,
            @Doc("What it may do beyond the usual: [nesting: 1, keyctl: 1]. All but nesting need root's password, no"
                            + " token.")
                    Optional<Object> features,
            @Doc("Its name servers.") Optional<List<String>> nameserver,
            @Doc("Its search domain.") Optional<String> searchdomain,
            @Doc("Whether it starts with its node.") Optional<Boolean> onboot,
            @Doc("Its place among the others of its node: [order: 2, up: 30, down: 120]; seconds.")
                    Optional<Object> startup,
            @Doc("All of its tags.") Optional<List<String>> guestTags,
            @Doc("Whether PVE refuses to destroy it.") Optional<Boolean> protection,
            @Doc("Its notes.") Optional<String> description,
            @Doc("Its time zone, as Europe/Berlin, or host.") Optional<String> timezone,
            @Doc("Any other settings, by their names in PVE.") Optional<Map<String, Object>> config,
            @Doc("Settings that shall not be there, by their names in PVE, as net1.") Optional<List<String>> delete,
            @Doc("With absent: its name once more; without it nothing is destroyed.") Optional<String> consent,
            @Doc("With absent: whether it may run; its plug is pulled then.") boolean force,
            @Doc("With absent: whether it goes from backup jobs, replication and HA too.") boolean purge,
            @Doc("How long each step may take; 30.minutes unless said.") Optional<Duration> timeout) {}

    private static final List<String> OWN = List.of(
            "hostname",
            "cores",
            "cpulimit",
            "cpuunits",
            "memory",
            "swap",
            "rootfs",
            "features",
            "nameserver",
            "searchdomain",
            "onboot",
            "startup",
            "tags",
            "protection",
            "description",
            "timezone",
            "unprivileged",
            "ostype",
            "mp0",
            "mp1",
            "mp2",
            "mp3",
            "net0",
            "net1",
            "net2",
            "net3");

    /** The module. */
    public LxcModule() {
        super(Args.class);
    }

    @Override
    Outcome act(Args args, Target target) throws PveException, ActException, InterruptedException {
        Provision.State state = args.state().orElse(Provision.State.PRESENT);
        return new Provision(GuestKind.LXC, target)
                .carryOut(new Provision.Order(
                        new Provision.Who(args.cluster(), args.vmid(), args.hostname(), args.node()),
                        state,
                        origin(args),
                        said(args),
                        new Destroying.How(args.consent(), args.force(), args.purge()),
                        args.timeout()));
    }

    private static Provision.Origin origin(Args args) {
        Map<String, Object> settings = Provision.settings(
                "unprivileged",
                args.unprivileged(),
                "ostype",
                args.ostype(),
                "ssh-public-keys",
                args.sshKeys().map(keys -> String.join("\n", keys)));
        return new Provision.Origin(
                args.template(),
                args.cloneOf().map(source -> new Making.Copy(source, args.full(), args.storage(), args.snapname())),
                args.storage(),
                args.pool(),
                settings,
                args.password().map(secret -> Map.of("password", secret)).orElse(Map.of()));
    }

    private static Said said(Args args) {
        return new Said()
                .text("hostname", args.hostname())
                .number("cores", args.cores())
                .number("cpulimit", args.cpulimit())
                .number("cpuunits", args.cpuunits())
                .mebibytes("memory", args.memory(), Wish::number)
                .mebibytes("swap", args.swap(), Wish::number)
                .disk("rootfs", args.rootfs())
                .disk("mp0", args.mp0())
                .disk("mp1", args.mp1())
                .disk("mp2", args.mp2())
                .disk("mp3", args.mp3())
                .parts("net0", args.net0(), "", Wish::veth)
                .parts("net1", args.net1(), "", Wish::veth)
                .parts("net2", args.net2(), "", Wish::veth)
                .parts("net3", args.net3(), "", Wish::veth)
                .parts("features", args.features(), "", (key, parts) -> Wish.features(parts))
                .with("nameserver", args.nameserver(), Wish::words)
                .text("searchdomain", args.searchdomain())
                .flag("onboot", args.onboot())
                .parts("startup", args.startup(), "order")
                .with("tags", args.guestTags(), (key, tags) -> Wish.tags(tags))
                .flag("protection", args.protection())
                .text("description", args.description())
                .text("timezone", args.timezone())
                .others(args.config(), OWN)
                .gone(args.delete());
    }
}
