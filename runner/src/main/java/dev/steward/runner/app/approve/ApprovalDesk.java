package dev.steward.runner.app.approve;

import dev.steward.runner.account.Role;
import dev.steward.runner.app.approve.ApprovalRefused.Kind;
import dev.steward.runner.event.EventJson;
import dev.steward.runner.event.RunStatus;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.approve.Approval;
import dev.steward.runner.store.approve.Approval.Status;
import dev.steward.runner.store.approve.Approvals;
import dev.steward.runner.time.Time;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plan, approve by another person, apply the same plan. A plan is bound to everything that says what it would do, and to what
 * check mode says of reality; it is applied once at most.
 */
public final class ApprovalDesk {

    private static final EventJson JSON = new EventJson();

    private final Approvals approvals;
    private final Store store;
    private final ApprovalRule rule;
    private final Work work;
    private final Waiting waiting;
    private final Time time;

    /**
     * A desk; what another process had in hand when it ended is approved again.
     *
     * @param store what is kept
     * @param rule who may approve, and for how long
     * @param work draws and begins runs
     * @param waiting is told of each plan that waits
     * @param time the clock
     */
    public ApprovalDesk(Store store, ApprovalRule rule, Work work, Waiting waiting, Time time) {
        this.approvals = store.approvals();
        this.store = store;
        this.rule = rule;
        this.work = work;
        this.waiting = waiting;
        this.time = time;
        approvals.settle();
    }

    /**
     * Somebody who asks, decides or applies.
     *
     * @param name by which two people are told apart, whatever its case
     * @param role what it may do
     * @param person whether it is somebody who signed in or sits at a terminal; a token is nobody's word
     */
    public record Person(String name, Role role, boolean person) {

        /** Somebody at a terminal of this machine who may read the state directory: the admin of it. */
        public static Person atTerminal(String name) {
            return new Person(name, Role.ADMIN, true);
        }
    }

    /** Is told of a plan that waits; returns at once. */
    @FunctionalInterface
    public interface Waiting {

        void tell(Approval approval, Instant now);
    }

    /**
     * Keeps a plan that waits for another person's word, and begins its check mode.
     *
     * @param drawn what it would be
     * @param why it is wanted
     * @param by who asks
     */
    public Approval ask(Drawn drawn, String why, String by) throws ApprovalRefused {
        if (why.isBlank()) {
            throw new ApprovalRefused(Kind.WRONG, "Say why: whoever approves it has nothing else to go by.");
        }
        String marks = Marks.json(Marks.of(drawn));
        Optional<Approval> same = approvals.newest(0, 200).stream()
                .filter(one ->
                        one.at(time.now()) == Status.WAITING && one.asked().by().equals(by))
                .filter(one -> one.plan().digest().equals(Marks.whole(marks)))
                .findFirst();
        if (same.isPresent()) {
            return same.get();
        }
        Map<String, Object> options = drawn.run().options();
        Optional<Long> check = Optional.empty();
        if (drawn.checks() && !Boolean.TRUE.equals(options.get("check"))) {
            check = Optional.of(work.check(new Work.Order(drawn.run().file(), options, by, 0)));
        }
        Approval.Planned plan = new Approval.Planned(
                drawn.run().playbook(),
                drawn.run().file(),
                JSON.text(options),
                marks,
                Marks.whole(marks),
                JSON.text(drawn.byPlay()));
        Instant now = time.now();
        long id = approvals.add(
                plan,
                new Approval.Word(by, now, why.strip()),
                now.plus(rule.config().expires()),
                check);
        Approval made = known(id);
        waiting.tell(made, now);
        return made;
    }

    /** The newest first; only those with a smaller number than {@code before}, 0: all. */
    public List<Approval> newest(long before, int most) {
        return approvals.newest(before, most);
    }

    /** How many wait. */
    public int waiting() {
        return approvals.waiting(time.now());
    }

