package dev.steward.runner.module.roll;

import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.packages.Apt;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.roll.KernelChoice;
import dev.steward.runner.roll.NodeRoll;
import dev.steward.runner.roll.Upgrade;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code nodeUpdates}: what an upgrade of a node would do, and whether it may be done. */
@ModuleInfo(
        name = "nodeUpdates",
        doc =
                "Simulates the upgrade of a Proxmox node with fresh package lists, and tells what follows from it: whether there is"
                        + " anything to do, whether the node has to boot and so to be emptied. Refuses an upgrade that would remove"
                        + " proxmox-ve, and one to the next major release. Changes nothing.",
        check = ModuleInfo.CheckMode.READS,
        returns = {
            @Returns(
                    name = "needed",
                    type = Type.FLAG,
                    doc =
                            "Whether there is anything to do: packages, a boot, or an earlier roll that is not at its end."),
            @Returns(name = "underWay", type = Type.FLAG, doc = "Whether an earlier roll is not at its end."),
            @Returns(
                    name = "drain",
                    type = Type.FLAG,
                    doc = "Whether the node should be emptied: it will boot, or its QEMU changes."),
            @Returns(
                    name = "packages",
                    type = Type.LIST,
                    doc = "What would change: a map of name, from, to and action each."),
            @Returns(name = "bootReasons", type = Type.TEXTS, doc = "Why it has to boot.")
        })
public final class NodeUpdates extends RollModule<NodeUpdates.Args> {

    /** What it takes. */
    public record Args(
            @Doc("Whether it may go to the next major release.") boolean majorRelease,
            @Doc("Reboot although no kernel asks for it.") boolean forceReboot,
            @Doc("Take package lists that are younger than this as they are; fresh ones unless said.")
                    Optional<Duration> cacheValidTime) {}

    private final Apt apt = new Apt();

    /** The module. */
    public NodeUpdates() {
        super(Args.class);
    }

    @Override
    Outcome act(Args args, RollNode node) throws ActException, ConnectionException, InterruptedException {
        Optional<NodeRoll> roll = node.roll().filter(NodeRoll::open);
        if (roll.isPresent()) {
            return underWay(roll.get());
        }
        KernelChoice kernels = RollNode.kernels(node.state(false));
        if (kernels.problem().isPresent()) {
            throw new ActException(kernels.problem().get());
        }
        Outcome simulated =
                apt.run(Upgrading.args(args.cacheValidTime(), false, Optional.empty()), new Simulating(node.target()));
        Upgrade upgrade = Upgrading.allowed(simulated, args.majorRelease());
        List<String> reasons = new ArrayList<>(upgrade.firmware());
        if (kernels.pinned().isEmpty() && kernels.pinnedOnce().isEmpty()) {
            reasons.addAll(upgrade.kernels());
        }
        kernels.reason().ifPresent(reasons::add);
        boolean packages = !upgrade.packages().isEmpty();
        if (args.forceReboot() && packages) {
            reasons.add("the playbook says so");
        }
        Found found = new Found(packages || !reasons.isEmpty(), false, !reasons.isEmpty() || upgrade.qemu(), reasons);
        return told(found, simulated.data().getOrDefault("packages", List.of()), words(simulated, packages, reasons));
    }

    private static String words(Outcome simulated, boolean packages, List<String> reasons) {
        return (packages ? simulated.message() : "no package to upgrade")
                + (reasons.isEmpty() ? "; no boot needed" : "; has to boot: " + String.join(", ", reasons));
    }

    /* Its kernels are compared where its reboot is due: the node may be away now. */
    private static Outcome underWay(NodeRoll roll) {
        NodeRoll.Ours ours = roll.ours();
        boolean drained = ours.empty() || ours.maintenance() || !roll.homes().isEmpty();
        return told(
                new Found(true, true, drained, roll.notes().bootReasons()),
                List.of(),
                "goes on with the roll of " + roll.node() + " that began "
                        + roll.began().at() + ": " + stage(roll));
    }

    private static String stage(NodeRoll roll) {
        return switch (roll.stage()) {
            case BEGUN -> roll.ours().empty() ? "it was empty, and to be upgraded" : "it was being emptied";
            case UPGRADED -> "it was upgraded";
            case REBOOTING -> "it was told to reboot";
            case BACK -> "it was back, and its guests on their way home";
            case DONE -> "it was done";
        };
    }

    private record Found(boolean needed, boolean underWay, boolean drain, List<String> reasons) {}

    private static Outcome told(Found found, Object packages, String words) {
        return Outcome.ok(words)
                .with("needed", found.needed())
                .with("underWay", found.underWay())
                .with("drain", found.drain())
                .with("packages", packages)
                .with("bootReasons", found.reasons());
    }
}
