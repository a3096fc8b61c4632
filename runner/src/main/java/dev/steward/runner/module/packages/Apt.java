package dev.steward.runner.module.packages;

import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.connection.Command;
import dev.steward.runner.connection.Command.Limits;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Positional;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.module.script.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code apt}: packages of Debian and its kin. The work itself is a {@link DetachedJob}. */
@ModuleInfo(
        name = "apt",
        doc =
                "Refreshes the package lists, installs, upgrades and removes packages. Configuration files changed on the "
                        + "host are kept. The work runs detached on the host and survives the loss of the connection.",
        check = ModuleInfo.CheckMode.SIMULATES,
        onCancel = ModuleInfo.OnCancel.FINISHES,
        returns = {
            @Returns(
                    name = "packages",
                    type = Type.LIST,
                    doc =
                            "What changed: a map of name, from, to and action (installed, upgraded, removed, configured) each."),
            @Returns(
                    name = "upgradable",
                    type = Type.INTEGER,
                    doc = "How many packages could still be upgraded; null where nothing counted them."),
            @Returns(name = "held", type = Type.TEXTS, doc = "Packages on hold."),
            @Returns(name = "keptBack", type = Type.TEXTS, doc = "Packages with a newer version that was not taken."),
            @Returns(name = "rebootRequired", type = Type.FLAG, doc = "Whether the host asks for a reboot."),
            @Returns(name = "rebootPackages", type = Type.TEXTS, doc = "The packages that ask for it."),
            @Returns(name = "cacheUpdated", type = Type.FLAG, doc = "Whether the package lists were refreshed."),
            @Returns(
                    name = "earlier",
                    type = Type.LIST,
                    doc =
                            "Package work of earlier tasks that ended after Steward or the task had left it: a map of job, "
                                    + "status and packages each. Told once.")
        })
public final class Apt implements TaskModule<Apt.Args> {

    private static final Duration USUAL_PATIENCE = Duration.ofMinutes(2);

    /** Debian policy 5.6.1 for the name; an architecture, a version or a release may follow. */
    private static final String NAME = "[a-z0-9][a-z0-9+.-]+(:[a-z0-9-]+)?([=/][A-Za-z0-9.+:~-]+)?";

    /** What it takes. */
    public record Args(
            @Positional @Doc("Packages, as 'nginx', 'nginx=1.22.1-9' or 'libc6:i386'.") Optional<List<String>> name,
            @Doc("present (unless said), latest or absent.") Optional<State> state,
            @Doc("Upgrade all packages: dist and full may also install and remove, safe never removes.")
                    Optional<Upgrade> upgrade,
            @Doc("Refresh the package lists first.") boolean updateCache,
            @Doc("Take package lists that are younger than this as they are.") Optional<Duration> cacheValidTime,
            @Doc("Remove packages that nothing needs any more.") boolean autoremove,
            @Doc("Remove downloaded packages that no longer can be.") boolean autoclean,
            @Doc("Remove configuration files with their package.") boolean purge,
            @Doc("Install recommended packages too; left out: as the host is set up.") Optional<Boolean> recommends,
            @Doc("The release to prefer, as 'bookworm-backports'.") Optional<String> defaultRelease,
            @Doc("How long to wait while other package work is going on; 2.minutes unless said.")
                    Optional<Duration> lockTimeout) {}

    /** What a package shall be. */
    public enum State {
        PRESENT,
        LATEST,
        ABSENT
    }

    /** How far an upgrade may go. */
    public enum Upgrade {
        DIST,
        FULL,
        SAFE
    }

    private final Script apt = Script.named("apt-work", "apt");
    private final Script kill = Script.named("kill", "apt-kill");
    private final DetachedJob job = new DetachedJob(Script.text("apt-work", "apt"));

    @Override
    public Class<Args> args() {
        return Args.class;
    }

    @Override
    public Outcome run(Args args, Target target) throws ConnectionException, InterruptedException {
        Optional<Outcome> refused = refused(args);
        if (refused.isPresent()) {
            return refused.get();
        }
        if (target.check()) {
            List<String> words = new ArrayList<>(List.of(""));
            words.addAll(words(args));
            return told(args, apt.ask(target, words.toArray(String[]::new)), target);
        }
        try {
            Optional<Answer> answer = job.run(target, words(args));
            return answer.isPresent() ? told(args, answer.get(), target) : stillRunning(target);
        } catch (InterruptedException e) {
            if (!target.forced()) {
                throw e;
            }
            return killed(target);
        }
    }

