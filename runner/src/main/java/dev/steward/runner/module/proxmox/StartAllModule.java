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
import java.util.List;
import java.util.Optional;

/** {@code startAll}: starts the guests of a node of a Proxmox cluster, in PVE's order. */
@ModuleInfo(
        name = "startAll",
        doc =
                "Starts the guests of a node that start with it (onboot), one after the other in their order and with their"
                        + " delays, as Proxmox VE does. What HA keeps is left to it.",
        check = ModuleInfo.CheckMode.SIMULATES,
        local = true,
        returns = {
            @Returns(name = "started", type = Type.LIST, doc = "The ids of those that were started."),
            @Returns(name = "leftToHa", type = Type.LIST, doc = "The ids of those that HA keeps."),
            @Returns(name = "guests", type = Type.LIST, doc = "Of each guest: vmid, name, before, after, message.")
        })
public final class StartAllModule extends ProxmoxModule<StartAllModule.Args> {

    /** What it takes. */
    public record Args(
            @Doc("The cluster, as it is called in steward.yml; that of the host, or the only one, unless said.")
                    Optional<String> cluster,
            @Doc("The node; the one that the host is, unless said.") Optional<String> node,
            @Doc("Only these, by id or name, whether they start with the node or not; as the stopped of a stopAll.")
                    Optional<List<String>> guests,
            @Doc("All but these, by id or name.") Optional<List<String>> except,
            @Doc("Whether those too that do not start with the node.") boolean force) {}

    /** The module. */
    public StartAllModule() {
        super(Args.class);
    }

    @Override
    Outcome act(Args args, Target target) throws PveException, ActException, InterruptedException {
        Aim aim = new Aim(target);
        Acting acting = aim.cluster(args.cluster());
        String node = aim.node(acting.guestView(), args.node()).name();
        InOrder.Scope scope = new AllGuests(args.guests(), args.except(), Optional.empty()).scope(acting, node);
        return Deeds.outcome(new InOrder(acting).start(scope, args.force(), target.check()), target);
    }
}
