package dev.steward.runner.module.proxmox;

import dev.steward.dsl.catalog.Param.Type;
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
import dev.steward.runner.proxmox.act.guest.Snapshots;
import dev.steward.runner.proxmox.estate.Guest;
import java.time.Duration;
import java.util.Optional;

/** {@code snapshot}: snapshots of guests of a Proxmox cluster. */
@ModuleInfo(
        name = "snapshot",
        doc = "Takes and removes snapshots of a container or VM. One that gets no name is called steward- and the time;"
                + " only such are removed without being named.",
        check = ModuleInfo.CheckMode.SIMULATES,
        local = true,
        returns = {
            @Returns(name = "snapshot", type = Type.TEXT, doc = "Its name."),
            @Returns(
                    name = "removed",
                    type = Type.TEXTS,
                    doc = "The snapshots that were removed as expired or too many.")
        })
public final class SnapshotModule extends ProxmoxModule<SnapshotModule.Args> {

    private static final Duration USUAL = Duration.ofMinutes(15);

    /** What it takes. */
    public record Args(
            @Positional
                    @Doc("Its name, 2 to 40 letters, digits, - and _; unless said one is made of the time, as"
                            + " steward-20260301-030000.")
                    Optional<String> snapname,
            @Doc("present (unless said); absent; expired removes those taken with expires whose time has come.")
                    Optional<State> state,
            @Doc("The cluster, as it is called in steward.yml; that of the host, or the only one, unless said.")
                    Optional<String> cluster,
            @Doc("The guest's id; the guest that the host is, unless vmid or name is said.") Optional<Integer> vmid,
            @Doc("The guest's name, or its id as lxc/101.") Optional<String> name,
            @Doc("Its notes.") Optional<String> description,
            @Doc("Whether the memory of a running VM is kept too.") boolean vmstate,
            @Doc("How long it is needed: then state expired removes it.") Optional<Duration> expires,
            @Doc("How many of those whose name was made are left; the oldest go first.") Optional<Integer> keep,
            @Doc("With absent: whether it is taken out of the configuration also where its storage fails.")
                    boolean force,
            @Doc("How long it may take; 15.minutes unless said.") Optional<Duration> timeout) {}

    /** What shall be. */
    public enum State {
        PRESENT,
        ABSENT,
        EXPIRED
    }

    /** The module. */
    public SnapshotModule() {
        super(Args.class);
    }

    @Override
    Outcome act(Args args, Target target) throws PveException, ActException, InterruptedException {
        State state = args.state().orElse(State.PRESENT);
        if (state == State.ABSENT && args.snapname().isEmpty()) {
            throw new ActException("nothing says which snapshot shall go: say its name");
        }
        if (args.keep().filter(count -> count < 1).isPresent()) {
            throw new ActException("keep is " + args.keep().get() + "; expected 1 or more");
        }
        Aim aim = new Aim(target);
        Acting acting = aim.cluster(args.cluster());
        Guest guest = aim.guest(acting, new Which(args.cluster(), args.vmid(), args.name(), Optional.empty()));
        Snapshots snapshots = new Snapshots(acting, Deeds.limit(args.timeout(), USUAL, target));
        boolean check = target.check();
        return Deeds.outcome(
                switch (state) {
                    case PRESENT -> taken(args, snapshots, guest, check);
                    case ABSENT -> snapshots.remove(guest, args.snapname().get(), args.force(), check);
                    case EXPIRED -> snapshots.expire(guest, check);
                },
                target);
    }

    private static Deed taken(Args args, Snapshots snapshots, Guest guest, boolean check)
            throws PveException, ActException, InterruptedException {
        Deed deed = snapshots.take(
                guest,
                new Snapshots.Wish(args.snapname(), args.description().orElse(""), args.vmstate(), args.expires()),
                check);
        // what would be taken counts too
        int left = args.keep().orElse(0) - (check && deed.changed() ? 1 : 0);
        return args.keep().isEmpty()
                ? deed
                : snapshots.keep(guest, Math.max(0, left), check).after(deed);
    }
}
