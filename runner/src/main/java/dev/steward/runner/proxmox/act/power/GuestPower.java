package dev.steward.runner.proxmox.act.power;

import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.Crew;
import dev.steward.runner.proxmox.act.power.Reached.Result;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.text.Startup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Starts, stops, suspends and resumes guests of one cluster, and believes it only when their nodes say so. */
public final class GuestPower {

    private static final int UNORDERED = Integer.MAX_VALUE;

    private final Acting acting;

    /** Power over the guests of a cluster. */
    public GuestPower(Acting acting) {
        this.acting = acting;
    }

    /**
     * Brings guests where they shall be, side by side.
     *
     * @param places how many at a time
     * @return what became of each, in their order; a failure of one stops no other
     */
    public List<Reached> together(List<Guest> guests, Wish wish, int places) throws InterruptedException {
        return Crew.each(guests, places, guest -> one(guest, wish));
    }

    /**
     * Brings guests where they shall be in the order PVE starts and stops them itself: by {@code order=} of their {@code
     * startup}, ascending to start and descending to stop; those of one number side by side. To start, the next number waits
     * for the longest {@code up=} of the one before.
     */
    public List<Reached> ordered(List<Guest> guests, Wish wish, int places) throws InterruptedException {
        Map<Guest, Startup> startups = new HashMap<>();
        List<Reached> failed = new ArrayList<>();
        for (Guest guest : guests) {
            try {
                startups.put(guest, Startup.parse(startup(guest)));
            } catch (PveException e) {
                failed.add(new Reached(guest, Result.FAILED, guest.status(), guest.status(), e.getMessage()));
            }
        }
        boolean down = wish.goal().down();
        Map<Integer, List<Guest>> stages =
                new TreeMap<>(down ? Comparator.<Integer>reverseOrder() : Comparator.<Integer>naturalOrder());
        startups.forEach((guest, startup) -> stages.computeIfAbsent(
                        startup.order().orElse(UNORDERED), number -> new ArrayList<>())
                .add(guest));
        List<Reached> all = new ArrayList<>(failed);
        for (List<Guest> stage : stages.values()) {
            stage.sort(Comparator.comparing(Guest::vmid));
            List<Reached> reached = together(stage, wish, places);
            all.addAll(reached);
            if (!down && !wish.check()) {
                pause(reached, startups);
            }
        }
        return all;
    }

    private void pause(List<Reached> reached, Map<Guest, Startup> startups) throws InterruptedException {
        for (Reached one : reached) {
            Startup startup = startups.get(one.guest());
            if (one.result() == Result.CHANGED
                    && startup != null
                    && startup.up().isPresent()) {
                acting.time().sleep(startup.up().get());
            }
        }
    }

    /** Brings one guest where it shall be. */
    public Reached one(Guest guest, Wish wish) throws InterruptedException {
        Optional<Reached> left = left(guest, wish);
        if (left.isPresent()) {
            return left.get();
        }
        Reached reached = tried(guest, wish);
        return reached.result() == Result.FAILED ? left(guest, wish).orElse(reached) : reached;
    }

    /* While the power is gone: a guest whose node is gone too has not failed, and nobody saws off the own branch. */
    private Optional<Reached> left(Guest guest, Wish wish) throws InterruptedException {
        if (!acting.rules().outage()) {
            return Optional.empty();
        }
        if (wish.goal() != Goal.STARTED && acting.rules().own(guest)) {
            return Optional.of(new Reached(
                    guest,
                    Result.LEFT,
                    guest.status(),
                    guest.status(),
                    "is left alone: Steward itself runs in it; it goes with its node"));
        }
        return lost(guest)
                ? Optional.of(new Reached(
                        guest, Result.LEFT, guest.status(), "unknown", "is lost with its node " + guest.node()))
                : Optional.empty();
    }

    private boolean lost(Guest guest) throws InterruptedException {
        try {
            return acting.lost(guest);
        } catch (PveException e) {
            return false;
        }
    }

    private Reached tried(Guest guest, Wish wish) throws InterruptedException {
        try {
            return new OneGuest(acting, guest, wish).reach();
        } catch (PveException | ActException e) {
            return new Reached(guest, Result.FAILED, guest.status(), guest.status(), e.getMessage());
        }
    }

    private String startup(Guest guest) throws PveException, InterruptedException {
        return acting.config(guest).text("startup", "");
    }
}
