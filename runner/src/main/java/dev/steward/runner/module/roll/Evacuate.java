package dev.steward.runner.module.roll;

import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.roll.EvacuationPreview;
import dev.steward.runner.roll.GuestMove;
import dev.steward.runner.roll.NodeRoll;
import dev.steward.runner.roll.Policy;
import dev.steward.runner.roll.Way;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code evacuate}: empties a node of a Proxmox cluster, and remembers which guests belong to it. */
@ModuleInfo(
        name = "evacuate",
        doc =
                "Empties a Proxmox node: works out what becomes of each guest and shows it before anything moves, sets Ceph's noout"
                        + " where there is Ceph, takes the node into the maintenance mode of HA, moves the guests HA does not keep, and"
                        + " looks that nothing runs there but what may. Where one guest can neither move nor stay nothing is touched."
                        + " Which guests belong to the node is kept for migrateBack, beyond the life of this run.",
        check = ModuleInfo.CheckMode.SIMULATES,
        returns = {
            @Returns(name = "possible", type = Type.FLAG, doc = "Whether the node can be emptied."),
            @Returns(
                    name = "guests",
                    type = Type.LIST,
                    doc =
                            "What becomes of each guest that runs: a map of vmid, kind, name, way (live, restart, ha, stop, stays,"
                                    + " refuse), to, memory and reason."),
            @Returns(
                    name = "nodes",
                    type = Type.LIST,
                    doc = "The other nodes: a map of node, freeNow, freeThen and closed."),
            @Returns(name = "summary", type = Type.TEXT, doc = "The same in one sentence.")
        })
public final class Evacuate extends RollModule<Evacuate.Args> {

    private static final Duration USUAL = Duration.ofMinutes(30);

    /** What it takes. */
    public record Args(
            @Doc(
                            "What becomes of running containers, which cannot move while they run: restart (unless said), stop, stays or"
                                    + " refuse.")
                    Optional<Containers> containers,
            @Doc("What becomes of a guest that cannot move: refuse (unless said), stop or stays.")
                    Optional<Stuck> stuck,
            @Doc("Whether the disks of running VMs that lie on this node alone are copied.") boolean localDisks,
            @Doc("Guests with one of these tags are shut down in place; ['roll-stop'] unless said.")
                    Optional<List<String>> stopTags,
            @Doc("Guests with one of these tags are left alone; ['roll-stay'] unless said.")
                    Optional<List<String>> stayTags,
            @Doc("Only say what would become of the guests.") boolean preview,
            @Doc("How long HA and each guest may take; 30.minutes unless said.") Optional<Duration> timeout) {

        Policy policy() {
            return new Policy(
                    Way.valueOf(containers.orElse(Containers.RESTART).name()),
                    Way.valueOf(stuck.orElse(Stuck.REFUSE).name()),
                    localDisks,
                    stopTags.orElse(Policy.USUAL.stopTags()),
                    stayTags.orElse(Policy.USUAL.stayTags()));
        }
    }

    /** What becomes of containers. */
    public enum Containers {
        RESTART,
        STOP,
        STAYS,
        REFUSE
    }

    /** What becomes of a guest that cannot move. */
    public enum Stuck {
        REFUSE,
        STOP,
        STAYS
    }

    /** The module. */
    public Evacuate() {
        super(Args.class);
    }

    @Override
    Outcome act(Args args, RollNode node) throws PveException, ActException, ConnectionException, InterruptedException {
        Optional<NodeRoll> earlier = node.roll().filter(NodeRoll::open);
        boolean only = args.preview() || node.target().check();
        if (earlier.filter(roll -> roll.reached(NodeRoll.Stage.REBOOTING)
                        || only && roll.ours().empty())
                .isPresent()) {
            return Outcome.ok(node.name() + " was emptied before").with("possible", true);
        }
        Duration limit = args.timeout().orElse(USUAL);
        Emptying emptying = new Emptying(node, limit);
        if (earlier.isPresent() && !only) {
            emptying.awaitMoves();
        }
        EvacuationPreview preview = new Residents(
                        node.acting(),
                        node::own,
                        node.target().rolls().of(node.acting().cluster()))
                .preview(node.name(), args.policy());
        preview.lines().forEach(node.target()::log);
        if (!preview.refused().isEmpty()) {
            return with(Outcome.failed(refusal(node, preview)), preview);
        }
        if (only) {
            return with(
                    Outcome.changed(!args.preview() && !preview.guests().isEmpty(), "would empty " + preview.summary()),
                    preview);
        }
        emptying.carryOut(
                earlier.orElseGet(() -> NodeRoll.begin(
                        node.acting().cluster(),
                        node.name(),
                        new NodeRoll.Began(
                                node.target().ticket(), node.target().time().now()))),
                preview,
                args.localDisks());
        return with(Outcome.changed("emptied " + preview.summary()), preview);
    }

    private static String refusal(RollNode node, EvacuationPreview preview) {
        return "node " + node.name() + " is not touched, because "
                + preview.refused().stream()
                        .map(GuestMove::guest)
                        .map(each -> each.words())
                        .collect(Collectors.joining(", "))
                + " cannot leave it: "
                + preview.refused().stream()
                        .map(move -> move.guest().name() + ": " + move.reason())
                        .collect(Collectors.joining("; "))
                + "; tag a guest roll-stop or roll-stay, or say stuck: 'stop'";
    }

    private static Outcome with(Outcome outcome, EvacuationPreview preview) {
        Outcome all = outcome;
        for (var one : preview.data().entrySet()) {
            all = all.with(one.getKey(), one.getValue());
        }
        return all;
    }
}
