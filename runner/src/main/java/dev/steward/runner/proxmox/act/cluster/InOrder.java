package dev.steward.runner.proxmox.act.cluster;

import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.Crew;
import dev.steward.runner.proxmox.act.Deed;
import dev.steward.runner.proxmox.act.cluster.Startups.Placed;
import dev.steward.runner.proxmox.act.power.Goal;
import dev.steward.runner.proxmox.act.power.GuestPower;
import dev.steward.runner.proxmox.act.power.Reached;
import dev.steward.runner.proxmox.act.power.Wish;
import dev.steward.runner.proxmox.estate.Guest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Stops and starts the guests of a node in PVE's order, each by a UPID of its own, so that what became of each is known: PVE's
 * own stopall and startall end well also where a guest failed. Templates are left out, and so is what HA keeps, as PVE does it.
 */
public final class InOrder {

    private static final int USUAL_WORKERS = 4;
    private static final Duration USUAL_DOWN = Duration.ofSeconds(180);

    private final Acting acting;
    private final GuestPower power;
    private final Optional<Duration> most;

    /** On one cluster. */
    public InOrder(Acting acting) {
        this(acting, Optional.empty());
    }

    /**
     * On one cluster.
     *
     * @param most the longest that any guest is given to shut down, whatever it says itself
     */
    public InOrder(Acting acting, Optional<Duration> most) {
        this.acting = acting;
        this.most = most;
        this.power = new GuestPower(acting);
    }

    /**
     * Which and how.
     *
     * @param which of the node's guests; HA's are left out of it
     * @param named whether it names guests itself: onboot is not asked then
     * @param workers how many at a time; empty: {@code max_workers} of the cluster, else 4
     */
    public record Scope(String node, Predicate<Guest> which, boolean named, Optional<Integer> workers) {}

    /**
     * Shuts the running guests down, those that start last first; those of one order side by side.
     *
     * @param patience for a guest that says nothing itself ({@code down=} of its startup setting); empty: 180 s, as PVE
     * @param force whether a guest that does not go in time is stopped hard
     */
    public Deed stop(Scope scope, Optional<Duration> patience, boolean force, boolean check)
            throws PveException, ActException, InterruptedException {
        Sorted sorted = sorted(scope);
        List<List<Placed>> groups = new ArrayList<>(Startups.groups(sorted.mine()));
        Collections.reverse(groups);
        int workers = workers(scope);
        List<Reached> reached = new ArrayList<>();
        for (List<Placed> group : groups) {
            List<Placed> backwards = new ArrayList<>(group);
            Collections.reverse(backwards);
            reached.addAll(Crew.each(backwards, workers, one -> {
                Duration own = one.startup().down().or(() -> patience).orElse(USUAL_DOWN);
                Duration time = most.filter(cap -> cap.compareTo(own) < 0).orElse(own);
                return power.one(one.guest(), new Wish(Goal.SHUTDOWN, Optional.of(time), force, check));
            }));
        }
        return new Results("stopped", scope.node(), check).deed(reached, sorted.kept());
    }

    /**
     * Starts the guests that start with their node, one after the other with their delays.
     *
     * @param all whether those too that do not start with their node
     */
    public Deed start(Scope scope, boolean all, boolean check) throws PveException, ActException, InterruptedException {
        Sorted sorted = sorted(scope);
        List<Placed> wanted = sorted.mine().stream()
                .filter(one -> all || scope.named() || one.onboot())
                .toList();
        List<Reached> reached = new ArrayList<>();
        for (Placed one : wanted) {
            Reached now = power.one(one.guest(), new Wish(Goal.STARTED, Optional.empty(), false, check));
            reached.add(now);
            boolean last = one == wanted.get(wanted.size() - 1);
            if (now.result() == Reached.Result.CHANGED && !check && !last) {
                acting.time().sleep(one.up());
            }
        }
        return new Results("started", scope.node(), check).deed(reached, sorted.kept());
    }

    private record Sorted(List<Placed> mine, List<Guest> kept) {}

    private Sorted sorted(Scope scope) throws PveException, InterruptedException {
        List<Guest> there = acting.guestView().guestsOf(scope.node()).stream()
                .filter(guest -> !guest.template())
                .filter(scope.which())
                .toList();
        // HA undoes what others do to its guests, but to those it ignores
        Predicate<Guest> haHas = guest ->
                guest.haState().filter(state -> !state.equals("ignored")).isPresent()
                        && !acting.rules().outage();
        List<Guest> kept = there.stream().filter(haHas).toList();
        List<Guest> mine = there.stream().filter(haHas.negate()).toList();
        return new Sorted(Startups.read(acting, mine), kept);
    }

    private int workers(Scope scope) throws PveException, InterruptedException {
        if (scope.workers().isPresent()) {
            return scope.workers().get();
        }
        try {
            PveFields options =
                    acting.api().get(PvePath.of("cluster", "options"), Map.of()).fields();
            return options.count("max_workers").orElse(USUAL_WORKERS);
        } catch (PveException e) {
            if (e.kind() == PveException.Kind.FORBIDDEN) {
                return USUAL_WORKERS;
            }
            throw e;
        }
    }
}
