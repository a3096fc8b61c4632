package dev.steward.runner.module.proxmox;

import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.Deed;
import dev.steward.runner.proxmox.act.HouseRules;
import dev.steward.runner.proxmox.act.power.NodePower;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.View;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** {@code node}: shuts down, reboots and wakes nodes of a Proxmox cluster. */
@ModuleInfo(
        name = "node",
        doc =
                "Shuts down, reboots or wakes a node of a Proxmox cluster, and waits until the cluster shows it. PVE shuts the"
                        + " node's guests down first. A node without which the cluster would lose its quorum is refused.",
        check = ModuleInfo.CheckMode.SIMULATES,
        local = true)
public final class NodeModule extends ProxmoxModule<NodeModule.Args> {

    private static final Duration USUAL = Duration.ofMinutes(10);

    /** What it takes. */
    public record Args(
            @Doc("What the node shall be; started wakes it by wake-on-LAN through another node.") State state,
            @Doc("The cluster, as it is called in steward.yml; that of the host, or the only one, unless said.")
                    Optional<String> cluster,
            @Doc("The node; the one that the host is, unless said.") Optional<String> node,
            @Doc("How long to wait until the cluster shows it; 10.minutes unless said.") Optional<Duration> timeout,
            @Doc("Whether it may go off though the cluster loses its quorum by it.") boolean allowQuorumLoss) {}

    /** The states. */
    public enum State {
        STARTED,
        SHUTDOWN,
        REBOOTED
    }

    /** The module. */
    public NodeModule() {
        super(Args.class);
    }

    @Override
    Outcome act(Args args, Target target) throws PveException, ActException, InterruptedException {
        Aim aim = new Aim(target);
        Acting acting = aim.cluster(args.cluster());
        if (args.state() == State.SHUTDOWN && acting.rules().outage()) {
            return switchedOff(args, target, aim, acting);
        }
        View view = acting.view();
        Node node = aim.node(view, args.node());
        String name = "node " + node.name();
        if (args.state() == State.REBOOTED && !node.online()) {
            return Outcome.failed(name + " is offline: there is nothing to reboot");
        }
        if (args.state() != State.REBOOTED && node.online() == (args.state() == State.STARTED)) {
            return Outcome.ok(name + " is " + node.status() + " already");
        }
        NodePower power = new NodePower(acting);
        Optional<String> refusal = args.state() == State.STARTED || args.allowQuorumLoss()
                ? Optional.empty()
                : power.keepsQuorum(view, node);
        if (refusal.isPresent()) {
            return Outcome.failed(refusal.get());
        }
        if (target.check()) {
            return Outcome.changed(would(args.state(), name, view, node));
        }
        return done(args, target, power, aim, view, node);
    }

    /** While the power is gone: all that belongs to it is seen to, and no quorum holds it up. */
    private static Outcome switchedOff(Args args, Target target, Aim aim, Acting acting)
            throws PveException, ActException, InterruptedException {
        HouseRules.Off how = new HouseRules.Off(
                args.node().or(aim::ownNode),
                target.host().name(),
                Deeds.limit(args.timeout(), USUAL, target),
                args.allowQuorumLoss(),
                target.check());
        Deed deed = acting.rules()
                .switchOff(acting, how)
                .orElseThrow(() -> new ActException("nobody switches nodes off here"));
        if (deed.data().get("own") instanceof Node own && !target.check()) {
            return handedOver(target, own, "shutdown");
        }
        return Deeds.outcome(deed, target);
    }

    private static String would(State state, String name, View view, Node node) {
        long running =
                view.guestsOf(node.name()).stream().filter(Guest::running).count();
        return name
                + switch (state) {
                    case STARTED -> " would be woken";
                    case SHUTDOWN -> " would be shut down, with " + running + " running guests";
                    case REBOOTED -> " would be rebooted, with " + running + " running guests";
                };
    }

    private static Outcome done(Args args, Target target, NodePower power, Aim aim, View view, Node node)
            throws PveException, ActException, InterruptedException {
        Duration limit = args.timeout().orElse(USUAL);
        String name = "node " + node.name();
        if (args.state() == State.STARTED) {
            power.wake(node, limit);
            return Outcome.changed(name + " was woken, and is online");
        }
        String command = args.state() == State.SHUTDOWN ? "shutdown" : "reboot";
        if (aim.carriesSteward(view, node)) {
            return handedOver(target, node, command);
        }
        if (args.state() == State.SHUTDOWN) {
            power.shutdown(node, limit);
            return Outcome.changed(name + " was shut down");
        }
        power.reboot(node, limit);
        return Outcome.changed(name + " was rebooted, and is online");
    }

    /** It would end the run that asks for it, so it follows after the run. */
    private static Outcome handedOver(Target target, Node node, String command) {
        Map<String, Object> order = Map.of("cluster", node.cluster(), "node", node.name(), "command", command);
        return target.handOver(order)
                .map(words -> Outcome.changed(words).with("handedOver", true))
                .orElseGet(() -> Outcome.failed("Steward itself runs on node " + node.name() + ": its " + command
                        + " would end this run, and nobody takes it over; do it by hand"));
    }
}
