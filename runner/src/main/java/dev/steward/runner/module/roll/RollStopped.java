package dev.steward.runner.module.roll;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.roll.NodeRoll;
import java.time.Duration;
import java.util.Optional;

/** {@code rollStopped}: ends a roll that failed, in the rescue of its block. */
@ModuleInfo(
        name = "rollStopped",
        doc =
                "Ends a rolling update that failed on a node: takes back Ceph's noout where the roll set it, leaves the node as it"
                        + " is, and fails with what state it is left in and how to go on.",
        check = ModuleInfo.CheckMode.SIMULATES)
public final class RollStopped extends RollModule<RollStopped.Args> {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** What it takes: nothing. */
    public record Args() {}

    /** The module. */
    public RollStopped() {
        super(Args.class);
    }

    @Override
    Outcome act(Args args, RollNode node) throws PveException, ActException, ConnectionException, InterruptedException {
        Optional<NodeRoll> open = node.roll().filter(NodeRoll::open);
        if (open.isEmpty()) {
            return Outcome.failed("the roll stops at " + node.name() + ", which was not touched");
        }
        NodeRoll roll = node.target().check() ? open.get() : new Service(node, LIMIT).loud(open.get());
        return Outcome.failed("the roll stops at " + node.name() + ": "
                + roll.left().orElse("its guests were not moved") + "; " + next(roll));
    }

    private static String next(NodeRoll roll) {
        return "mend it and run the playbook again: it goes on "
                + switch (roll.stage()) {
                    case BEGUN -> roll.ours().empty() ? "with the upgrade" : "with emptying the node";
                    case UPGRADED -> "after the upgrade";
                    case REBOOTING -> "with waiting for the node to be back";
                    case BACK, DONE -> "with bringing the guests home";
                };
    }
}
