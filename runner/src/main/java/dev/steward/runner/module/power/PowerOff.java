package dev.steward.runner.module.power;

import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.module.script.Script;
import dev.steward.runner.module.system.Boot;
import dev.steward.runner.module.system.Knock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** {@code poweroff}: switches a host off over its own connection, and believes it when it is seen to be gone. */
@ModuleInfo(
        name = "poweroff",
        doc =
                "Switches the host off and waits until it is gone: nobody answers there any more. The machine Steward runs on follows as"
                        + " the last, after the run. Guests and nodes of Proxmox: take guest and node.",
        check = ModuleInfo.CheckMode.SIMULATES,
        returns = {@Returns(name = "elapsed", type = Type.NUMBER, doc = "Seconds from the order until it was gone.")})
public final class PowerOff implements TaskModule<PowerOff.Args> {

    private static final Duration USUAL = Duration.ofMinutes(5);
    private static final Duration SETTLE = Duration.ofSeconds(20);
    private static final Duration SILENCE = Duration.ofSeconds(4);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** What it takes. */
    public record Args(
            @Doc("Said to the users logged in, and in the host's log.") Optional<String> message,
            @Doc("How long to wait until it is gone; 5.minutes unless said.") Optional<Duration> timeout,
            @Doc(
                            "How long a host whose address still refuses connections must do so until it is taken as gone: its sshd ends before the"
                                    + " rest; 20.seconds unless said.")
                    Optional<Duration> settle) {}

    private final Script boot = Script.named("boot");
    private final Script order = Script.named("power-off");
    private final Knock knock = new Knock();

    @Override
    public Class<Args> args() {
        return Args.class;
    }

    @Override
    public Outcome run(Args args, Target target) throws ConnectionException, InterruptedException {
        String name = target.host().name();
        if (target.own().stream().anyMatch(own -> own.name().equals(name))) {
            return own(name, target);
        }
        Answer before;
        try {
            before = boot.ask(target);
        } catch (ConnectionException e) {
            if (target.check() || !gone(e)) {
                throw e;
            }
            return Outcome.ok("does not answer, so it is taken as off already: " + e.getMessage());
        }
        Optional<String> refusal = refusal(before);
        if (refusal.isPresent()) {
            return Outcome.failed(refusal.get());
        }
        if (target.check()) {
            return Outcome.changed("would be switched off");
        }
        long ordered = target.time().nanos();
        Optional<String> failure = order(args.message().orElse("Switched off by Steward"), target);
        if (failure.isPresent()) {
            return Outcome.failed("cannot be switched off: " + failure.get());
        }
        return seen(args, target, new Boot(before.text("boot"), before.text("start")), ordered);
    }

    private static Outcome own(String name, Target target) {
        if (target.check()) {
            return Outcome.changed("would be switched off as the last, after the run: Steward runs there");
        }
        return target.handOver(Map.of("command", "poweroff"))
                .map(words -> Outcome.changed(words).with("handedOver", true))
                .orElseGet(() -> Outcome.failed("Steward itself runs on " + name
                        + ": switching it off would end this run, and nobody takes it over; do it by hand"));
    }

    private static boolean gone(ConnectionException e) {
        return e.kind() == Kind.UNREACHABLE || e.kind() == Kind.TIMEOUT;
    }

    private static Optional<String> refusal(Answer before) {
        if (before.failure().isPresent()) {
            return before.failure();
        }
        return before.text("uid").equals("0")
                ? Optional.empty()
                : Optional.of("poweroff needs root on the host: add become() to the play");
    }

    /** The link may end before the answer comes; that is what was asked for. */
    private Optional<String> order(String message, Target target) throws ConnectionException, InterruptedException {
        try {
            Answer answer = order.ask(target, message);
            return answer.has("end") ? answer.failure() : Optional.empty();
        } catch (ConnectionException e) {
            if (e.kind() == Kind.LOST || e.kind() == Kind.TIMEOUT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Outcome seen(Args args, Target target, Boot old, long ordered)
            throws ConnectionException, InterruptedException {
        Duration limit = args.timeout().orElse(USUAL);
        Optional<Long> quiet = Optional.empty();
        for (int attempt = 0; target.time().nanos() - ordered < limit.toNanos(); attempt++) {
            long asked = target.time().nanos();
            Knock.Heard heard = knock.at(target, attempt);
            if (heard.boot().filter(old::differs).isPresent()) {
                return Outcome.failed(
                        "was switched off, and answers again from another boot: something starts it again");
            }
            quiet = heard.boot().isPresent() ? Optional.empty() : quiet.or(() -> Optional.of(asked));
            Duration settle = heard.refused() ? args.settle().orElse(SETTLE) : SILENCE;
            if (quiet.isPresent() && target.time().nanos() - quiet.get() >= settle.toNanos()) {
                double elapsed = (quiet.get() - ordered) / 1e9;
                return Outcome.changed("was switched off; gone after " + Math.round(elapsed) + " s")
                        .with("elapsed", elapsed);
            }
            target.time().sleep(PAUSE);
        }
        return Outcome.failed("was told to switch off, and is not gone after " + limit.toSeconds() + " s");
    }
}
