package dev.steward.runner.module.proxmox;

import dev.steward.runner.connection.Command;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.Result;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.cluster.Maintenance;
import java.time.Duration;
import java.util.Optional;

/** {@code nodeMaintenance}: the maintenance mode of HA for a node of a Proxmox cluster. */
@ModuleInfo(
        name = "nodeMaintenance",
        doc =
                "Takes a node into the maintenance mode of HA, which moves the guests it keeps there away, or out of it, after"
                        + " which they come back. Waits until it is so. Its host is a node of the cluster, and it needs root there:"
                        + " Proxmox VE has a command for this and no call of its API.",
        check = ModuleInfo.CheckMode.SIMULATES)
public final class NodeMaintenanceModule extends ProxmoxModule<NodeMaintenanceModule.Args> {

    private static final Duration USUAL = Duration.ofMinutes(30);

    /** What it takes. */
    public record Args(
            @Doc("enabled or disabled.") State state,
            @Doc("The cluster, as it is called in steward.yml; that of the host, or the only one, unless said.")
                    Optional<String> cluster,
            @Doc("The node; the one that the host is, unless said.") Optional<String> node,
            @Doc("How long HA may take; 30.minutes unless said.") Optional<Duration> timeout) {}

    /** Whether it is under maintenance. */
    public enum State {
        ENABLED,
        DISABLED
    }

    /** The module. */
    public NodeMaintenanceModule() {
        super(Args.class);
    }

    @Override
    Outcome act(Args args, Target target) throws PveException, ActException, ConnectionException, InterruptedException {
        Aim aim = new Aim(target);
        Acting acting = aim.cluster(args.cluster());
        String node = aim.node(acting.guestView(), args.node()).name();
        boolean on = args.state() == State.ENABLED;
        Maintenance maintenance = new Maintenance(acting, Deeds.limit(args.timeout(), USUAL, target));
        Maintenance.Order<ConnectionException> order = () -> ordered(target, node, on);
        return Deeds.outcome(maintenance.set(node, on, order, target.check()), target);
    }

    private static void ordered(Target target, String node, boolean on)
            throws ConnectionException, ActException, InterruptedException {
        String[] words = {"/usr/sbin/ha-manager", "crm-command", "node-maintenance", on ? "enable" : "disable", node};
        Result result = target.run(Command.argv(words));
        if (!result.good()) {
            throw new ActException(
                    "'" + String.join(" ", words) + "' on " + target.host().name() + " failed: "
                            + result.err().strip() + "; it needs root (become()) on a node of the cluster");
        }
    }
}
