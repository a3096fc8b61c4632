package dev.steward.runner.module.system;

import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.module.script.Script;
import dev.steward.runner.patch.RebootExemptions;
import java.time.Duration;
import java.util.Optional;

/** {@code reboot}: restarts the host and believes it only when another boot answers. */
@ModuleInfo(
        name = "reboot",
        doc = "Restarts the host and waits until it answers again from another boot.",
        check = ModuleInfo.CheckMode.SIMULATES,
        returns = {
            @Returns(name = "rebooted", type = Type.FLAG, doc = "Whether another boot answered."),
            @Returns(
                    name = "handedOver",
                    type = Type.FLAG,
                    doc = "Whether it follows after this run: Steward itself runs there."),
            @Returns(name = "elapsed", type = Type.NUMBER, doc = "Seconds from the order to the answer."),
            @Returns(
                    name = "downtime",
                    type = Type.NUMBER,
                    doc = "Seconds without an answer, as far as it was looked for.")
        })
public final class Reboot implements TaskModule<Reboot.Args> {

    private static final Duration USUAL_DELAY = Duration.ofSeconds(10);
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(300);

    /** What it takes. */
    public record Args(
            @Doc("Said to the users logged in, and in the host's log.") Optional<String> message,
            @Doc("How long to wait before the first look; 10.seconds unless said.") Optional<Duration> delay,
            @Doc("How long to look; 300.seconds unless said.") Optional<Duration> timeout,
            @Doc(
                            "Nobody asked for it by name: a host that people made exempt from such reboots is left alone. In a run that a"
                                    + " schedule began every reboot is such a one.")
                    boolean auto) {}

    private final Script boot = Script.named("boot");
    private final Script reboot = Script.named("reboot");
    private final Knock knock = new Knock();
    private final RebootExemptions exemptions;

    /** The module; which hosts nothing automatic reboots. */
    public Reboot(RebootExemptions exemptions) {
        this.exemptions = exemptions;
    }

    /** The module where no host is exempt. */
    public Reboot() {
        this(RebootExemptions.NONE);
    }

    @Override
    public Class<Args> args() {
        return Args.class;
    }

    @Override
    public Outcome run(Args args, Target target) throws ConnectionException, InterruptedException {
        Optional<String> exempt =
                args.auto() || exemptions.automatic() ? exemptions.why(target.executor()) : Optional.empty();
        if (exempt.isPresent()) {
            return Outcome.skipped("not rebooted: it is exempt from automatic reboots, " + exempt.get())
                    .with("rebooted", false);
        }
        return carriedOut(args, target);
    }

    private Outcome carriedOut(Args args, Target target) throws ConnectionException, InterruptedException {
        Answer before = boot.ask(target);
        Optional<String> refusal = refusal(before);
        if (refusal.isPresent()) {
            return Outcome.failed(refusal.get()).with("rebooted", false);
        }
        if (target.check()) {
            return Outcome.changed("would reboot").with("rebooted", false);
        }
        String message = args.message().orElse("Reboot initiated by Steward");
        long ordered = target.time().nanos();
        Optional<String> failure = order(before.text("way"), message, target);
        if (failure.isPresent()) {
            return Outcome.failed("cannot reboot: " + failure.get()).with("rebooted", false);
        }
        target.log("reboot ordered: " + message);
        target.time().sleep(args.delay().orElse(USUAL_DELAY));
        Boot old = new Boot(before.text("boot"), before.text("start"));
        return new Return(knock, old, target, ordered).await(args.timeout().orElse(USUAL_TIMEOUT));
    }

    private static Optional<String> refusal(Answer before) {
        if (before.failure().isPresent()) {
            return before.failure();
        }
        if (!before.text("uid").equals("0")) {
            return Optional.of("reboot needs root on the host: add become() to the play");
        }
        if (before.text("way").isEmpty()) {
            return Optional.of("the host has neither 'shutdown' nor 'reboot'");
        }
        boolean blind =
                before.text("boot").equals("none") && before.text("start").equals("none");
        return blind
                ? Optional.of("the host shows neither a boot id nor PID 1's start time: a reboot could not be proven")
                : Optional.empty();
    }

    /** The link may end before the answer comes; that is what was asked for. */
    private Optional<String> order(String way, String message, Target target)
            throws ConnectionException, InterruptedException {
        try {
            Answer answer = reboot.ask(target, way, message);
            // A shell that was ended by the shutdown has no end in its answer; the boot identity tells the truth later.
            return answer.has("end") ? answer.failure() : Optional.empty();
        } catch (ConnectionException e) {
            if (e.kind() == ConnectionException.Kind.LOST || e.kind() == ConnectionException.Kind.TIMEOUT) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
