package dev.steward.runner.module.proxmox;

import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.gate.GateKeeper;
import dev.steward.runner.proxmox.act.gate.Gates;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code cluster}: a gate that opens when a cluster is as it must be. */
@ModuleInfo(
        name = "cluster",
        doc = "Fails, or waits up to its timeout, until a Proxmox cluster is as it must be. Changes nothing.",
        check = ModuleInfo.CheckMode.READS,
        local = true,
        returns = {@Returns(name = "missing", type = Type.TEXTS, doc = "What is not as it must be.")})
public final class ClusterModule extends ProxmoxModule<ClusterModule.Args> {

    /** What it takes. */
    public record Args(
            @Doc("The cluster, as it is called in steward.yml; that of the host, or the only one, unless said.")
                    Optional<String> cluster,
            @Doc("It has quorum.") boolean quorate,
            @Doc("These nodes are online; 'all': every one.") Optional<List<String>> online,
            @Doc("It would keep its quorum without these nodes, by the votes of the others and of a QDevice.")
                    Optional<List<String>> survives,
            @Doc("Nothing that HA looks after is on its way, in error or fenced, and no node's HA is silent.")
                    boolean haSettled,
            @Doc("Ceph is healthy, but for what ignoreCeph names.") boolean cephHealthy,
            @Doc("Flags of Ceph that may be set, as noout, and checks that may warn, as POOL_NO_REDUNDANCY.")
                    Optional<List<String>> ignoreCeph,
            @Doc("Types of UPIDs none of which may run, as vzdump, qmigrate, vzmigrate.") Optional<List<String>> idle,
            @Doc("How long it may take until all is so; one look unless said.") Optional<Duration> timeout) {}

    /** The module. */
    public ClusterModule() {
        super(Args.class);
    }

    @Override
    Outcome act(Args args, Target target) throws PveException, ActException, InterruptedException {
        if (args.ignoreCeph().isPresent() && !args.cephHealthy()) {
            throw new ActException("ignoreCeph is said without cephHealthy: true");
        }
        Gates gates = new Gates(
                args.quorate(),
                args.online().orElse(List.of()),
                args.survives().orElse(List.of()),
                args.haSettled(),
                args.cephHealthy()
                        ? Optional.of(new Gates.CephHealth(args.ignoreCeph().orElse(List.of())))
                        : Optional.empty(),
                args.idle().orElse(List.of()));
        if (gates.none()) {
            throw new ActException("nothing is asked of the cluster: say at least one of quorate, online, survives,"
                    + " haSettled, cephHealthy, idle");
        }
        Acting acting = new Aim(target).cluster(args.cluster());
        Duration limit = args.timeout().orElse(Duration.ZERO);
        List<String> missing = new GateKeeper(acting, gates).await(limit, target::log);
        Outcome outcome = missing.isEmpty()
                ? Outcome.ok("cluster " + acting.cluster() + " is as it must be")
                : Outcome.failed("cluster " + acting.cluster() + ": " + String.join("; ", missing)
                        + (limit.isZero() ? "" : " (after " + limit.toSeconds() + " s)"));
        return outcome.with("missing", missing);
    }
}
