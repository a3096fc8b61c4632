package dev.steward.runner.module.roll;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.proxmox.Aim;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.module.script.Script;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.runner.roll.KernelChoice;
import dev.steward.runner.roll.NodeRoll;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The node a step is about.
 *
 * @param target the host that it is
 * @param acting its cluster
 * @param name of the node there
 */
record RollNode(Target target, Acting acting, String name) {

    private static final Script STATE = Script.named("node-state");

    /** What is kept of its roll. */
    Optional<NodeRoll> roll() {
        return target.rolls().find(acting.cluster(), name);
    }

    /** The roll it is in. */
    NodeRoll open() throws ActException {
        return roll().filter(NodeRoll::open)
                .orElseThrow(() -> new ActException("node " + name + " is in no roll: evacuate begins one"));
    }

    /** Keeps how far it is. */
    NodeRoll keep(NodeRoll roll) {
        target.rolls().keep(roll);
        return roll;
    }

    View view() throws PveException, InterruptedException {
        return acting.view();
    }

    /** Whether Steward itself runs in this guest. */
    boolean own(Guest guest) {
        return new Aim(target).carriesSteward(guest)
                || target.rolls().own(acting.cluster(), guest.vmid().value(), name);
    }

    /** Whether Steward itself goes down with the node. */
    boolean carriesSteward(View view) {
        return new Aim(target).carriesSteward(view, view.nodes().get(name))
                || target.rolls().own(acting.cluster(), 0, name)
                || view.guestsOf(name).stream().anyMatch(this::own);
    }

    /** What the node itself says. */
    Answer state(boolean tryToWrite) throws ConnectionException, ActException, InterruptedException {
        Answer answer = STATE.ask(target, tryToWrite ? "1" : "0");
        if (answer.failure().isPresent()) {
            throw new ActException(
                    name + " does not tell its state: " + answer.failure().get());
        }
        if (!answer.text("uid").equals("0")) {
            throw new ActException("a rolling update needs root on " + name + ": add become() to the play");
        }
        return answer;
    }

    /** The kernels in such an answer. */
    static KernelChoice kernels(Answer state) {
        List<String> packages = state.texts("package").stream()
                .flatMap(name -> KernelChoice.release(name).stream())
                .toList();
        List<String> installed = Stream.concat(
                        packages.stream(), packages.isEmpty() ? state.texts("image").stream() : Stream.empty())
                .distinct()
                .toList();
        return new KernelChoice(
                state.text("kernel"), installed, pin(state, "proxmox-boot-pin"), pin(state, "next-boot-pin"));
    }

    private static Optional<String> pin(Answer state, String key) {
        return Optional.of(state.text(key).strip()).filter(text -> !text.isEmpty());
    }
}
