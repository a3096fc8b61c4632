package dev.steward.runner.module.patch.guard;

import dev.steward.runner.connection.Command;
import dev.steward.runner.connection.Command.Limits;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.proxmox.Aim;
import dev.steward.runner.proxmox.GuestKind;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Deed;
import dev.steward.runner.proxmox.act.guest.PatchSnapshots.Kept;
import dev.steward.runner.proxmox.act.guest.PatchSnapshots.State;
import java.time.Duration;
import java.util.Optional;

/** What becomes of a guest whose update failed: it goes back where that is wanted and can be. The update stays failed. */
final class Undoing {

    private static final Duration ANSWERS = Duration.ofSeconds(90);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Subject subject;
    private final Wish wish;
    private final Protection protection;
    private final Target target;

    Undoing(Subject subject, Wish wish, Protection protection, Target target) {
        this.subject = subject;
        this.wish = wish;
        this.protection = protection;
        this.target = target;
    }

    Outcome after(Outcome failed, Protection.Made made) throws InterruptedException {
        Optional<String> not = notBack(made);
        if (not.isPresent()) {
            made.snapshot().ifPresent(kept -> target.log("snapshot " + kept.name() + " stays until " + kept.expires()));
            if (made.snapshot().isPresent()) {
                note(made.snapshot().get(), State.FAILED);
            }
            return Results.failed(failed, failed.message() + not.get());
        }
        return back(failed, made.snapshot().get());
    }

    /** Why it does not go back, as the end of a sentence; empty: it does. */
    private Optional<String> notBack(Protection.Made made) {
        if (!wish.rollback()) {
            return Optional.of(made.snapshot()
                    .map(kept -> "; not rolled back, as nobody asked for it; rollback '" + kept.name()
                            + "' does it until " + kept.expires())
                    .or(() -> made.backup().map(volume -> "; not rolled back; " + restore(volume)))
                    .orElse(""));
        }
        if (made.snapshot().isEmpty()) {
            return Optional.of(made.backup()
                    .map(volume -> "; not rolled back, as that needs a snapshot; " + restore(volume))
                    .orElse("; not rolled back, as nothing was made to go back to"));
        }
        return new Aim(target).carriesSteward(subject.guest())
                ? Optional.of("; not rolled back, as Steward itself runs in it; snapshot "
                        + made.snapshot().get().name() + " is there")
                : Optional.empty();
    }

    /** A restore makes the guest anew: that is for a person to order (pct(1), qmrestore(1)). */
    private String restore(String volume) {
        String vmid = subject.guest().vmid().toString();
        return "to restore it, stop it and call on " + subject.guest().node() + ": "
                + (subject.guest().kind() == GuestKind.LXC
                        ? "pct restore " + vmid + " " + volume
                        : "qmrestore " + volume + " " + vmid)
                + " --force 1";
    }

    private Outcome back(Outcome failed, Kept kept) throws InterruptedException {
        target.log(failed.message() + "; rolling back to " + kept.name());
        try {
            Deed deed = protection.snapshots().back(subject.guest(), kept, subject.ran());
            boolean runs = Boolean.TRUE.equals(deed.data().get("running"));
            target.log(deed.message());
            String answers = runs ? answering() : "";
            note(kept, State.UNDONE);
            return Results.failed(
                            failed,
                            failed.message() + "; rolled back to snapshot " + kept.name() + ", it "
                                    + (runs ? "runs" + answers : "is off as before"))
                    .with("stage", "rollback")
                    .with("rolledBack", true);
        } catch (PveException | ActException e) {
            note(kept, State.FAILED);
            return Results.failed(
                            failed,
                            failed.message() + "; the rollback failed too: " + e.getMessage() + "; snapshot "
                                    + kept.name() + " stays until " + kept.expires())
                    .with("stage", "rollback")
                    .with("rolledBack", false);
        }
    }

    /** What was open into the guest belongs to a past that is no more. */
    private String answering() throws InterruptedException {
        long begun = target.time().nanos();
        do {
            try {
                target.connection().reset();
                if (target.probe(Command.argv("true").within(Limits.of(Duration.ofSeconds(20))))
                        .good()) {
                    return " and answers";
                }
            } catch (ConnectionException e) {
                target.log("does not answer yet: " + e.getMessage());
            }
            target.time().sleep(PAUSE);
        } while (target.time().nanos() - begun < ANSWERS.toNanos());
        return ", but does not answer";
    }

    private void note(Kept kept, State state) throws InterruptedException {
        try {
            protection.snapshots().became(subject.guest(), kept, state);
        } catch (PveException | ActException e) {
            target.log("the notes of snapshot " + kept.name() + " could not be changed: " + e.getMessage());
        }
    }
}
