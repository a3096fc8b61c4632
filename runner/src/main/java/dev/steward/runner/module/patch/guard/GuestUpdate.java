package dev.steward.runner.module.patch.guard;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.event.ProtectedBy;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.patch.Guard.Work;
import dev.steward.runner.patch.PatchReport;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.guest.PatchSnapshots;
import dev.steward.runner.proxmox.act.guest.PatchSnapshots.Kept;
import dev.steward.runner.proxmox.act.guest.PatchSnapshots.State;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The update of one guest of a cluster. For one use. */
final class GuestUpdate {

    private final Subject subject;
    private final Wish wish;
    private final Work work;
    private final Target target;
    private final Protection protection;
    private final Looked looked;
    private final Waking waking;

    GuestUpdate(Subject subject, Wish wish, Work work) {
        this.subject = subject;
        this.wish = wish;
        this.work = work;
        this.target = work.target();
        this.protection = new Protection(subject, wish);
        this.looked = new Looked(wish.verify(), target);
        this.waking = new Waking(subject, target);
    }

    Outcome outcome() throws PveException, ActException, ConnectionException, InterruptedException {
        if (subject.guest().tags().contains(Skips.NO_AUTO)) {
            target.log("has the tag " + Skips.NO_AUTO + ", and is gone about since the limit names it");
        }
        if (!target.check()) {
            past();
        }
        waking.start();
        Outcome outcome;
        try {
            outcome = awake();
        } catch (PveException | ActException | ConnectionException | InterruptedException | RuntimeException e) {
            waking.stopAfter(e);
            throw e;
        }
        return waking.stopped(outcome);
    }

    /** Snapshots of updates before this one: what expired goes, and what nobody ended is told. */
    private void past() throws PveException, InterruptedException {
        PatchSnapshots snapshots = protection.snapshots();
        for (Kept kept : snapshots.of(subject.guest())) {
            try {
                if (snapshots.expired(subject.guest(), kept)) {
                    target.log("removed snapshot " + kept.name() + " of an earlier update, which has expired");
                } else if (kept.state() == State.OPEN) {
                    target.log(Leftover.words(subject.guest(), kept));
                }
            } catch (ActException e) {
                target.log("an expired snapshot of an earlier update could not be removed: " + e.getMessage());
            }
        }
    }

    private Outcome awake() throws PveException, ActException, ConnectionException, InterruptedException {
        PatchReport found = work.check();
        if (found.end().running()) {
            waking.keep("the package work of an earlier run goes on in it");
            return work.outcome(found, "check").with("timedOut", true);
        }
        if (!found.well() || found.packages().isEmpty()) {
            return work.outcome(found, "check");
        }
        if (!wish.apply()) {
            return preview(found);
        }
        Protection.Made made;
        try {
            made = protection.make(By.of(target));
        } catch (PveException | ActException e) {
            // Without what was wished for to go back to, nothing is touched.
            Outcome outcome = work.outcome(found, "protect");
            return Results.failed(outcome.with("packages", List.of()), "not updated: " + e.getMessage());
        }
        made.snapshot().ifPresent(kept -> target.log(ProtectedBy.line(kept.name())));
        made.backup().ifPresent(volume -> target.log("protected by backup " + volume));
        return named(updated(made), made);
    }

    private Outcome preview(PatchReport found) throws PveException, InterruptedException {
        Outcome outcome = work.outcome(found, "check");
        try {
            return outcome.with("protection", protection.which().name().toLowerCase(Locale.ROOT));
        } catch (ActException e) {
            return Results.said(outcome.with("protection", null), "an update would be refused: " + e.getMessage());
        }
    }

    private static Outcome named(Outcome outcome, Protection.Made made) {
        Outcome told = outcome;
        if (made.snapshot().isPresent()) {
            told = told.with("snapshot", made.snapshot().get().name());
        }
        return made.backup().isPresent() ? told.with("backup", made.backup().get()) : told;
    }

    private Outcome updated(Protection.Made made) throws PveException, ConnectionException, InterruptedException {
        PatchReport done = done(made);
        Outcome outcome = work.outcome(done, "update");
        if (done.end().running()) {
            waking.keep("the package work goes on in it");
            return Results.said(outcome.with("timedOut", true), stays(made));
        }
        return done.well() ? verified(done, made) : new Undoing(subject, wish, protection, target).after(outcome, made);
    }

    private PatchReport done(Protection.Made made) throws ConnectionException, InterruptedException {
        try {
            looked.before();
            return work.update();
        } catch (ConnectionException e) {
            // The work may go on there: nothing may be taken from under its feet.
            target.log("the link was lost; " + stays(made));
            throw e;
        }
    }

    private Outcome verified(PatchReport done, Protection.Made made) throws InterruptedException {
        Optional<String> bad = looked.after();
        Outcome outcome = looked.told(work.outcome(done, bad.isPresent() ? "verify" : "commit"));
        if (bad.isPresent()) {
            return new Undoing(subject, wish, protection, target)
                    .after(Results.failed(outcome, outcome.message() + "; " + bad.get()), made);
        }
        became(made, State.GOOD);
        return outcome;
    }

    private static String stays(Protection.Made made) {
        return made.snapshot()
                .map(kept -> "snapshot " + kept.name() + " stays until " + kept.expires())
                .or(() -> made.backup().map(volume -> "backup " + volume + " is there"))
                .orElse("nothing was made to go back to");
    }

    /** That a note could not be written is no reason to call a good update bad. */
    private void became(Protection.Made made, State state) throws InterruptedException {
        if (made.snapshot().isEmpty()) {
            return;
        }
        try {
            protection.snapshots().became(subject.guest(), made.snapshot().get(), state);
        } catch (PveException | ActException e) {
            target.log("the notes of snapshot " + made.snapshot().get().name() + " could not be changed: "
                    + e.getMessage());
        }
    }
}
