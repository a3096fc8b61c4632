package dev.steward.runner.module.roll;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import dev.steward.runner.module.proxmox.Aim;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.roll.NodeRoll;
import java.util.Optional;

/**
 * A step of a rolling update on one node. A node that cannot be reached is a failure like any other: the play's rescue then says
 * what state the node is left in, which it could not for a host that is unreachable.
 */
abstract class RollModule<A extends Record> implements TaskModule<A> {

    private final Class<A> args;

    RollModule(Class<A> args) {
        this.args = args;
    }

    @Override
    public final Class<A> args() {
        return args;
    }

    @Override
    public final Outcome run(A args, Target target) throws InterruptedException {
        Optional<RollNode> node = Optional.empty();
        try {
            Aim aim = new Aim(target);
            Acting acting = aim.cluster(Optional.empty());
            node = Optional.of(new RollNode(
                    target,
                    acting,
                    aim.node(acting.clearView(), Optional.empty()).name()));
            return act(args, node.get());
        } catch (PveException | ActException | ConnectionException e) {
            return Outcome.failed(e.getMessage() + node.map(RollModule::left).orElse(""));
        }
    }

    private static String left(RollNode node) {
        return node.roll()
                .filter(NodeRoll::open)
                .flatMap(NodeRoll::left)
                .map(words -> "; " + words)
                .orElse("");
    }

    /** Does it. */
    abstract Outcome act(A args, RollNode node)
            throws PveException, ActException, ConnectionException, InterruptedException;
}
