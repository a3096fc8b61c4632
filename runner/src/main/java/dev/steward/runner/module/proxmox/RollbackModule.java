package dev.steward.runner.module.proxmox;

import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.module.Claims;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Positional;
import dev.steward.runner.module.Target;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.Deed;
import dev.steward.runner.proxmox.act.guest.PatchSnapshots;
import dev.steward.runner.proxmox.act.guest.Snapshots;
import dev.steward.runner.proxmox.estate.Guest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code rollback}: takes a guest of a Proxmox cluster back to a snapshot. */
@ModuleInfo(
        name = "rollback",
        doc =
                "Takes a container or VM back to a snapshot; what was written since is lost. One that ran is started again.",
        check = ModuleInfo.CheckMode.SIMULATES,
        local = true,
        returns = {
            @Returns(name = "snapshot", type = Type.TEXT, doc = "The snapshot's name."),
            @Returns(name = "running", type = Type.FLAG, doc = "Whether the guest runs now.")
        })
public final class RollbackModule extends ProxmoxModule<RollbackModule.Args> {

    private static final Duration USUAL = Duration.ofMinutes(15);

    /** What it takes. */
    public record Args(
            @Positional @Doc("The snapshot's name.") String snapname,
            @Doc("The cluster, as it is called in steward.yml; that of the host, or the only one, unless said.")
                    Optional<String> cluster,
            @Doc("The guest's id; the guest that the host is, unless vmid or name is said.") Optional<Integer> vmid,
            @Doc("The guest's name, or its id as lxc/101.") Optional<String> name,
            @Doc("Whether it shall run afterwards; as before, unless said. A snapshot with memory always runs.")
                    Optional<Boolean> start,
            @Doc("How long it may take; 15.minutes unless said.") Optional<Duration> timeout) {}

    /** The module. */
    public RollbackModule() {
        super(Args.class);
    }

    @Override
    Outcome act(Args args, Target target) throws PveException, ActException, InterruptedException {
        Aim aim = new Aim(target);
        Acting acting = aim.cluster(args.cluster());
        Guest guest = aim.guest(acting, new Which(args.cluster(), args.vmid(), args.name(), Optional.empty()));
        String key = guest.cluster() + "/" + guest.vmid();
        Claims.Claim claim = target.claims()
                .take(key, "a rollback")
                .orElseThrow(() -> new ActException(guest.words() + " has another operation under way ("
                        + target.claims().holder(key).orElse("it has just ended") + ")"));
        try {
            return Deeds.outcome(back(args, acting, guest, target), target);
        } finally {
            claim.close();
        }
    }

    private static Deed back(Args args, Acting acting, Guest guest, Target target)
            throws PveException, ActException, InterruptedException {
        Duration limit = Deeds.limit(args.timeout(), USUAL, target);
        Deed deed = new Snapshots(acting, limit).rollback(guest, args.snapname(), args.start(), target.check());
        PatchSnapshots updates = new PatchSnapshots(acting, limit);
        for (PatchSnapshots.Kept kept : target.check() ? List.<PatchSnapshots.Kept>of() : updates.of(guest)) {
            if (kept.name().equals(args.snapname())) {
                noted(updates, guest, kept, target);
            }
        }
        return deed;
    }

    /** Else the update would be told for ever as one that nobody ended. */
    private static void noted(PatchSnapshots updates, Guest guest, PatchSnapshots.Kept kept, Target target)
            throws InterruptedException {
        try {
            updates.became(guest, kept, PatchSnapshots.State.UNDONE);
        } catch (PveException | ActException e) {
            target.log("the notes of snapshot " + kept.name() + " could not be changed: " + e.getMessage());
        }
    }
}
