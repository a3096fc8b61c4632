package dev.steward.runner.module.patch;

import dev.steward.runner.connection.Command.Limits;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.patch.Excluded;
import dev.steward.runner.patch.Family;
import dev.steward.runner.patch.OsRelease;
import dev.steward.runner.patch.PackageChange;
import dev.steward.runner.patch.PatchReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One patch task on one host. */
final class Patching implements Guard.Work {

    private static final Duration USUAL_PATIENCE = Duration.ofMinutes(2);
    private static final Duration USUAL_LIMIT = Duration.ofMinutes(30);

    private final PatchModule.Args args;
    private final Target target;
    private final Scripts scripts;
    private final List<Excluded> excluded;
    private final List<EarlierUpdate> earlier = new ArrayList<>();
    private Optional<PatchReport.System> system = Optional.empty();
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
        return action() == PatchModule.Action.APPLY && !target.check();
    }

    private PatchModule.Action action() {
        return args.action().orElse(PatchModule.Action.APPLY);
    }

    @Override
    public PatchReport check() throws ConnectionException, InterruptedException {
        Optional<String> ostype = Configured.ostype(target);
        Optional<String> outside = Outside.by(ostype);
        if (outside.isPresent()) {
            PatchReport.System unknown = new PatchReport.System(Family.DEBIAN, new OsRelease("", List.of(), "", ""));
            return reading(unknown).failed(outside.get(), false);
        }
        Answer look = scripts.look(target, target.check());
        Choice choice = Choice.of(args.wished(target.host()), Choice.os(look), ostype);
        PatchReport.System found = new PatchReport.System(choice.family().orElse(Family.DEBIAN), choice.os());
        Reading reading = reading(found);
        if (look.failure().isPresent() || choice.family().isEmpty()) {
            return reading.failed(look.failure().orElseGet(choice::refusal), false);
        }
        Optional<String> nested = Outside.by(look, target.host());
        if (nested.isPresent()) {
            return reading.failed(nested.get(), false);
        }
        choice.said().forEach(target::log);
        system = Optional.of(found);
        left(look);
        for (String going : target.check() ? List.<String>of() : look.texts("going")) {
            if (!ended(going)) {
                return reading.failed(still(going), true);
            }
        }
        Scripts.Said said = scripts.check(target, found, Limits.of(limit()), words());
        PatchReport report = reading.check(said.answer(), said.result().err());
        refreshed = report.state().indexRefreshed();
        tell(report, said.answer());
        return needed(report);
    }

    /** What killed work has left on a host. */
    private void left(Answer look) {
        look.texts("released")
                .forEach(ticket ->
                        target.log("packages that killed work had left on hold were released (" + ticket + ")"));
        look.texts("unreleased")
                .forEach(file -> target.log("packages that killed work had left on hold could not be released; they are"
                        + " named in " + file + " on the host"));
        heard(EarlierUpdate.in(look));
    }

    private void heard(List<EarlierUpdate> updates) {
        updates.forEach(each -> target.log(each.words()));
        earlier.addAll(updates);
    }

    /** Waits for an update that an earlier run has left going, and says whether it has ended. */
    private boolean ended(String going) throws ConnectionException, InterruptedException {
        target.log("an update of an earlier run still goes on (" + going + "); waiting for its end");
        Optional<Answer> answer = attached(going);
        answer.ifPresent(
                its -> heard(List.of(EarlierUpdate.of(going, its.flag("died") ? "died" : its.text("status"), its))));
        return answer.isPresent();
    }

    private Optional<Answer> attached(String ticket) throws ConnectionException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("update"));
        words.addAll(words());
        return scripts.update(system.orElseThrow()).run(target, ticket, Optional.of(limit()), words);
    }

    /** The host may leave out what others need; then it is not left out, and that may not be. */
    private PatchReport needed(PatchReport report) {
        if (!report.well()) {
            return report;
        }
        Optional<String> needed = Exclusions.needed(
                excluded,
                report.packages().stream()
                        .filter(change -> !change.from().isEmpty())
                        .map(PackageChange::name));
        return needed.map(name ->
                        report.failed("'" + name + "' is to be left out, but what is to be done needs it changed;"
                                + " leave out what needs it too, or allow it"))
                .orElse(report);
    }

    private void tell(PatchReport report, Answer answer) {
        if (!answer.texts("out").isEmpty()) {
            target.log("left out: " + String.join(", ", answer.texts("out")));
        }
        boolean silent = !report.packages().isEmpty()
                && report.packages().stream()
                        .allMatch(change -> change.security().isEmpty());
        if (silent) {
            target.log("the sources of " + report.system().family().tool()
                    + " do not tell which of these packages mend a weakness");
        }
    }

    @Override
    public PatchReport update() throws ConnectionException, InterruptedException {
        PatchReport.System known =
                system.orElseThrow(() -> new IllegalStateException("a check comes before an update"));
        Reading reading = reading(known);
        try {
            Optional<Answer> answer = attached(target.ticket());
            answer.map(EarlierUpdate::in).ifPresent(this::heard);
            return answer.map(reading::update)
                    .orElseGet(() -> reading.failed(still(target.ticket()), true))
                    .refreshed(refreshed);
        } catch (InterruptedException e) {
            if (!target.forced()) {
                throw e;
            }
            return reading.failed(new PatchKill().end(target, target.ticket(), known.family()), false);
        }
    }

    private Reading reading(PatchReport.System found) {
        return new Reading(found, excluded, patience());
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

    private Duration limit() {
        return args.timeout().orElse(USUAL_LIMIT);
    }

    @Override
    public Outcome outcome(PatchReport report, String stage) {
        boolean done = !stage.equals("check");
        boolean changed = !earlier.isEmpty() || !report.packages().isEmpty() && (done || applies() || target.check());
        Outcome outcome = report.end()
                .failure()
                .map(Outcome::failed)
                .orElseGet(() -> Outcome.changed(changed, words(report, done)));
        outcome = outcome.with("action", action().name().toLowerCase(Locale.ROOT));
        for (Map.Entry<String, Object> each : report.data().entrySet()) {
            outcome = outcome.with(each.getKey(), each.getValue());
        }
        return outcome.with("stage", stage)
                .with("earlier", earlier.stream().map(EarlierUpdate::data).collect(Collectors.toList()));
    }

    private String words(PatchReport report, boolean done) {
        long before = earlier.stream().mapToLong(each -> each.changes().size()).sum();
        return report.summary(done)
                + (before > 0
                        ? "; " + before + (before == 1 ? " package" : " packages")
                                + " changed by an update of an earlier run"
                        : "");
    }
}
