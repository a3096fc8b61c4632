package dev.steward.runner.app;

import dev.steward.runner.app.Preparation.Prepared;
import dev.steward.runner.app.approve.ApprovalDesk;
import dev.steward.runner.app.order.Steering;
import dev.steward.runner.app.patch.Begin;
import dev.steward.runner.app.patch.PatchRefused;
import dev.steward.runner.app.resume.Resumable;
import dev.steward.runner.app.resume.Resuming;
import dev.steward.runner.app.roll.KeptRolls;
import dev.steward.runner.app.tell.RunTelling;
import dev.steward.runner.engine.Control;
import dev.steward.runner.engine.RunOptions;
import dev.steward.runner.engine.StartGate;
import dev.steward.runner.event.Cause;
import dev.steward.runner.event.EventLog;
import dev.steward.runner.event.EventLog.EventLogException;
import dev.steward.runner.event.RunStatus;
import dev.steward.runner.proxmox.estate.Estates;
import dev.steward.runner.store.NewRun;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunDetail;
import dev.steward.runner.store.RunStore;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.approve.Approval;
import dev.steward.runner.store.live.Order;
import dev.steward.runner.store.resume.ResumedRuns;
import dev.steward.runner.wake.Hold;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Begins, stops and steers the runs of this process. */
final class RunDesk implements Runs {

    private static final Logger LOG = LoggerFactory.getLogger(RunDesk.class);
    private static final long PATIENCE_SECONDS = 600;

    private final Preparation preparation;
    private final Store store;
    private final Executions executions;
    private final Around around;
    private final UpidEnd upids;
    private final ApprovedRuns approved;
    private final Steering<RunRefused> steering;

    /** A desk. */
    RunDesk(Preparation preparation, Store store, Executions executions, Around around, UpidEnd upids) {
        this.preparation = preparation;
        this.store = store;
        this.executions = executions;
        this.around = around;
        this.upids = upids;
        this.approved = new ApprovedRuns(preparation, store, this, around.approving());
        this.steering = new Steering<>(executions::control, store, RunRefused::silent);
    }

