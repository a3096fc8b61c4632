package dev.steward.runner.module.roll;

import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveException.Kind;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.runner.roll.NodeRoll;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code rejoined}: waits until a node is a sound member of its cluster again. */
@ModuleInfo(
        name = "rejoined",
        doc =
                "Waits until a Proxmox node is a sound member of its cluster: corosync sees it, there is quorum, its services are"
                        + " active, /etc/pve can be written on it, storages that were active before are again, the OSDs of Ceph are up"
                        + " and its placement groups clean, and no replication of it fails that worked before.",
        check = ModuleInfo.CheckMode.READS,
        returns = {@Returns(name = "missing", type = Type.TEXTS, doc = "What is not as it must be.")})
public final class Rejoined extends RollModule<Rejoined.Args> {

    private static final Duration USUAL = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** What it takes. */
    public record Args(@Doc("How long it may take; 10.minutes unless said.") Optional<Duration> timeout) {}

    /** The module. */
    public Rejoined() {
        super(Args.class);
    }

    @Override
    Outcome act(Args args, RollNode node) throws PveException, ActException, ConnectionException, InterruptedException {
        Duration limit = node.target().check() ? Duration.ZERO : args.timeout().orElse(USUAL);
        long begun = node.acting().time().nanos();
        List<String> missing = look(node);
        List<String> told = List.of();
        while (!missing.isEmpty() && node.acting().time().nanos() - begun < limit.toNanos()) {
            if (!missing.equals(told)) {
                node.target().log("waits: " + String.join("; ", missing));
                told = missing;
            }
            node.acting().time().sleep(PAUSE);
            missing = look(node);
        }
        Optional<NodeRoll> roll = node.roll().filter(NodeRoll::open);
        if (!missing.isEmpty()) {
            return Outcome.failed(node.name() + " is no sound member of the cluster after " + limit.toSeconds() + " s: "
                            + String.join("; ", missing)
                            + roll.flatMap(NodeRoll::left)
                                    .map(words -> "; " + words)
                                    .orElse(""))
                    .with("missing", missing);
        }
        if (!node.target().check()) {
            roll.filter(each -> !each.reached(NodeRoll.Stage.BACK))
                    .ifPresent(each -> node.keep(each.at(NodeRoll.Stage.BACK)));
        }
        return Outcome.ok(node.name() + " is a sound member of the cluster").with("missing", List.of());
    }

    /* A node that comes back does not answer at first, and says so in many ways. */
    private static List<String> look(RollNode node) throws PveException, ActException, InterruptedException {
        try {
            return missing(node);
        } catch (ConnectionException e) {
            return List.of("it does not let us in: " + e.getMessage());
        } catch (PveException e) {
            if (e.kind() == Kind.NOT_SIGNED_IN || e.kind() == Kind.FORBIDDEN) {
                throw e;
            }
            return List.of(e.getMessage());
        }
    }

    private static List<String> missing(RollNode node)
            throws PveException, ActException, ConnectionException, InterruptedException {
        View view = node.view();
        Node now = view.nodes().get(node.name());
        List<String> missing = new ArrayList<>();
        if (now == null || !now.online()) {
            return List.of("the cluster does not see it");
        }
        if (!view.cluster().quorate()) {
            missing.add("the cluster has no quorum");
        }
        missing.addAll(Soundness.services(node, view.cluster().clustered()));
        if (!node.target().check() && !node.state(true).flag("writable")) {
            missing.add("/etc/pve cannot be written on it");
        }
        List<String> active = Soundness.storages(node);
        node.roll().map(roll -> roll.notes().wellBefore()).orElse(List.of()).stream()
                .filter(before -> before.startsWith("storage ") && !active.contains(before))
                .forEach(before -> missing.add(before + " is not active"));
        Optional<PveFields> ceph = Soundness.ceph(node.acting());
        ceph.ifPresent(status -> missing.addAll(Soundness.ceph(status)));
        missing.addAll(Soundness.replication(node.acting(), node.name()));
        return missing;
    }
}
