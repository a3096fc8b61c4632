package dev.steward.runner.proxmox.act.power;

import dev.steward.runner.proxmox.GuestKind;
import dev.steward.runner.proxmox.act.GuestState;
import dev.steward.runner.proxmox.task.GuestAction;
import java.util.Optional;

/**
 * What has to be done to a guest for a goal.
 *
 * @param kind of decision
 * @param action to be asked for; empty: none
 * @param words why nothing is done
 */
record Decision(Kind kind, Optional<GuestAction> action, String words) {

    /** Kinds of decision. */
    enum Kind {
        /** It is asked for. */
        ACT,
        /** The guest is there already. */
        ALREADY,
        /** The guest is off, and nobody is started by a reboot or suspended while off. */
        LEFT,
        /** It cannot be done. */
        REFUSED
    }

    static Decision of(Goal goal, GuestKind guest, GuestState state, boolean force) {
        if (!state.running() && !state.stopped()) {
            return refused("PVE says '" + state.status() + "' of it; its node is away or cannot tell");
        }
        return switch (goal) {
            case STARTED -> started(state);
            case STOPPED -> state.stopped() ? already("is stopped") : act(GuestAction.STOP);
            case SHUTDOWN -> shutdown(state, force);
            case REBOOTED -> rebooted(state, force);
            case SUSPENDED -> suspended(state);
            case HIBERNATED -> hibernated(guest, state);
            case RESUMED -> resumed(state);
        };
    }

    private static Decision started(GuestState state) {
        if (state.running()) {
            return state.suspended() ? act(GuestAction.RESUME) : already("runs");
        }
        return act(state.hibernated() ? GuestAction.RESUME : GuestAction.START);
    }

    private static Decision shutdown(GuestState state, boolean force) {
        if (state.stopped()) {
            return already("is stopped");
        }
        if (!state.suspended()) {
            return act(GuestAction.SHUTDOWN);
        }
        return force
                ? act(GuestAction.STOP)
                : refused("is suspended, and can hear no shutdown; resume it first, or say force: true");
    }

    private static Decision rebooted(GuestState state, boolean force) {
        if (state.stopped()) {
            return left("is stopped: there is nothing to reboot");
        }
        if (state.suspended() && !force) {
            return refused("is suspended, and can hear no reboot; resume it first, or say force: true");
        }
        return act(GuestAction.REBOOT);
    }

    private static Decision suspended(GuestState state) {
        if (state.stopped()) {
            return left("is " + state.word() + ": there is nothing to suspend");
        }
        return state.suspended() ? already("is suspended") : act(GuestAction.SUSPEND);
    }

    private static Decision hibernated(GuestKind guest, GuestState state) {
        if (guest == GuestKind.LXC) {
            return refused("is a container, and only VMs can hibernate; shut it down instead");
        }
        if (state.hibernated()) {
            return already("is hibernated");
        }
        return state.stopped() ? left("is stopped: there is nothing to hibernate") : act(GuestAction.SUSPEND);
    }

    private static Decision resumed(GuestState state) {
        if (state.suspended() || state.hibernated()) {
            return act(GuestAction.RESUME);
        }
        return state.running() ? already("runs") : refused("is stopped, not suspended; state 'started' starts it");
    }

    private static Decision act(GuestAction action) {
        return new Decision(Kind.ACT, Optional.of(action), "");
    }

    private static Decision already(String words) {
        return new Decision(Kind.ALREADY, Optional.empty(), words + " already");
    }

    private static Decision left(String words) {
        return new Decision(Kind.LEFT, Optional.empty(), words);
    }

    private static Decision refused(String words) {
        return new Decision(Kind.REFUSED, Optional.empty(), words);
    }
}
