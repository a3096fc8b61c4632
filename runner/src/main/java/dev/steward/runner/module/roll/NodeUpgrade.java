package dev.steward.runner.module.roll;

import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.packages.Apt;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.roll.NodeRoll;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code nodeUpgrade}: upgrades the packages of a node, once in a roll. */
@ModuleInfo(
        name = "nodeUpgrade",
        doc =
                "Upgrades a Proxmox node by apt-get dist-upgrade, as the apt module does: detached, keeping changed configuration"
                        + " files. Done once in a roll; package work that a run left behind when it died is followed, not begun again.",
        check = ModuleInfo.CheckMode.SIMULATES,
        onCancel = ModuleInfo.OnCancel.FINISHES,
        returns = {
            @Returns(
                    name = "packages",
                    type = Type.LIST,
                    doc = "What changed: a map of name, from, to and action each."),
            @Returns(name = "held", type = Type.TEXTS, doc = "Packages on hold."),
            @Returns(name = "keptBack", type = Type.TEXTS, doc = "Packages with a newer version that was not taken.")
        })
public final class NodeUpgrade extends RollModule<NodeUpgrade.Args> {

    /** What it takes. */
    public record Args(
            @Doc("Whether it may go to the next major release.") boolean majorRelease,
            @Doc("Remove packages that nothing needs any more, as old kernels.") boolean autoremove,
            @Doc("How long to wait while other package work is going on; 2.minutes unless said.")
                    Optional<Duration> lockTimeout) {}

    private final Apt apt = new Apt();

    /** The module. */
    public NodeUpgrade() {
        super(Args.class);
    }

    @Override
    Outcome act(Args args, RollNode node) throws PveException, ActException, ConnectionException, InterruptedException {
        Optional<NodeRoll> earlier = node.roll().filter(NodeRoll::open);
        if (earlier.filter(roll -> roll.reached(NodeRoll.Stage.UPGRADED)).isPresent()) {
            return Outcome.ok(node.name() + " was upgraded before in this roll").with("packages", List.of());
        }
        Apt.Args upgrade = Upgrading.args(Optional.empty(), args.autoremove(), args.lockTimeout());
        boolean attached = earlier.flatMap(NodeRoll::job).isPresent();
        if (!attached || node.target().check()) {
            Outcome simulated = apt.run(upgrade, new Simulating(node.target()));
            Upgrading.allowed(simulated, args.majorRelease());
            if (node.target().check()) {
                return simulated;
            }
        }
        NodeRoll roll = earlier.orElseGet(() -> NodeRoll.begin(
                node.acting().cluster(),
                node.name(),
                new NodeRoll.Began(node.target().ticket(), node.target().time().now())));
        String ticket = roll.job().orElse(node.target().ticket());
        roll = node.keep(roll.working(Optional.of(ticket)));
        return ended(node, roll, apt.run(upgrade, new Ticketed(node.target(), ticket)));
    }

    private static Outcome ended(RollNode node, NodeRoll roll, Outcome outcome) {
        if (outcome.result() == Outcome.Kind.FAILED) {
            boolean goesOn = outcome.data().containsKey("job");
            NodeRoll left = goesOn ? roll : node.keep(roll.working(Optional.empty()));
            String state = left.left().map(words -> "; " + words).orElse("");
            return new Outcome(
                    outcome.result(),
                    "the upgrade of " + node.name() + " failed: " + outcome.message() + state,
                    outcome.data(),
                    outcome.diffs(),
                    outcome.facts(),
                    outcome.added());
        }
        List<String> reasons = new ArrayList<>(roll.notes().bootReasons());
        Upgrading.of(outcome).firmware().stream()
                .filter(each -> !reasons.contains(each))
                .forEach(reasons::add);
        node.keep(roll.at(NodeRoll.Stage.UPGRADED)
                .working(Optional.empty())
                .noted(new NodeRoll.Notes(
                        reasons, roll.notes().wellBefore(), roll.notes().overrides())));
        return outcome;
    }
}
