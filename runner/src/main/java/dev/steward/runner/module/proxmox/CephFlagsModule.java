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
import dev.steward.runner.proxmox.act.cluster.CephFlags;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code cephFlags}: the flags of a Proxmox cluster's Ceph. */
@ModuleInfo(
        name = "cephFlags",
        doc = "Sets and unsets flags of Ceph, as noout before a node is restarted. Its result says which were changed:"
                + " cephFlags unset: flags.set takes back what another task set, and no flag that was set before it.",
        check = ModuleInfo.CheckMode.SIMULATES,
        local = true,
        returns = {
            @Returns(name = "set", type = Type.TEXTS, doc = "The flags that were set now."),
            @Returns(name = "unset", type = Type.TEXTS, doc = "The flags that were unset now.")
        })
public final class CephFlagsModule extends ProxmoxModule<CephFlagsModule.Args> {

    private static final Duration USUAL = Duration.ofMinutes(2);

    /** What it takes. */
    public record Args(
            @Doc("Flags to set, as ['noout', 'norebalance'].") Optional<List<String>> set,
            @Doc("Flags to unset.") Optional<List<String>> unset,
            @Doc("The cluster, as it is called in steward.yml; that of the host, or the only one, unless said.")
                    Optional<String> cluster,
            @Doc("How long it may take; 2.minutes unless said.") Optional<Duration> timeout) {}

    /** The module. */
    public CephFlagsModule() {
        super(Args.class);
    }

    @Override
    Outcome act(Args args, Target target) throws PveException, ActException, InterruptedException {
        if (args.set().isEmpty() && args.unset().isEmpty()) {
            throw new ActException("nothing says which flags: say set, unset or both");
        }
        Acting acting = new Aim(target).cluster(args.cluster());
        CephFlags flags = new CephFlags(acting, Deeds.limit(args.timeout(), USUAL, target));
        return Deeds.outcome(
                flags.change(args.set().orElse(List.of()), args.unset().orElse(List.of()), target.check()), target);
    }
}
