package dev.steward.runner.module.system;

import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.event.Diff;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Positional;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.module.script.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code service}: systemd, OpenRC, or init scripts, as the host has them. */
@ModuleInfo(
        name = "service",
        doc = "Starts, stops, restarts, reloads, enables or disables a service of systemd, OpenRC or init scripts.",
        check = ModuleInfo.CheckMode.SIMULATES,
        returns = {
            @Returns(name = "manager", type = Type.TEXT, doc = "systemd, openrc or sysv."),
            @Returns(name = "exists", type = Type.FLAG, doc = "Whether the host knows the service."),
            @Returns(name = "active", type = Type.FLAG, doc = "Whether it ran before."),
            @Returns(
                    name = "enabled",
                    type = Type.TEXT,
                    doc = "Whether it started at boot before: yes, no, or systemd's word.")
        })
public final class Service implements TaskModule<Service.Args> {

    /** What it takes. */
    public record Args(
            @Positional @Doc("Its name.") String name,
            @Doc("started, stopped, restarted or reloaded.") Optional<State> state,
            @Doc("Whether it starts at boot.") Optional<Boolean> enabled,
            @Doc("Let systemd read its unit files again first.") boolean daemonReload) {}

    /** What it shall be. */
    public enum State {
        STARTED,
        STOPPED,
        RESTARTED,
        RELOADED
    }

    private final Script script = Script.named("service");

    @Override
    public Class<Args> args() {
        return Args.class;
    }

    @Override
    public Outcome run(Args args, Target target) throws ConnectionException, InterruptedException {
        if (!args.name().matches("[A-Za-z0-9_.@:][A-Za-z0-9_.@:\\\\-]*")) {
            return Outcome.failed("'" + args.name() + "' is no name of a service");
        }
        Answer answer = script.ask(
                target,
                args.name(),
                args.state().map(s -> s.name().toLowerCase(Locale.ROOT)).orElse(""),
                args.enabled().map(on -> on ? "1" : "0").orElse(""),
                args.daemonReload() ? "1" : "0",
                target.check() ? "1" : "0");
        if (answer.failure().isPresent()) {
            return told(Outcome.failed(args.name() + ": " + answer.failure().get()), answer);
        }
        if (answer.flag("missing")) {
            return told(missing(args, target), answer);
        }
        List<String> did = answer.texts("did");
        String would = target.check() ? "would be " : "";
        Outcome outcome = did.isEmpty()
                ? Outcome.ok(args.name() + " is as it should be")
                : Outcome.changed(args.name() + " " + would + String.join(" and ", did));
        return told(target.diff() ? outcome.with(diffs(args, answer, did)) : outcome, answer);
    }

    /** In check mode an earlier task may be what would install it. */
    private static Outcome missing(Args args, Target target) {
        return target.check()
                ? Outcome.changed(args.name() + " is not on the host yet; would be changed once it is")
                : Outcome.failed("the host knows no service '" + args.name() + "'");
    }

    private static Outcome told(Outcome outcome, Answer answer) {
        String enabled = answer.text("enabled");
        return outcome.with("manager", answer.text("manager"))
                .with("exists", answer.flag("exists"))
                .with("active", answer.flag("active"))
                .with("enabled", enabled.equals("1") ? "yes" : enabled.equals("0") ? "no" : enabled);
    }

    private static List<Diff> diffs(Args args, Answer answer, List<String> did) {
        List<Diff> diffs = new ArrayList<>();
        for (String step : did) {
            boolean boot = step.equals("enabled") || step.equals("disabled");
            String before = boot
                    ? (answer.flag("enabled") ? "enabled" : "disabled")
                    : answer.flag("active") ? "started" : "stopped";
            diffs.add(new Diff("service " + args.name(), before + "\n", step + "\n"));
        }
        return diffs;
    }
}
