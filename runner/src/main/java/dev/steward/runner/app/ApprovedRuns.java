package dev.steward.runner.app;

import dev.steward.dsl.plan.Plan;
import dev.steward.runner.app.Preparation.Prepared;
import dev.steward.runner.app.account.Permits;
import dev.steward.runner.app.approve.ApprovalDesk;
import dev.steward.runner.app.approve.ApprovalNotices;
import dev.steward.runner.app.approve.ApprovalRefused;
import dev.steward.runner.app.approve.ApprovalRule;
import dev.steward.runner.app.approve.Drawn;
import dev.steward.runner.app.approve.Work;
import dev.steward.runner.app.patch.PatchDesk;
import dev.steward.runner.app.tell.Tellers;
import dev.steward.runner.config.StewardConfig;
import dev.steward.runner.engine.StartGate;
import dev.steward.runner.event.Cause;
import dev.steward.runner.store.NewRun;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.approve.Approval;
import dev.steward.runner.time.Time;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** Keeps runs from beginning that wait for another person's word, and begins those that have it. */
final class ApprovedRuns implements Work {

    private final Preparation preparation;
    private final RunDesk runs;
    private final ApprovalRule rule;
    private final Reaching reaching;
    private final ApprovalDesk desk;

    ApprovedRuns(Preparation preparation, Store store, RunDesk runs, Setting setting) {
        this.preparation = preparation;
        this.runs = runs;
        this.rule = setting.rule();
        this.reaching = setting.reaching();
        this.desk = new ApprovalDesk(store, rule, this, setting.waiting(), setting.time());
    }

    /**
     * Which runs wait, who is told of it, and the clock.
     *
     * @param permits who may run what
     * @param rule says which wait
     * @param waiting is told
     * @param reaching says how far a plan reaches
     */
    record Setting(Permits permits, ApprovalRule rule, ApprovalDesk.Waiting waiting, Reaching reaching, Time time) {

        static Setting of(StewardConfig config, Store store, Tellers tellers, Supplier<PatchDesk> patches, Time time) {
            ApprovalNotices notices =
                    new ApprovalNotices(tellers.urgent()::tell, config.server().url());
            Permits permits = Permits.of(store, config.playbooks());
            return new Setting(
                    permits,
                    new ApprovalRule(config.approval()),
                    notices,
                    (plan, hosts) -> patches.get().reach(plan, hosts),
                    time);
        }
    }

    /** Says how far a plan on these hosts reaches beyond them, in sentences; none: no further. */
    @FunctionalInterface
    interface Reaching {

        List<String> of(Plan plan, List<List<String>> hosts);
    }

    ApprovalDesk desk() {
        return desk;
    }

    /** Refuses a run that waits for another person's word, by whatever way it came. */
    void refuse(RunRequest request, Prepared prepared) throws RunRefused {
        Optional<String> why = rule.why(
                prepared.plan(),
                request.playbook().toString(),
                request.schedule(),
                request.options().check());
        if (why.isPresent()) {
            throw RunRefused.unapproved(why.get()
                    + ". Ask for it: steward plan " + request.playbook().getFileName()
                    + " --ask-approval 'REASON', or the button 'Ask for approval' of its page.");
        }
    }

    /**
     * The row of a run that goes on with another: what that one's approval let begin may be brought to its end, any other waits
     * for a person's word as if it began.
     */
    NewRun resuming(RunRequest request, Prepared prepared, Run before) throws RunRefused {
        Optional<Object> approval = Optional.ofNullable(before.options().get("approval"));
        if (approval.isEmpty()) {
            refuse(request, prepared);
        }
        NewRun row = prepared.record(Optional.empty()).resuming(before.id());
        return approval.map(row::approved).orElse(row);
    }

    Approval ask(RunRequest request, String why, String by) throws RunRefused {
        if (request.login().password().isPresent()
                || request.options().becomePassword().isPresent()
                || !request.login().typed().isEmpty()) {
            throw new RunRefused(List.of("A plan that waits keeps no password or secret: name it in the secrets file or"
                    + " the inventory instead of typing it."));
        }
        runs.permitted(by, request.playbook());
        try {
            return desk.ask(drawn(request, preparation.prepare(request)), why, by);
        } catch (ApprovalRefused e) {
            throw new RunRefused(e.problems());
        }
    }

    @Override
    public Drawn draw(Order what) throws ApprovalRefused {
        RunRequest request = request(what, false);
        return drawn(request, prepared(request));
    }

    private Prepared prepared(RunRequest request) throws ApprovalRefused {
        try {
            return preparation.prepare(request);
        } catch (RunRefused e) {
            throw refused(e);
        }
    }

    private static ApprovalRefused refused(RunRefused e) {
        return new ApprovalRefused(ApprovalRefused.Kind.CONFLICT, e.problems());
    }

    private Drawn drawn(RunRequest request, Prepared prepared) {
        Path folder = request.playbook().toAbsolutePath().normalize().getParent();
        return new Drawn(
                prepared.record(Optional.empty()),
                prepared.plan(),
                prepared.hosts(),
                prepared.estate(),
                reaching.of(prepared.plan(), prepared.hosts()),
                folder == null ? Path.of("/") : folder);
    }

    @Override
    public void permitted(String who, String file) throws ApprovalRefused {
        try {
            runs.permitted(who, Path.of(file));
        } catch (RunRefused e) {
            throw new ApprovalRefused(ApprovalRefused.Kind.FORBIDDEN, e.problems());
        }
    }

    @Override
    public long check(Order what) throws ApprovalRefused {
        RunRequest request = request(what, true);
        held(request);
        Prepared prepared = prepared(request);
        return begin(prepared, request, prepared.record(Optional.empty()), run -> {});
    }

    @Override
    public long begin(Order what, Same same, LongConsumer recorded) throws ApprovalRefused {
        RunRequest request = request(what, false);
        held(request);
        Prepared prepared = prepared(request);
        same.look(drawn(request, prepared));
        NewRun row = prepared.record(Optional.empty());
        return begin(prepared, request, row.approved(what.approval()), recorded);
    }

    private long begin(Prepared prepared, RunRequest request, NewRun row, LongConsumer recorded)
            throws ApprovalRefused {
        try {
            return runs.begin(prepared, request, new RunDesk.Beginning(row, StartGate.OPEN, recorded));
        } catch (RunRefused e) {
            throw refused(e);
        }
    }

    /** On battery nothing ordinary begins; an outage itself never waits for anybody's word. */
    private void held(RunRequest request) throws ApprovalRefused {
        Optional<String> why = request.onBattery().isPresent() ? Optional.empty() : runs.heldFor();
        if (why.isPresent()) {
            throw new ApprovalRefused(
                    ApprovalRefused.Kind.CONFLICT,
                    "Nothing is begun now: " + why.get() + ". Try again when the power is back.");
        }
    }

    private static RunRequest request(Order what, boolean check) {
        Map<String, Object> said = new LinkedHashMap<>(what.options());
        if (check) {
            said.put("check", true);
            said.put("diff", true);
        }
        RunRequest request = new RunRequest(
                Path.of(what.file()),
                RunRecord.strings(said.get("inventory")),
                RunRecord.givenOf(said),
                RunRecord.options(said, Optional.ofNullable((String) said.get("limit"))),
                RunRecord.login(said),
                new Cause(Cause.Kind.PERSON, what.by()),
                Optional.empty());
        return request.onBattery(Optional.ofNullable((String) said.get("onBattery")));
    }

    @Override
    public void await(long run) throws InterruptedException {
        runs.await(run);
    }
}
