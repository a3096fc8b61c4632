package dev.steward.runner.module.roll;

import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.system.Knock;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.power.NodePower;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.runner.roll.NodeRoll;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** {@code nodeReboot}: reboots a node, once in a roll, and believes it only when another boot answers. */
@ModuleInfo(
        name = "nodeReboot",
        doc =
                "Reboots a Proxmox node by its API and waits until another boot of it answers. Done once in a roll: a reboot that a"
                        + " run had ordered when it died is waited for, not ordered again. The node that carries Steward is handed"
                        + " over: it reboots after the run, and the run goes on after the boot.",
        check = ModuleInfo.CheckMode.SIMULATES,
        returns = {
            @Returns(name = "rebooted", type = Type.FLAG, doc = "Whether another boot answered."),
            @Returns(name = "elapsed", type = Type.NUMBER, doc = "Seconds from the order to the answer."),
            @Returns(name = "handedOver", type = Type.FLAG, doc = "Whether it follows after this run.")
        })
public final class NodeReboot extends RollModule<NodeReboot.Args> {

    private static final Duration USUAL = Duration.ofMinutes(20);
    private static final Duration LATELY = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** Until a node that was told to go down shows it. */
    private static final Duration TO_SHOW = Duration.ofSeconds(15);

    /** What it takes. */
    public record Args(@Doc("How long until it is back; 20.minutes unless said.") Optional<Duration> timeout) {}

    private final Knock knock = new Knock();

    /** The module. */
    public NodeReboot() {
        super(Args.class);
    }

    @Override
    Outcome act(Args args, RollNode node) throws PveException, ActException, ConnectionException, InterruptedException {
        if (node.target().check()) {
            return Outcome.changed("would reboot " + node.name());
        }
        NodeRoll roll = node.open();
        long begun = node.acting().time().nanos();
        NodePower power = new NodePower(node.acting());
        if (roll.stage() != NodeRoll.Stage.REBOOTING) {
            View view = node.view();
            String boot = node.state(false).text("boot");
            roll = node.keep(roll.rebooting(boot));
            if (node.carriesSteward(view)) {
                return handedOver(node);
            }
            power.order(node.name(), "reboot");
        } else if (same(node, roll) && !power.shows(node.name(), roll.began().at(), TO_SHOW)) {
            // the process that noted it died before it gave the order, or the order was lost with it
            if (node.carriesSteward(node.view())) {
                return handedOver(node);
            }
            power.order(node.name(), "reboot");
        }
        node.target().log("waits for another boot of " + node.name());
        return awaited(node, roll, args.timeout().orElse(USUAL), begun);
    }

    private boolean same(RollNode node, NodeRoll roll) throws ConnectionException, InterruptedException {
        return knock.at(node.target(), 1)
                .boot()
                .filter(now -> now.id().equals(roll.boot().orElse("")))
                .isPresent();
    }

    private static Outcome handedOver(RollNode node) {
        node.target()
                .rolls()
                .expect(node.target().ticket(), node.target().host().name());
        Map<String, Object> order =
                Map.of("cluster", node.acting().cluster(), "node", node.name(), "command", "reboot");
        return node.target()
                .handOver(order)
                .map(words -> Outcome.changed(
                                words + "; the roll goes on after the boot, as soon as Steward serves again")
                        .with("rebooted", false)
                        .with("handedOver", true))
                .orElseGet(() -> Outcome.failed("Steward itself runs on node " + node.name()
                        + ": its reboot would end this run, and nobody takes it over; reboot it by hand, then run the"
                        + " playbook again"));
    }

    private Outcome awaited(RollNode node, NodeRoll roll, Duration limit, long begun)
            throws ConnectionException, InterruptedException {
        String old = roll.boot().orElse("");
        Optional<Long> sameAt = Optional.empty();
        String last = "not asked yet";
        for (int attempt = 0; node.acting().time().nanos() - begun < limit.toNanos(); attempt++) {
            Knock.Heard heard = knock.at(node.target(), attempt);
            if (heard.boot().filter(now -> !now.id().equals(old)).isPresent()) {
                double elapsed = Math.round((node.acting().time().nanos() - begun) / 1e8) / 10.0;
                return Outcome.changed(
                                node.name() + " was rebooted; another boot answers after " + Math.round(elapsed) + " s")
                        .with("rebooted", true)
                        .with("elapsed", elapsed)
                        .with("handedOver", false);
            }
            if (heard.hopeless()) {
                return Outcome.failed(node.name() + " is not back: " + heard.failure() + left(roll));
            }
            if (heard.boot().isPresent()) {
                sameAt = Optional.of(node.acting().time().nanos());
            }
            last = heard.boot().isPresent() ? "it answers from the same boot" : heard.failure();
            node.acting().time().sleep(PAUSE);
        }
        // one knock that nobody answers does not mean that the node has gone down
        long now = node.acting().time().nanos();
        String words = sameAt.filter(at -> now - at < LATELY.toNanos()).isPresent()
                ? " did not reboot: it was told to, and after " + limit.toSeconds()
                        + " s it still answers from the same boot"
                : " is not back after " + limit.toSeconds() + " s; last: " + last;
        return Outcome.failed(node.name() + words + left(roll));
    }

    private static String left(NodeRoll roll) {
        return roll.left().map(words -> "; " + words).orElse("");
    }
}
