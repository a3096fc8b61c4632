package dev.steward.runner.module.proxmox;

import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.Deed;
import dev.steward.runner.proxmox.act.cluster.HaResources;
import dev.steward.runner.proxmox.estate.Guest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code haResource}: what the HA manager of a Proxmox cluster keeps. */
@ModuleInfo(
        name = "haResource",
        doc =
                "Puts a container or VM into the care of HA, changes what HA is asked for, has HA move it, or takes it out."
                        + " Waits until HA has done it.",
        check = ModuleInfo.CheckMode.SIMULATES,
        local = true)
public final class HaResourceModule extends ProxmoxModule<HaResourceModule.Args> {

    private static final Duration USUAL = Duration.ofMinutes(10);

    /** What it takes. */
    public record Args(
            @Doc(
                            "What HA is asked for: started, stopped, disabled, ignored; or absent: HA does not keep it. Left out, a"
                                    + " new one is started, and another stays as it is.")
                    Optional<State> state,
            @Doc("The cluster, as it is called in steward.yml; that of the host, or the only one, unless said.")
                    Optional<String> cluster,
            @Doc("The guest's id; the guest that the host is, unless vmid or name is said.") Optional<Integer> vmid,
            @Doc("The guest's name, or its id as lxc/101.") Optional<String> name,
            @Doc("The node where HA shall shut it down and start it again.") Optional<String> relocate,
            @Doc("How often it is started again on its node.") Optional<Integer> maxRestart,
            @Doc("How often it is moved where it does not start.") Optional<Integer> maxRelocate,
            @Doc("Its group (Proxmox VE 8; later ones have rules).") Optional<String> group,
            @Doc("Whether it goes back to the node it prefers (Proxmox VE 9).") Optional<Boolean> failback,
            @Doc("A remark.") Optional<String> comment,
            @Doc("How long HA may take; 10.minutes unless said.") Optional<Duration> timeout) {}

    /** What HA is asked for. */
    public enum State {
        STARTED,
        STOPPED,
        DISABLED,
        IGNORED,
        ABSENT
    }

    /** The module. */
    public HaResourceModule() {
        super(Args.class);
    }

    @Override
    Outcome act(Args args, Target target) throws PveException, ActException, InterruptedException {
        Aim aim = new Aim(target);
        Acting acting = aim.cluster(args.cluster());
        Guest guest = aim.guest(acting, new Which(args.cluster(), args.vmid(), args.name(), Optional.empty()));
        HaResources ha = new HaResources(acting, Deeds.limit(args.timeout(), USUAL, target));
        if (args.state().filter(State.ABSENT::equals).isPresent()) {
            return Deeds.outcome(ha.release(guest, target.check()), target);
        }
        Map<String, Object> wanted = wanted(args);
        Deed deed =
                wanted.isEmpty() && args.relocate().isPresent() ? Deed.ok("") : ha.keep(guest, wanted, target.check());
        if (args.relocate().isPresent()) {
            deed = ha.relocate(guest, args.relocate().get(), target.check()).after(deed);
        }
        return Deeds.outcome(deed, target);
    }

    private static Map<String, Object> wanted(Args args) {
        Map<String, Object> wanted = new LinkedHashMap<>();
        args.state().ifPresent(state -> wanted.put("state", state.name().toLowerCase(Locale.ROOT)));
        args.maxRestart().ifPresent(count -> wanted.put("max_restart", count));
        args.maxRelocate().ifPresent(count -> wanted.put("max_relocate", count));
        args.group().ifPresent(group -> wanted.put("group", group));
        args.failback().ifPresent(flag -> wanted.put("failback", flag));
        args.comment().ifPresent(text -> wanted.put("comment", text));
        return wanted;
    }
}
