package dev.steward.runner.outage.comeback;

import dev.steward.runner.outage.aswas.AsWas.ClusterWas;
import dev.steward.runner.outage.aswas.AsWas.GuestWas;
import dev.steward.runner.outage.cluster.HaAside;
import dev.steward.runner.outage.cluster.Told;
import dev.steward.runner.outage.comeback.Comeback.ClusterBack;
import dev.steward.runner.outage.comeback.Comeback.Gate;
import dev.steward.runner.outage.comeback.Comeback.NotBack;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.Crew;
import dev.steward.runner.proxmox.act.cluster.HaWatch;
import dev.steward.runner.proxmox.act.power.Goal;
import dev.steward.runner.proxmox.act.power.GuestPower;
import dev.steward.runner.proxmox.act.power.Reached;
import dev.steward.runner.proxmox.act.power.Reached.Result;
import dev.steward.runner.proxmox.act.power.Wish;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The guests of one cluster on their way back. Used once, by one thread. */
final class GuestsBack {

    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration START = Duration.ofMinutes(2);

    /** A guest that was told to go down and has not, may do so yet: nobody can take that back. */
    private static final Duration LATE = Duration.ofMinutes(2);

    private final Acting acting;
    private final ComingBack.Limits limits;
    private final Told told;
    private final ClusterWas was;
    private final ByOutage by;
    private final Map<String, String> failures = new HashMap<>();
    private Map<String, String> asked = Map.of();

    GuestsBack(Acting acting, ComingBack.Limits limits, Told told, ClusterWas was, ByOutage by) {
        this.acting = acting;
        this.limits = limits;
        this.told = told;
        this.was = was;
        this.by = by;
    }

    /** Starts what this outage stopped and nobody has started since: those that PVE or HA start themselves are waited for. */
    void start() throws PveException, InterruptedException {
        othersFirst();
        bring(down());
        late();
    }

    /* Those that were told to go down and have not are watched for a while, as they may do so at any moment. */
    private void late() throws PveException, InterruptedException {
        long begun = acting.time().nanos();
        List<GuestWas> asked = was.guests().stream().filter(by::told).toList();
        List<GuestWas> lingering = lingering(asked);
        if (!lingering.isEmpty()) {
            told.say("cluster " + acting.cluster() + ": watches "
                    + String.join(", ", lingering.stream().map(GuestWas::words).toList())
                    + ", told to go down and running still");
        }
        while (!lingering.isEmpty() && acting.time().nanos() - begun < LATE.toNanos()) {
            acting.time().sleep(PAUSE);
            lingering = lingering(asked);
            bring(down());
        }
    }

    private List<GuestWas> lingering(List<GuestWas> asked) throws PveException, InterruptedException {
        View view = acting.guestView();
        return those(asked, guest -> lingers(guest, view.guests().get(guest.id())));
    }

    /* It has run since before the outage. */
    private boolean lingers(GuestWas guest, Guest now) throws InterruptedException {
        try {
            return now != null && by.ranThrough(acting.state(now));
        } catch (PveException e) {
            return false;
        }
    }

    private void bring(List<Guest> left) throws InterruptedException {
        if (left.isEmpty()) {
            return;
        }
        told.say("cluster " + acting.cluster() + ": starts " + left.size() + " guests in their order");
        Wish wish = new Wish(Goal.STARTED, Optional.of(START), false, false);
        List<Reached> failed = failed(new GuestPower(acting).ordered(left, wish, limits.workers()));
        for (int again = 1; again < limits.tries() && !failed.isEmpty(); again++) {
            acting.time().sleep(limits.pause());
            List<Guest> those = failed.stream().map(Reached::guest).toList();
            failed = failed(new GuestPower(acting).ordered(those, wish, limits.workers()));
        }
        failed.forEach(one -> failures.put(one.guest().id(), one.words()));
    }

    private static List<Reached> failed(List<Reached> reached) {
        return reached.stream().filter(one -> one.result() == Result.FAILED).toList();
    }

    /* A node that boots starts its onboot guests itself, in the same order; HA starts its own. */
    private void othersFirst() throws PveException, InterruptedException {
        long begun = acting.time().nanos();
        while (acting.time().nanos() - begun < limits.guests().toNanos()) {
            boolean busy = starting() || down().stream().anyMatch(GuestsBack::haStarts);
            if (!busy) {
                return;
            }
            acting.time().sleep(PAUSE);
        }
    }

