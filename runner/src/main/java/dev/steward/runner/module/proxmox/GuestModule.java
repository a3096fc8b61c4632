package dev.steward.runner.module.proxmox;

import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.event.Diff;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.power.Goal;
import dev.steward.runner.proxmox.act.power.GuestPower;
import dev.steward.runner.proxmox.act.power.Reached;
import dev.steward.runner.proxmox.act.power.Reached.Result;
import dev.steward.runner.proxmox.act.power.Wish;
import dev.steward.runner.proxmox.estate.Guest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code guest}: brings containers and VMs of a Proxmox cluster into a state. */
@ModuleInfo(
        name = "guest",
        doc =
                "Starts, stops, reboots, suspends or resumes containers and VMs of a Proxmox cluster. A guest that is there"
                        + " already is left alone.",
        check = ModuleInfo.CheckMode.SIMULATES,
        local = true,
        returns = {
            @Returns(
                    name = "guests",
                    type = Type.LIST,
                    doc = "Of each guest: vmid, name, node, before, after, message.")
        })
public final class GuestModule extends ProxmoxModule<GuestModule.Args> {

    private static final int PLACES = 100;

    /** What it takes. */
    public record Args(
            @Doc(
                            "What the guest shall be: shutdown is in good order, stopped as by pulling the plug, hibernated keeps the"
                                    + " memory on disk (VMs only); suspending a container is an experiment of PVE.")
                    State state,
            @Doc("The cluster, as it is called in steward.yml; that of the host, or the only one, unless said.")
                    Optional<String> cluster,
            @Doc("The guest's id; the guest that the host is, unless one of vmid, name and select is said.")
                    Optional<Integer> vmid,
            @Doc("The guest's name, or its id as lxc/101.") Optional<String> name,
            @Doc("All guests that fit: kind (lxc, vm), tags (all of them), excludeTags (none of them), name (a regular"
                            + " expression), vmidRange ([first, last]), nodes, pools.")
                    Optional<Map<String, Object>> select,
            @Doc(
                            "How long each guest may take to shut down or to start; what its own startup setting says with down=, else"
                                    + " limits.action of steward.yml, unless said.")
                    Optional<Duration> timeout,
            @Doc("Whether a guest that did not shut down within the timeout is stopped hard.") boolean force,
            @Doc("How several guests are gone about: all at once, or by the order of their startup setting; parallel"
                            + " unless said.")
                    Optional<Order> order,
            @Doc("How many guests at a time; 100 unless said.") Optional<Integer> workers) {}

    /** The states. */
    public enum State {
        STARTED,
        STOPPED,
        SHUTDOWN,
        REBOOTED,
        SUSPENDED,
        HIBERNATED,
        RESUMED
    }

    /** How several are gone about. */
    public enum Order {
        PARALLEL,
        STARTUP
    }

    /** The module. */
    public GuestModule() {
        super(Args.class);
    }

    @Override
    Outcome act(Args args, Target target) throws PveException, ActException, InterruptedException {
        int places = args.workers().orElse(PLACES);
        if (places < 1) {
            throw new ActException("workers is " + places + "; expected 1 or more");
        }
        Aim aim = new Aim(target);
        Acting acting = aim.cluster(args.cluster());
        Which which = new Which(args.cluster(), args.vmid(), args.name(), args.select());
        List<Guest> guests = aim.guests(acting, which);
        if (guests.isEmpty()) {
            return Outcome.skipped("no guest of cluster " + acting.cluster() + " fits "
                    + args.select().orElse(Map.of()));
        }
        if (args.state() != State.STARTED
                && args.state() != State.RESUMED
                && !target.check()
                && !acting.rules().outage()) {
            spare(guests, aim);
        }
        Goal goal = Goal.valueOf(args.state().name());
        Wish wish = new Wish(goal, args.timeout(), args.force(), target.check());
        GuestPower power = new GuestPower(acting);
        List<Reached> reached = args.order().orElse(Order.PARALLEL) == Order.STARTUP
                ? power.ordered(guests, wish, places)
                : power.together(guests, wish, places);
        return outcome(reached, target);
    }

    /* Refused whole, before the first: half of a selection would be worse than none. */
    private static void spare(List<Guest> guests, Aim aim) throws ActException {
        for (Guest guest : guests) {
            if (aim.carriesSteward(guest)) {
                throw new ActException(
                        "Steward itself runs in " + Reached.name(guest) + ": that would end this run. Leave"
                                + " it out, reboot it by the module reboot, or shut its node down by the module node; both follow"
                                + " after the run");
            }
        }
    }

    private static Outcome outcome(List<Reached> reached, Target target) {
        Outcome outcome = judged(reached)
                .with("guests", reached.stream().map(GuestModule::facts).toList());
        return target.diff() ? outcome.with(diffs(reached)) : outcome;
    }

    private static Outcome judged(List<Reached> reached) {
        List<Reached> failed = of(reached, Result.FAILED);
        List<Reached> changed = of(reached, Result.CHANGED);
        if (!failed.isEmpty()) {
            String all = failed.stream().map(Reached::sentence).collect(Collectors.joining("; "));
            return Outcome.failed(
                    reached.size() == 1 ? all : failed.size() + " of " + reached.size() + " guests: " + all);
        }
        if (reached.size() == 1) {
            Reached one = reached.get(0);
            return one.result() == Result.LEFT
                    ? Outcome.skipped(one.sentence())
                    : Outcome.changed(one.result() == Result.CHANGED, one.sentence());
        }
        String all = changed.stream().map(Reached::sentence).collect(Collectors.joining("; "));
        int rest = reached.size() - changed.size();
        return changed.isEmpty()
                ? Outcome.ok("all " + reached.size() + " guests are as wanted")
                : Outcome.changed(all + (rest > 0 ? "; " + rest + " needed nothing" : ""));
    }

    private static List<Reached> of(List<Reached> reached, Result result) {
        return reached.stream().filter(one -> one.result() == result).toList();
    }

    private static Map<String, Object> facts(Reached one) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("vmid", (long) one.guest().vmid().value());
        facts.put("name", one.guest().name());
        facts.put("kind", one.guest().kind().word());
        facts.put("node", one.guest().node());
        facts.put("before", one.before());
        facts.put("after", one.after());
        facts.put("changed", one.result() == Result.CHANGED);
        facts.put("failed", one.result() == Result.FAILED);
        facts.put("message", one.words());
        return facts;
    }

    private static List<Diff> diffs(List<Reached> reached) {
        return of(reached, Result.CHANGED).stream()
                .map(one -> new Diff(
                        Reached.name(one.guest()), "status: " + one.before() + "\n", "status: " + one.after() + "\n"))
                .toList();
    }
}
