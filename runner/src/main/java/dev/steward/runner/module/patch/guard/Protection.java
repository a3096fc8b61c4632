package dev.steward.runner.module.patch.guard;

import dev.steward.runner.module.patch.PatchModule.Protect;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Deed;
import dev.steward.runner.proxmox.act.guest.Backups;
import dev.steward.runner.proxmox.act.guest.PatchSnapshots;
import dev.steward.runner.proxmox.act.guest.PatchSnapshots.Kept;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes what a guest could go back to. Where it cannot be made, the guest is not updated. */
final class Protection {

    private static final Duration SNAPSHOT = Duration.ofMinutes(15);
    private static final Duration BACKUP = Duration.ofHours(4);

    private final Subject subject;
    private final Wish wish;

    Protection(Subject subject, Wish wish) {
        this.subject = subject;
        this.wish = wish;
    }

    /**
     * What there is to go back to.
     *
     * @param snapshot of ours
     * @param backup its volume
     */
    record Made(Optional<Kept> snapshot, Optional<String> backup) {

        static final Made NOTHING = new Made(Optional.empty(), Optional.empty());
    }

    PatchSnapshots snapshots() {
        return new PatchSnapshots(subject.acting(), SNAPSHOT);
    }

    /**
     * Which of them it will be: snapshot, backup or none.
     *
     * @throws ActException when what is wished cannot be
     */
    Protect which() throws PveException, ActException, InterruptedException {
        return switch (wish.protect()) {
            case NONE -> Protect.NONE;
            case BACKUP -> backup("protect is backup");
            case SNAPSHOT -> {
                if (!snapshots().possible(subject.guest())) {
                    throw new ActException(cannot());
                }
                yield Protect.SNAPSHOT;
            }
            case AUTO -> snapshots().possible(subject.guest()) ? Protect.SNAPSHOT : backup(cannot());
        };
    }

    private String cannot() {
        return subject.guest().words()
                + " cannot be snapshotted, as one of its disks or mount points lies where that is" + " not possible";
    }

    private Protect backup(String why) throws ActException {
        if (wish.backupTo().isEmpty()) {
            throw new ActException(why + "; say by backupTo which storage takes a backup, or protect: 'none'");
        }
        return Protect.BACKUP;
    }

    /**
     * Makes it.
     *
     * @param by who does it, as {@code run 17}
     * @throws ActException when there is nothing to go back to then
     */
    Made make(String by) throws PveException, ActException, InterruptedException {
        return switch (which()) {
            case SNAPSHOT ->
                new Made(Optional.of(snapshots().take(subject.guest(), wish.keep(), by)), Optional.empty());
            case BACKUP -> new Made(Optional.empty(), Optional.of(backedUp(by)));
            default -> Made.NOTHING;
        };
    }

    private String backedUp(String by) throws PveException, ActException, InterruptedException {
        Deed deed = new Backups(subject.acting(), BACKUP)
                .make(
                        new Backups.Scope(subject.guest().node(), Optional.of(subject.guest()), Optional.empty()),
                        // nothing older is removed for it: what is kept of backups is the storage's own affair
                        new Backups.How(
                                wish.backupTo(),
                                Map.of(
                                        "remove",
                                        false,
                                        "notes-template",
                                        "{{guestname}} before an update (" + by + ")"),
                                Optional.empty()),
                        false);
        Object archives = deed.data().get("archives");
        return archives instanceof List<?> list && !list.isEmpty() ? String.valueOf(list.get(0)) : notFound();
    }

    private String notFound() throws ActException {
        throw new ActException("the backup of " + subject.guest().words() + " ended well, but storage "
                + wish.backupTo().orElse("") + " shows none of it");
    }
}
