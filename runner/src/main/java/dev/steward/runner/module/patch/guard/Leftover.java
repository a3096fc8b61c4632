package dev.steward.runner.module.patch.guard;

import dev.steward.runner.proxmox.act.guest.PatchSnapshots.Kept;
import dev.steward.runner.proxmox.estate.Guest;

/** An update that nobody ended. */
public final class Leftover {

    private Leftover() {}

    /** What is known of it, and what may be done, for people. */
    public static String words(Guest guest, Kept kept) {
        return "an earlier update of " + guest.words() + " (" + kept.by() + ") took snapshot " + kept.name()
                + ", and nobody has said since whether the update was good: look at the guest; 'rollback' takes it back, else"
                + " the snapshot goes after " + kept.expires();
    }
}
