package dev.steward.runner.proxmox.act.guest;

import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.power.Goal;
import dev.steward.runner.proxmox.act.power.GuestPower;
import dev.steward.runner.proxmox.act.power.Reached;
import dev.steward.runner.proxmox.act.power.Wish;
import dev.steward.runner.proxmox.estate.Guest;
import java.time.Duration;
import java.util.Optional;

/** Starts guests, and sees that they run. */
public final class Running {

    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration SETTLES = Duration.ofSeconds(30);

    private final Acting acting;

    /** On one cluster. */
    public Running(Acting acting) {
        this.acting = acting;
    }

    /**
     * Starts one that is off.
     *
     * @return whether it had to be started
     * @throws ActException when it does not run afterwards
     */
    public boolean started(Guest guest, boolean check) throws ActException, InterruptedException {
        return brought(guest, Goal.STARTED, check);
    }

    /** Pulls the plug of one that runs. */
    void stopped(Guest guest) throws ActException, InterruptedException {
        brought(guest, Goal.STOPPED, false);
    }

    private boolean brought(Guest guest, Goal goal, boolean check) throws ActException, InterruptedException {
        Reached reached = new GuestPower(acting).one(guest, new Wish(goal, Optional.empty(), false, check));
        if (reached.result() == Reached.Result.FAILED) {
            throw new ActException(reached.sentence());
        }
        return reached.result() == Reached.Result.CHANGED;
    }

    /**
     * Waits shortly for what it should do by itself now, and starts it where it should run and does not.
     *
     * @return whether it runs
     */
    boolean settled(Guest guest, boolean shouldRun) throws PveException, ActException, InterruptedException {
        long begun = acting.time().nanos();
        while (shouldRun && !acting.state(guest).running()) {
            if (acting.time().nanos() - begun >= SETTLES.toNanos()) {
                started(guest, false);
                return true;
            }
            acting.time().sleep(PAUSE);
        }
        return shouldRun || acting.state(guest).running();
    }
}