    /** Now. */
    public Instant now() {
        return time.now();
    }

    /** What waits and who approves. */
    public ApprovalRule rule() {
        return rule;
    }

    /** One by its number. */
    public Approval known(long id) throws ApprovalRefused {
        return approvals
                .one(id)
                .orElseThrow(() -> new ApprovalRefused(
                        Kind.UNKNOWN, "There is no approval " + id + ". 'steward approvals list' shows them."));
    }

    /** What changed since a plan was drawn, as far as it can be seen without asking its hosts; none: nothing. */
    public List<String> changes(Approval approval) throws ApprovalRefused {
        return Marks.changes(Marks.read(approval.plan().marks()), Marks.of(work.draw(order(approval, ""))));
    }

    /** How its check run stands; empty: it has none, or it is no longer kept. */
    public Optional<Run> check(Approval approval) {
        return approval.checkRun().flatMap(store.queries()::run);
    }

    /**
     * Approves a plan that waits.
     *
     * @param why perhaps empty
     */
    public Approval approve(long id, Person by, String why) throws ApprovalRefused {
        Approval approval = known(id);
        decides(approval, by);
        work.permitted(by.name(), approval.plan().file());
        standing(approval, Status.WAITING);
        Optional<String> said = Optional.empty();
        if (approval.checkRun().isPresent()) {
            long run = approval.checkRun().get();
            checked(run);
            said = Optional.of(Marks.json(Said.of(store.queries(), run)));
        }
        if (!approvals.approve(id, new Approval.Word(by.name(), time.now(), why.strip()), said)) {
            standing(known(id), Status.WAITING);
        }
        return known(id);
    }

    /**
     * Rejects a plan; the one who asked may take it back too.
     *
     * @param why must be said
     */
    public Approval reject(long id, Person by, String why) throws ApprovalRefused {
        Approval approval = known(id);
        if (!approval.asked().by().equalsIgnoreCase(by.name())) {
            decides(approval, by);
        }
        if (why.isBlank()) {
            throw new ApprovalRefused(Kind.WRONG, "Say why it is rejected: whoever asked wants to know.");
        }
        if (!approvals.reject(id, new Approval.Word(by.name(), time.now(), why.strip()))) {
            standing(known(id), Status.WAITING, Status.APPROVED);
        }
        return known(id);
    }

    private void decides(Approval approval, Person by) throws ApprovalRefused {
        if (!by.person()) {
            throw new ApprovalRefused(
                    Kind.FORBIDDEN,
                    "A plan is approved or rejected by a person: sign in by name; a token is nobody's word.");
        }
        if (approval.asked().by().equalsIgnoreCase(by.name())) {
            throw new ApprovalRefused(
                    Kind.FORBIDDEN,
                    "Approval " + approval.id() + " was asked for by " + by.name()
                            + "; another person must approve it.");
        }
        if (!rule.lets(by.role())) {
            throw new ApprovalRefused(
                    Kind.FORBIDDEN,
                    by.name() + " is " + by.role().word() + "; steward.yml lets "
                            + rule.config().by().name().toLowerCase(java.util.Locale.ROOT) + " approve (approval.by).");
        }
    }

    /** A check that did not come to its end says nothing of reality. */
    private void checked(long run) throws ApprovalRefused {
        Optional<Run> check = store.queries().run(run);
        if (check.isPresent() && !check.get().status().ended()) {
            throw new ApprovalRefused(
                    Kind.CONFLICT, "Its check, run " + run + ", goes on; look at what it says first, then approve.");
        }
        boolean whole = check.map(Run::status)
                .filter(status -> status == RunStatus.OK || status == RunStatus.FAILED)
                .isPresent();
        if (!whole) {
            throw new ApprovalRefused(
                    Kind.CONFLICT,
                    "Its check, run " + run + ", did not come to its end ("
                            + check.map(one -> one.status().word()).orElse("not kept") + "); ask for a new approval.");
        }
    }

