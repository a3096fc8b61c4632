package dev.steward.runner.module.proxmox;

import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Positional;
import dev.steward.runner.module.Size;
import dev.steward.runner.module.Target;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.guest.Migration;
import dev.steward.runner.proxmox.estate.Guest;
import java.time.Duration;
import java.util.Optional;

/** {@code migrate}: moves a guest to another node of its Proxmox cluster. */
@ModuleInfo(
        name = "migrate",
        doc =
                "Moves a container or VM to another node: a running VM without a break, a running container with a restart."
                        + " What stands in the way is read first.",
        check = ModuleInfo.CheckMode.SIMULATES,
        local = true,
        returns = {
            @Returns(name = "node", type = Type.TEXT, doc = "Where it is now."),
            @Returns(name = "from", type = Type.TEXT, doc = "Where it was, where it was moved.")
        })
public final class MigrateModule extends ProxmoxModule<MigrateModule.Args> {

    private static final Duration USUAL = Duration.ofMinutes(30);
    private static final long KIBIBYTE = 1024;

    /** What it takes. */
    public record Args(
            @Positional @Doc("The node; the one with the most memory left where it may go, unless said.")
                    Optional<String> to,
            @Doc("The cluster, as it is called in steward.yml; that of the host, or the only one, unless said.")
                    Optional<String> cluster,
            @Doc("The guest's id; the guest that the host is, unless vmid or name is said.") Optional<Integer> vmid,
            @Doc("The guest's name, or its id as lxc/101.") Optional<String> name,
            @Doc("Whether a running container may be shut down here and started there.") boolean restart,
            @Doc("Whether the disks of a running VM that lie on its node alone are copied.") boolean withLocalDisks,
            @Doc("The storage over there for disks on one node alone, or pairs as a:b,c:d.")
                    Optional<String> targetStorage,
            @Doc("How much it may send a second.") Optional<Size> bwlimit,
            @Doc("How long it may take; 30.minutes unless said.") Optional<Duration> timeout) {}

    /** The module. */
    public MigrateModule() {
        super(Args.class);
    }

    @Override
    Outcome act(Args args, Target target) throws PveException, ActException, InterruptedException {
        Aim aim = new Aim(target);
        Acting acting = aim.cluster(args.cluster());
        Guest guest = aim.guest(acting, new Which(args.cluster(), args.vmid(), args.name(), Optional.empty()));
        Migration.How how = new Migration.How(
                args.to(),
                args.restart(),
                args.withLocalDisks(),
                args.targetStorage(),
                args.bwlimit().map(size -> size.bytes() / KIBIBYTE));
        Migration migration = new Migration(acting, Deeds.limit(args.timeout(), USUAL, target));
        return Deeds.outcome(migration.move(guest, how, target.check()), target);
    }
}
