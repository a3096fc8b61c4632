package dev.steward.runner.proxmox.act;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The next step after what a failed UPID says; its texts are those of PVE 8 and 9. */
final class Remedies {

    private record Remedy(Pattern text, String step) {}

    private static final List<Remedy> ALL = List.of(
            remedy(
                    "(?:vm|ct) is locked",
                    "something else works on it; if nothing does, a crash left the lock (qm unlock or pct unlock on the"
                            + " node)"),
            remedy(
                    "no space left|out of space|not enough (?:free )?space|insufficient free space|out of data space"
                            + "|quota exceeded|disk full",
                    "the storage is full: free space on it, or say another one"),
            remedy(
                    "snapshot feature is not available",
                    "its disks lie where nothing can be snapshotted; take a backup instead, or move them to a storage such"
                            + " as ZFS, LVM-thin, Btrfs or Ceph"),
            remedy(
                    "not most recent snapshot|more recent snapshots exist",
                    "its storage rolls back to the newest snapshot alone; remove the newer ones first (snapshot state:"
                            + " 'absent')"),
            remedy("no quorum|'/etc/pve/.*permission denied", "bring enough nodes back first (pvecm status)"),
            remedy("can't lock file|got lock timeout|migration lock", "something else works on it; try again later"),
            remedy("storage '.*' does not exist", "see the storages there are: steward proxmox get /storage"),
            remedy(
                    "local devices|local cdrom|local bind mount|local disks",
                    "take that out of its configuration, or shut the guest down and say withLocalDisks"));

    private Remedies() {}

    private static Remedy remedy(String text, String step) {
        return new Remedy(Pattern.compile(text), step);
    }

    /** The next step; empty: the text says it all. */
    static Optional<String> of(String exitStatus) {
        String lower = exitStatus.toLowerCase(Locale.ROOT);
        return ALL.stream()
                .filter(one -> one.text().matcher(lower).find())
                .map(Remedy::step)
                .findFirst();
    }
}