    private boolean starting() throws PveException, InterruptedException {
        for (Node node : acting.guestView().nodes().values()) {
            if (node.online()) {
                PvePath path = PvePath.of("nodes", node.name(), "tasks");
                boolean now = acting.api().get(path, Map.of("source", "active")).list().stream()
                        .anyMatch(row -> row.text("type", "").equals("startall")
                                && row.number("endtime").isEmpty());
                if (now) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean haStarts(Guest guest) {
        return guest.haState()
                .filter(state ->
                        !List.of("ignored", "error", "stopped", "disabled").contains(state))
                .isPresent();
    }

    /** What ran, is down by this outage, and can be started now. */
    private List<Guest> down() throws PveException, InterruptedException {
        View view = acting.guestView();
        asked = new HaAside(acting, mark -> {}, told).wanted();
        List<Guest> down = new ArrayList<>();
        for (GuestWas guest : was.guests()) {
            Guest now = view.guests().get(guest.id());
            Node node = now == null ? null : view.nodes().get(now.node());
            boolean could = now != null && node != null && node.online();
            if (could && haWants(now).filter(GuestsBack::off).isEmpty() && by.stopped(guest, view)) {
                down.add(now);
            }
        }
        return those(down, guest -> !runs(guest));
    }

    /** A question that a node answers. */
    @FunctionalInterface
    private interface Asked<T> {

        boolean holds(T guest) throws InterruptedException;
    }

    /* Side by side: each answer is a way there and back. */
    private <T> List<T> those(List<T> all, Asked<T> asked) throws InterruptedException {
        return Crew.each(all, limits.workers(), one -> asked.holds(one) ? Optional.of(one) : Optional.<T>empty())
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /* Who asks HA to have a guest stopped, does not want it started. */
    private Optional<String> haWants(Guest guest) {
        return Optional.ofNullable(asked.get(HaWatch.sid(guest.kind(), guest.vmid())));
    }

    private static boolean off(String wish) {
        return wish.equals("stopped") || wish.equals("disabled");
    }

    /** Nothing could be started. */
    ClusterBack without(List<Gate> gates, String why) {
        List<NotBack> all = was.guests().stream()
                .map(guest -> new NotBack(guest.id(), guest.name(), why))
                .toList();
        return new ClusterBack(was.name(), was.guests().size(), all, gates, List.of());
    }

    /** What is back, compared with how it was. */
    ClusterBack compared(List<Gate> gates) throws InterruptedException {
        View view;
        try {
            view = acting.guestView();
        } catch (PveException e) {
            return without(gates, "the cluster does not answer: " + e.getMessage());
        }
        List<NotBack> missing = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (GuestWas guest : was.guests()) {
            Guest now = view.guests().get(guest.id());
            if (now != null && runs(now)) {
                if (!now.node().equals(guest.node())) {
                    notes.add(guest.words() + " runs on " + now.node() + " now, it was on " + guest.node());
                }
            } else {
                missing.add(new NotBack(guest.id(), guest.name(), reason(guest, now, view)));
            }
        }
        return new ClusterBack(was.name(), was.guests().size(), missing, gates, notes);
    }

    /* Its node knows; the view hears of a start or an end up to ten seconds later. */
    private boolean runs(Guest guest) throws InterruptedException {
        try {
            return acting.state(guest).running();
        } catch (PveException e) {
            return guest.running();
        }
    }

    private String reason(GuestWas guest, Guest now, View view) {
        if (now == null) {
            return "it is gone: the cluster has no such guest any more";
        }
        Node node = view.nodes().get(now.node());
        if (node == null || !node.online()) {
            return "its node " + now.node() + " is offline";
        }
        if (failures.containsKey(guest.id())) {
            return failures.get(guest.id());
        }
        if (!by.stopped(guest, view)) {
            return "it is " + now.status() + ", and this outage did not stop it";
        }
        Optional<String> wish = haWants(now).filter(GuestsBack::off);
        if (wish.isPresent()) {
            return "HA is asked to have it " + wish.get();
        }
        return now.haState().filter("error"::equals).isPresent()
                ? "HA has it in state error; mend it, then ask HA for disabled and again for started"
                : "it is " + now.status() + " still";
    }
}
