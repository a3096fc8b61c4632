package dev.steward.runner.module.patch.guard;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Claims;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.patch.Guard;
import dev.steward.runner.module.patch.PatchModule.Protect;
import dev.steward.runner.patch.PatchReport;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import java.util.Locale;
import java.util.Optional;

/**
 * An update as a whole: a host that is to be left alone is, a guest of a cluster is protected once there is something to do,
 * what was well before is well afterwards, and else the guest goes back where that is wanted. One operation at a time on a host.
 */
public final class Transaction implements Guard {

    @Override
    public Outcome around(Work work) throws ConnectionException, InterruptedException {
        Optional<String> problem = Wish.problem(work);
        if (problem.isPresent()) {
            return Outcome.failed(problem.get());
        }
        try {
            return around(work, Wish.of(work));
        } catch (PveException | ActException e) {
            return Outcome.failed(e.getMessage()).with("stage", "check");
        }
    }

    private static Outcome around(Work work, Wish wish)
            throws PveException, ActException, ConnectionException, InterruptedException {
        Target target = work.target();
        Optional<Subject> subject = Subject.of(target);
        if (subject.isPresent()) {
            Optional<String> skip = Skips.of(subject.get(), wish.start() && !target.check(), target);
            if (skip.isPresent()) {
                return skipped(skip.get());
            }
        }
        String key = Subject.key(subject, target);
        Optional<Claims.Claim> claim = target.claims().take(key, By.of(target));
        if (claim.isEmpty()) {
            return skipped("has another operation under way ("
                    + target.claims().holder(key).orElse("it has just ended") + ")");
        }
        try {
            return subject.isPresent() ? new GuestUpdate(subject.get(), wish, work).outcome() : plain(work, wish);
        } finally {
            claim.get().close();
        }
    }

    /** The reason is the end of a sentence about the host. */
    private static Outcome skipped(String why) {
        return Outcome.skipped("skipped: " + why).with("stage", "skipped").with("skipped", why);
    }

    /** A host that is no guest has nothing to go back to. */
    private static Outcome plain(Work work, Wish wish) throws ConnectionException, InterruptedException {
        if (wish.protect() == Protect.SNAPSHOT || wish.protect() == Protect.BACKUP) {
            return Outcome.failed("protect is " + wish.protect().name().toLowerCase(Locale.ROOT) + ", but host '"
                            + work.target().host().name()
                            + "' is no guest of a configured cluster; say protect: 'none' for it")
                    .with("stage", "protect");
        }
        PatchReport found = work.check();
        if (!found.well() || !wish.apply() || found.packages().isEmpty()) {
            return work.outcome(found, "check");
        }
        Looked looked = new Looked(wish.verify(), work.target());
        looked.before();
        PatchReport done = work.update();
        if (!done.well()) {
            return work.outcome(done, "update");
        }
        Optional<String> bad = looked.after();
        Outcome outcome = looked.told(work.outcome(done, bad.isPresent() ? "verify" : "commit"));
        return bad.isPresent() ? Results.failed(outcome, outcome.message() + "; " + bad.get()) : outcome;
    }
}