    private void standing(Approval approval, Status... wanted) throws ApprovalRefused {
        Status status = approval.at(time.now());
        if (!List.of(wanted).contains(status)) {
            throw new ApprovalRefused(Kind.CONFLICT, "Approval " + approval.id() + " " + word(approval, status));
        }
    }

    private static String word(Approval approval, Status status) {
        return switch (status) {
            case WAITING -> "waits for another person's word.";
            case APPROVED -> "is approved already.";
            case APPLYING -> "is being applied just now.";
            case APPLIED ->
                "was applied already, by run "
                        + approval.run().map(String::valueOf).orElse("?") + "; a plan is applied once.";
            case REJECTED ->
                "was rejected"
                        + approval.decided()
                                .map(one -> " by " + one.by() + ": " + one.why())
                                .orElse("") + ".";
            case EXPIRED -> "ran out at " + approval.expires() + "; ask for a new one.";
        };
    }

    /**
     * Applies an approved plan, where nothing changed since. Where it has a check run, that is made once more first, in a
     * thread of its own, and what it says is compared.
     *
     * @param by who applies it; whoever asked may
     */
    public Applying apply(long id, String by) throws ApprovalRefused {
        standing(known(id), Status.APPROVED);
        work.permitted(by, known(id).plan().file());
        if (!approvals.applying(id, new Approval.Word(by, time.now(), ""))) {
            standing(known(id), Status.APPROVED);
        }
        Approval approval = known(id);
        try {
            same(approval, work.draw(order(approval, by)));
            if (approval.said().isEmpty()) {
                return Applying.begun(begin(approval, by));
            }
            long check = work.check(order(approval, by));
            return Applying.after(check, () -> afterCheck(approval, check, by));
        } catch (ApprovalRefused e) {
            approvals.back(id, e.getMessage());
            throw e;
        } catch (RuntimeException e) {
            approvals.back(id, "It could not be begun: " + e.getMessage());
            throw e;
        }
    }

    private long afterCheck(Approval approval, long check, String by) throws ApprovalRefused {
        try {
            work.await(check);
            checked(check);
            List<String> changes =
                    Marks.changes(Marks.read(approval.said().orElse("{}")), Said.of(store.queries(), check));
            if (!changes.isEmpty()) {
                throw changed(approval, changes);
            }
            return begin(approval, by);
        } catch (ApprovalRefused e) {
            approvals.back(approval.id(), e.getMessage());
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApprovalRefused(Kind.CONFLICT, "Steward is just ending; apply it again in a moment.");
        } catch (RuntimeException e) {
            approvals.back(approval.id(), "It could not be begun: " + e.getMessage());
            throw e;
        }
    }

    private long begin(Approval approval, String by) throws ApprovalRefused {
        return work.begin(order(approval, by), now -> same(approval, now), run -> {
            if (!approvals.applied(approval.id(), run)) {
                throw new IllegalStateException("approval " + approval.id() + " is in nobody's hands");
            }
        });
    }

    private static void same(Approval approval, Drawn now) throws ApprovalRefused {
        List<String> changes = Marks.changes(Marks.read(approval.plan().marks()), Marks.of(now));
        if (!changes.isEmpty()) {
            throw changed(approval, changes);
        }
    }

    private static ApprovalRefused changed(Approval approval, List<String> changes) {
        List<String> lines = new java.util.ArrayList<>();
        lines.add(
                "Approval " + approval.id() + " is not applied, for what was approved is not what would be done now:");
        changes.forEach(change -> lines.add("  " + change));
        lines.add("Put it right and apply again, or ask for a new approval.");
        return new ApprovalRefused(Kind.CONFLICT, lines);
    }

    private static Work.Order order(Approval approval, String by) {
        return new Work.Order(approval.plan().file(), JSON.map(approval.plan().options()), by, approval.id());
    }
}
