package dev.steward.runner.proxmox.act;

import dev.steward.runner.proxmox.Upid;
import java.util.Set;

/**
 * Which UPIDs are ended when the run that began them is cancelled: those that PVE itself takes back cleanly, or that only wait.
 * A start, a snapshot, a rollback, a restore, a move of a container or the making and unmaking of a guest is left to its end: a
 * killed one leaves locks, half a disk or a guest that is off.
 */
public final class Cancelling {

    private static final Set<String> SAFE = Set.of(
            "vzshutdown", // only waits; the guest may still go off
            "qmshutdown",
            "vzdump", // its signal handler removes the half archive, the snapshot and the lock
            "qmigrate", // a live move goes back to its source
            "startall", // begins no further guest
            "stopall",
            "migrateall",
            "aptupdate",
            "download",
            "imgcopy",
            "srvrestart");

    private Cancelling() {}

    /** Whether ending it leaves nothing half done. */
    public static boolean safe(Upid upid) {
        return SAFE.contains(upid.type());
    }
}
