package dev.steward.runner.module.control;

import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Positional;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import java.time.Duration;
import java.util.Optional;

/** {@code confirm}: the pause that an operator can cut short or turn into a stop. */
@ModuleInfo(
        name = "confirm",
        doc = "Asks the people watching and waits: they may go on at once or stop the host; unanswered it goes on.",
        check = ModuleInfo.CheckMode.SKIPS,
        local = true,
        returns = {@Returns(name = "answer", type = Type.TEXT, doc = "go, stop or timeout.")})
public final class Confirm implements TaskModule<Confirm.Args> {

    private static final Duration USUAL = Duration.ofSeconds(60);

    /** What it takes. */
    public record Args(
            @Positional @Doc("The question.") String text,
            @Doc("How long to wait for an answer; 60.seconds unless said.") Optional<Duration> timeout,
            @Doc("What silence means: go (unless said) or stop.") Optional<Silence> unanswered) {}

    /** What silence means. */
    public enum Silence {
        GO,
        STOP
    }

    @Override
    public Class<Args> args() {
        return Args.class;
    }

    @Override
    public Outcome run(Args args, Target target) throws InterruptedException {
        Duration limit = args.timeout().orElse(USUAL);
        if (target.check()) {
            return Outcome.skipped(
                    "check mode: would ask '" + args.text() + "' and wait up to " + limit.toSeconds() + " s");
        }
        Target.Answer answer = target.confirm(args.text(), limit);
        boolean stop = answer == Target.Answer.STOP
                || answer == Target.Answer.TIMEOUT && args.unanswered().orElse(Silence.GO) == Silence.STOP;
        String message =
                switch (answer) {
                    case GO -> "confirmed";
                    case STOP -> "stopped by the operator: " + args.text();
                    case TIMEOUT -> "nobody answered within " + limit.toSeconds() + " s";
                };
        Outcome outcome = stop ? Outcome.failed(message) : Outcome.ok(message);
        return outcome.with("answer", answer.name().toLowerCase(java.util.Locale.ROOT));
    }
}