    /** Asks the runs at work here to end, and waits for them. */
    void close() {
        try {
            executions.close("the end of Steward", PATIENCE_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        steering.close();
    }

    /** Plans that wait for another person's word. */
    ApprovalDesk approvals() {
        return approved.desk();
    }

    @Override
    public Approval ask(RunRequest request, String why, String by) throws RunRefused {
        return approved.ask(request, why, by);
    }

    /**
     * What happens around each run.
     *
     * @param look keeps the clusters in view while it goes on
     * @param ended is told after its end, and must not block
     * @param hold why nothing may begin now
     * @param telling of what it does
     * @param approving who may run what, and which wait for another person's word
     */
    record Around(
            Supplier<Estates.Look> look,
            Runnable ended,
            Hold hold,
            RunTelling telling,
            ApprovedRuns.Setting approving) {}

    /** Ends a UPID of a run; why not, where it does not. */
    @FunctionalInterface
    interface UpidEnd {

        Optional<String> end(long run, String upid, String by, boolean force);
    }

    @Override
    public long submit(RunRequest request) throws RunRefused {
        return submit(request, run -> {});
    }

    /** A visible row instead of a run: one click begins it once the power is back. */
    private RunRefused held(RunRequest request, String why) throws RunRefused {
        Prepared prepared = preparation.prepare(request);
        long run = store.runs().held(prepared.record(Optional.empty()), "held: " + why);
        around.ended().run();
        return new RunRefused(List.of("Nothing is begun now: " + why + ". Run " + run
                + " is held; when the power is back,"
                + " 'steward runs retry " + run + "' or one click on its page begins it. To begin all the same, give a"
                + " reason: --on-battery 'REASON'."));
    }

    /** Why nothing may begin now; empty: it may. */
    Optional<String> heldFor() {
        return around.hold().why();
    }

    /** Begins runs of shipped playbooks for other desks. */
    Begin begin() {
        return this::begin;
    }

    private long begin(Begin.Order order, LongConsumer recorded) throws PatchRefused {
        RunOptions options = new RunOptions(
                Optional.of(String.join(",", order.hosts())),
                List.of(),
                List.of(),
                false,
                false,
                order.forks(),
                Optional.empty(),
                false,
                Optional.empty());
        Path playbook = preparation.folder().resolve(order.playbook());
        if (!Files.isRegularFile(playbook)) {
            throw new PatchRefused(
                    PatchRefused.Kind.REFUSED,
                    "There is no " + order.playbook() + " in " + preparation.folder()
                            + "; copy it there from the folder 'playbooks' of the release.");
        }
        RunRequest request = new RunRequest(
                playbook, List.of(), order.vars(), options, RunRequest.Login.NONE, order.cause(), Optional.empty());
        try {
            return submit(request.onBattery(order.onBattery()), recorded);
        } catch (RunRefused e) {
            throw PatchRefused.of(e.problems(), e);
        }
    }

    private long submit(RunRequest request, LongConsumer recorded) throws RunRefused {
        Cause.Kind kind = request.cause().kind();
        if (kind != Cause.Kind.SCHEDULE && kind != Cause.Kind.UPS) {
            permitted(request.cause().name(), request.playbook());
        }
        Optional<String> held = request.onBattery().isPresent()
                ? Optional.empty()
                : around.hold().why();
        if (held.isPresent()) {
            throw held(request, held.get());
        }
        return submit(request, Optional.empty(), StartGate.OPEN, recorded);
    }

    /** Refuses who may not run a playbook. */
    void permitted(String who, Path playbook) throws RunRefused {
        Optional<String> refusal = around.approving().permits().refusal(who, playbook);
        if (refusal.isPresent()) {
            throw RunRefused.forbidden(refusal.get());
        }
    }

    /** Who may not begin a playbook does not steer its runs either. */
    private void steered(long run, String by) throws RunRefused {
        Optional<Run> known = store.queries().run(run);
        if (known.isPresent()) {
            permitted(by, file(known.get()));
        }
    }

    /** As {@link #submit}, for the fire of a schedule, whose hosts begin where the gate lets them. */
    long submit(RunRequest request, Optional<Instant> fire, StartGate gate) throws RunRefused {
        return submit(request, fire, gate, run -> {});
    }

    private long submit(RunRequest request, Optional<Instant> fire, StartGate gate, LongConsumer recorded)
            throws RunRefused {
        Prepared prepared = preparation.prepare(request);
        approved.refuse(request, prepared);
        return begin(prepared, request, new Beginning(prepared.record(fire), gate, recorded));
    }

    /**
     * How a run begins.
     *
     * @param row of the history
     * @param gate lets its hosts begin
     * @param recorded is told its number before it does
     */
    record Beginning(NewRun row, StartGate gate, LongConsumer recorded) {}

    /** Begins what was prepared; whether it may was asked before. */
    long begin(Prepared prepared, RunRequest request, Beginning how) throws RunRefused {
        Control control = new Control(how.gate());
        return executions.begin(
                control,
                request.onBattery().isPresent(),
                () -> {
                    long run = store.runs().create(how.row());
                    how.recorded().accept(run);
                    return run;
                },
                run -> carryOut(run, prepared, control));
    }

    private void carryOut(long run, Prepared prepared, Control control) {
        MDC.put("run", "run " + run);
        Estates.Look look = around.look().get();
        try {
            RunStore.Claim claim = store.runs().claim(run);
            EventLog log = around.telling().over(run, store.runs().logFor(run, claim.epoch()));
            prepared.run(run, log, control);
        } catch (EventLogException e) {
            LOG.error("Run {} ended: {}", run, e.getMessage(), e);
        } catch (RuntimeException e) {
            LOG.error("Run {} broke off; it shows as lost in a moment", run, e);
        } finally {
            store.runs().nothingFollows(run);
            look.close();
            MDC.remove("run");
            around.ended().run();
        }
    }

    @Override
    public boolean cancel(long run, String by, boolean force) throws RunRefused {
        steered(run, by);
        return steering.cancel(run, by, force);
    }

    @Override
    public void cancelUpid(long run, String upid, String by, boolean force) throws RunRefused {
        steered(run, by);
        Optional<String> refusal = upids.end(run, upid, by, force);
        if (refusal.isPresent()) {
            throw new RunRefused(List.of(refusal.get()));
        }
    }

    @Override
    public boolean answer(long run, Question question, boolean go, String by) throws RunRefused {
        steered(run, by);
        return steering.answer(run, new Order.Question(question.step(), question.host()), go, by);
    }

    @Override
    public long again(long run, Again how) throws RunRefused {
        RunDetail detail = known(run);
        Optional<String> limit = how.onlyFailed()
                ? Optional.of(RunRecord.failed(run, detail.recap()))
                : Optional.ofNullable((String) detail.run().options().get("limit"));
        Cause cause = new Cause(Cause.Kind.PERSON, how.by());
        return submit(repeated(detail, limit, cause, RecordedTexts.counting(store.queries(), detail, how.text())));
    }

    @Override
    public Resumable resumable(long run, List<String> changed) {
        return store.queries()
                .detail(run)
                .map(detail -> new Resuming(store, detail).able(changed))
                .orElse(Resumable.NEVER);
    }

    @Override
    public synchronized long resume(long run, Resume how) throws RunRefused {
        RunDetail detail = known(run);
        permitted(how.by(), file(detail.run()));
        Resuming resuming = new Resuming(store, detail);
        Optional<String> refusal = resuming.able(changedSince(run))
                .whyNot()
                .or(() -> around.hold().why().map(why -> "Nothing is begun now: " + why + ". Resume it afterwards."));
        if (refusal.isPresent()) {
            throw new RunRefused(List.of(refusal.get()));
        }
        Optional<String> limit =
                Optional.ofNullable((String) detail.run().options().get("limit"));
        Cause cause = new Cause(Cause.Kind.PERSON, how.by());
        RunRequest request =
                repeated(detail, limit, cause, Optional.empty()).typed(how.password(), how.becomePassword());
        Prepared prepared = preparation.prepare(request);
        List<String> unfit =
                resuming.unfit(how.decided(), prepared.plan(), prepared.estate().json(), prepared.hosts());
        if (!unfit.isEmpty()) {
            throw new RunRefused(unfit);
        }
        prepared.after(
                new Preparation.Before(resuming.first(), next -> resuming.book(prepared.plan(), how.decided(), next)));
        NewRun row = approved.resuming(request, prepared, detail.run());
        try {
            return begin(prepared, request, new Beginning(row, StartGate.OPEN, begun -> {}));
        } catch (ResumedRuns.Passed e) {
            // the tidying, or somebody at another server, was first
            Optional<String> why = resumable(run, List.of()).whyNot();
            throw new RunRefused(List.of(why.orElse("Run " + run + " is no longer in the history.")));
        }
    }

    private RunDetail known(long run) throws RunRefused {
        return store.queries()
                .detail(run)
                .orElseThrow(
                        () -> new RunRefused(List.of("There is no run " + run + ". steward runs list shows them.")));
    }

    private RunRequest repeated(RunDetail detail, Optional<String> limit, Cause cause, Optional<RecordedTexts> texts) {
        Map<String, Object> said = detail.run().options();
        return new RunRequest(
                file(detail.run()),
                RunRecord.strings(said.get("inventory")),
                RunRecord.givenOf(said),
                RunRecord.options(said, limit),
                RunRecord.login(said),
                cause,
                Optional.empty(),
                texts);
    }

    /** Goes on with a run that had to leave its host to the next process, since its last step ended the machine. */
    void goOn(KeptRolls.Expected expected) {
        try {
            Optional<RunDetail> detail = store.queries().detail(expected.run());
            if (detail.isEmpty()) {
                LOG.error(
                        "Run {} is to be gone on with on {}, and is not in the history",
                        expected.run(),
                        expected.host());
                return;
            }
            Cause cause = new Cause(Cause.Kind.API, "steward, after run " + expected.run());
            RunRequest request = repeated(
                    detail.get(),
                    Optional.of(expected.host()),
                    cause,
                    RecordedTexts.counting(store.queries(), detail.get(), Text.RECORDED));
            Prepared prepared = preparation.prepare(request);
            // the second half of a run that was allowed to begin: to stop it now would leave its host half done
            NewRun row = prepared.record(Optional.empty());
            NewRun second = Optional.ofNullable(detail.get().run().options().get("approval"))
                    .map(row::approved)
                    .orElse(row);
            long run = begin(prepared, request, new Beginning(second, StartGate.OPEN, begun -> {}));
            LOG.info("Run {} goes on with run {} on {}", run, expected.run(), expected.host());
        } catch (RunRefused e) {
            LOG.error(
                    "Run {} cannot be gone on with on {}: {}; run its playbook again",
                    expected.run(),
                    expected.host(),
                    String.join("; ", e.problems()));
        }
    }

    @Override
    public List<String> changedSince(long run) {
        return store.queries()
                .detail(run)
                .map(detail ->
                        RecordedTexts.of(store.queries(), detail.sources()).changed())
                .orElse(List.of());
    }

    /** A fire that was missed or held is recorded as its schedule names the playbook. */
    private Path file(Run run) {
        Path file = Path.of(run.file());
        return run.status() == RunStatus.MISSED || run.status() == RunStatus.HELD
                ? preparation.folder().resolve(file)
                : file;
    }

    @Override
    public void await(long run) throws InterruptedException {
        executions.await(run);
    }
}
