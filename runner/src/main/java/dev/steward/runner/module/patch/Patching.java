package dev.steward.runner.module.patch;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.packages.DetachedJob;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.patch.Excluded;
import dev.steward.runner.patch.Family;
import dev.steward.runner.patch.PatchReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One patch task on one host. */
final class Patching implements Guard.Work {

    private static final Duration USUAL_PATIENCE = Duration.ofMinutes(2);

    private final PatchModule.Args args;
    private final Target target;
    private final Scripts scripts;
    private final List<Excluded> excluded;
    private Optional<Reading> reading = Optional.empty();
    private Optional<Family> family = Optional.empty();
    private boolean refreshed;

    Patching(PatchModule.Args args, Target target, Scripts scripts, List<Excluded> excluded) {
        this.args = args;
        this.target = target;
        this.scripts = scripts;
        this.excluded = List.copyOf(excluded);
    }

    @Override
    public PatchModule.Args args() {
        return args;
    }

    @Override
    public Target target() {
        return target;
    }

    @Override
    public boolean applies() {
        return args.action().orElse(PatchModule.Action.APPLY) == PatchModule.Action.APPLY && !target.check();
    }

    @Override
    public PatchReport check() throws ConnectionException, InterruptedException {
        Answer look = scripts.look(target, target.check());
        Choice choice = Choice.of(args.wished(target.host()), Choice.os(look), Optional.empty());
        Reading read = new Reading(
                new PatchReport.System(choice.family().orElse(Family.DEBIAN), choice.os()), excluded, patience());
        if (look.failure().isPresent()) {
            return read.failed(look.failure().get(), false);
        }
        if (choice.family().isEmpty()) {
            return read.failed(choice.refusal(), false);
        }
        choice.said().forEach(target::log);
        reading = Optional.of(read);
        family = choice.family();
        for (String going : look.texts("going")) {
            Optional<PatchReport> left = ended(going, read);
            if (left.isPresent()) {
                return left.get();
            }
        }
        Scripts.Said said = scripts.check(target, choice.family().get(), words());
        PatchReport report = read.check(said.answer(), said.result().err());
        refreshed = report.state().indexRefreshed();
        return report;
    }

    /** Waits for an update that an earlier run has left; empty: it has ended. */
    private Optional<PatchReport> ended(String going, Reading read) throws ConnectionException, InterruptedException {
        target.log("an update of an earlier run still goes on (" + going + "); waiting for its end");
        Optional<Answer> answer = scripts.update(family.get()).run(target, going, words());
        if (answer.isEmpty()) {
            return Optional.of(read.failed(still(going), true));
        }
        PatchReport report = read.update(answer.get());
        target.log("that update has ended: " + report.end().failure().orElse(report.summary(true)));
        return Optional.empty();
    }

    @Override
    public PatchReport update() throws ConnectionException, InterruptedException {
        Reading read = reading.orElseThrow(() -> new IllegalStateException("a check comes before an update"));
        DetachedJob job = scripts.update(family.get());
        List<String> words = new ArrayList<>(List.of("update"));
        words.addAll(words());
        Optional<Answer> answer = job.run(target, words);
        return answer.map(read::update)
                .orElseGet(() -> read.failed(still(target.ticket()), true))
                .refreshed(refreshed);
    }

    private static String still(String ticket) {
        return "the update was still running when its time was up; it goes on, detached, on the host, and the next patch"
                + " run waits for it: see /var/lib/steward/jobs/" + ticket + "/log there";
    }

    private List<String> words() {
        List<String> words = new ArrayList<>(List.of(
                target.check() ? "1" : "0",
                String.valueOf(patience()),
                args.securityOnly() ? "1" : "0",
                args.autoremove() ? "1" : "0"));
        excluded.forEach(one -> words.add(one.name()));
        return words;
    }

    private long patience() {
        return args.lockTimeout().orElse(USUAL_PATIENCE).toSeconds();
    }

    @Override
    public Outcome outcome(PatchReport report, String stage) {
        boolean done = !stage.equals("check");
        String summary = report.summary(done);
        Outcome outcome = report.end().failure().isPresent()
                ? Outcome.failed(report.end().failure().get())
                : Outcome.changed(!report.packages().isEmpty() && (done || target.check()), summary);
        outcome = outcome.with(
                "action", args.action().orElse(PatchModule.Action.APPLY).name().toLowerCase(java.util.Locale.ROOT));
        for (Map.Entry<String, Object> each : report.data().entrySet()) {
            outcome = outcome.with(each.getKey(), each.getValue());
        }
        return outcome.with("stage", stage);
    }
}
