package dev.steward.runner.module.proxmox;

import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.cluster.InOrder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code stopAll}: shuts the guests of a node of a Proxmox cluster down, in PVE's order. */
@ModuleInfo(
        name = "stopAll",
        doc =
                "Shuts the guests of a node down in the order in which Proxmox VE does: those that start last first, those of"
                        + " one order side by side. What HA keeps is left to it, as Proxmox VE does.",
        check = ModuleInfo.CheckMode.SIMULATES,
        local = true,
        returns = {
            @Returns(
                    name = "stopped",
                    type = Type.LIST,
                    doc = "The ids of those that were shut down, for startAll guests."),
            @Returns(name = "leftToHa", type = Type.LIST, doc = "The ids of those that HA keeps."),
            @Returns(name = "guests", type = Type.LIST, doc = "Of each guest: vmid, name, before, after, message.")
        })
public final class StopAllModule extends ProxmoxModule<StopAllModule.Args> {

    /** What it takes. */
    public record Args(
            @Doc("The cluster, as it is called in steward.yml; that of the host, or the only one, unless said.")
                    Optional<String> cluster,
            @Doc("The node; the one that the host is, unless said.") Optional<String> node,
            @Doc("Only these, by id or name.") Optional<List<String>> guests,
            @Doc("All but these, by id or name.") Optional<List<String>> except,
            @Doc("How long a guest may take whose startup setting has no down=; 180.seconds unless said.")
                    Optional<Duration> timeout,
            @Doc("Whether a guest that does not go in time is stopped hard; true unless said, as Proxmox VE does.")
                    Optional<Boolean> force,
            @Doc("How many guests at a time; max_workers of the cluster, or 4, unless said.")
                    Optional<Integer> workers) {}

    /** The module. */
    public StopAllModule() {
        super(Args.class);
    }

    @Override
    Outcome act(Args args, Target target) throws PveException, ActException, InterruptedException {
        Aim aim = new Aim(target);
        Acting acting = aim.cluster(args.cluster());
        String node = aim.node(acting.guestView(), args.node()).name();
        InOrder.Scope scope = new AllGuests(args.guests(), args.except(), args.workers()).scope(acting, node);
        return Deeds.outcome(
                new InOrder(acting).stop(scope, args.timeout(), args.force().orElse(true), target.check()), target);
    }
}