    private static Optional<Outcome> refused(Args args) {
        for (String name : args.name().orElse(List.of())) {
            if (!name.matches(NAME)) {
                return Optional.of(Outcome.failed("'" + name + "' is no name of a package"));
            }
        }
        if (args.defaultRelease()
                .filter(r -> !r.matches("[A-Za-z0-9][A-Za-z0-9.=_-]*"))
                .isPresent()) {
            return Optional.of(Outcome.failed("'" + args.defaultRelease().get() + "' is no name of a release"));
        }
        boolean nothing = args.name().isEmpty()
                && args.upgrade().isEmpty()
                && !args.updateCache()
                && !args.autoremove()
                && !args.autoclean();
        return nothing
                ? Optional.of(Outcome.failed(
                        "apt is told nothing to do; give name, upgrade, updateCache, autoremove or autoclean"))
                : Optional.empty();
    }

    private static List<String> words(Args args) {
        List<String> words = new ArrayList<>(List.of(
                args.updateCache() ? "1" : "0",
                String.valueOf(args.cacheValidTime().map(Duration::toSeconds).orElse(0L)),
                args.upgrade().map(u -> u == Upgrade.SAFE ? "safe" : "dist").orElse(""),
                args.state().orElse(State.PRESENT).name().toLowerCase(Locale.ROOT),
                args.autoremove() ? "1" : "0",
                args.autoclean() ? "1" : "0",
                String.valueOf(patience(args)),
                args.purge() ? "1" : "0",
                args.defaultRelease().orElse(""),
                args.recommends().map(on -> on ? "1" : "0").orElse("")));
        words.addAll(args.name().orElse(List.of()));
        return words;
    }

    private static long patience(Args args) {
        return args.lockTimeout().orElse(USUAL_PATIENCE).toSeconds();
    }

    private static Outcome told(Args args, Answer answer, Target target) {
        AptReport report = new AptReport(answer, target.check());
        Outcome outcome;
        if (answer.flag("died")) {
            outcome = Outcome.failed("the package work ended without a word (was the host restarted?); see "
                    + answer.text("job") + "/log there and run 'dpkg --audit'");
        } else if (answer.failure().isPresent()) {
            outcome = Outcome.failed(AptFailure.words(answer, patience(args)));
        } else if (!answer.has("end")) {
            outcome = Outcome.failed("the package work broke off with status " + answer.text("status") + "; see "
                    + answer.text("job") + "/log on the host");
        } else {
            outcome = done(args, answer, report);
        }
        List<Earlier> earlier = Earlier.in(answer);
        earlier.forEach(each -> target.log(each.words()));
        return report.told(outcome, target.diff())
                .with("earlier", earlier.stream().map(Earlier::data).collect(Collectors.toList()));
    }

    private static Outcome done(Args args, Answer answer, AptReport report) {
        boolean cacheAlone = args.name().isEmpty() && args.upgrade().isEmpty() && answer.flag("cacheUpdated");
        if (!report.changes().isEmpty()) {
            return Outcome.changed(report.summary());
        }
        if (answer.has("cleaned")) {
            return Outcome.changed(answer.texts("cleaned").size() + " downloaded packages removed");
        }
        return cacheAlone ? Outcome.changed("package lists refreshed") : Outcome.ok("nothing to do");
    }

    private static Outcome stillRunning(Target target) {
        String folder = "/var/lib/steward/jobs/" + target.ticket();
        return Outcome.failed("still running when the task's time was up; it goes on, detached, on the host: see "
                        + folder + "/log there")
                .with("job", folder);
    }

    private Outcome killed(Target target) throws ConnectionException, InterruptedException {
        Command command = kill.command(List.of(target.ticket())).within(Limits.of(Duration.ofMinutes(3)));
        Answer answer = Answer.of(target.probe(command));
        boolean right = answer.text("configureStatus").equals("0")
                && answer.text("auditAfter").isBlank();
        target.log("package work killed; dpkg --audit: " + said(answer.text("audit")));
        target.log("dpkg --configure -a (status " + answer.text("configureStatus") + "): "
                + said(answer.text("configured")));
        String left = right
                ? "'dpkg --configure -a' has put the package database right"
                : "the package database is not right: " + said(answer.text("auditAfter"))
                        + "; run 'dpkg --configure -a' on the host";
        return Outcome.failed("package work killed by a forced cancel; " + left)
                .with("audit", answer.text("audit"))
                .with("configured", answer.text("configured"));
    }

    private static String said(String text) {
        return text.isBlank() ? "nothing to report" : text.strip();
    }
}
