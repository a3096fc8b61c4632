package dev.steward.runner.module.system;

import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import java.time.Duration;
import java.util.Optional;

/** {@code waitForConnection}. */
@ModuleInfo(
        name = "waitForConnection",
        doc = "Waits until Steward can log in to the host and run a script there.",
        check = ModuleInfo.CheckMode.READS,
        returns = {@Returns(name = "elapsed", type = Type.NUMBER, doc = "Seconds waited.")})
public final class WaitForConnection implements TaskModule<WaitForConnection.Args> {

    private static final Duration USUAL = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofMillis(300);

    /** What it takes. */
    public record Args(
            @Doc("When to give up; 10.minutes unless said.") Optional<Duration> timeout,
            @Doc("How long to wait before the first try.") Optional<Duration> delay) {}

    private final Knock knock = new Knock();

    @Override
    public Class<Args> args() {
        return Args.class;
    }

    @Override
    public Outcome run(Args args, Target target) throws ConnectionException, InterruptedException {
        long start = target.time().nanos();
        Duration timeout = args.timeout().orElse(USUAL);
        target.time().sleep(args.delay().orElse(Duration.ZERO));
        String last = "not tried";
        for (int attempt = 0; attempt == 0 || target.time().nanos() - start < timeout.toNanos(); attempt++) {
            Knock.Heard heard = knock.at(target, attempt);
            if (heard.boot().isPresent()) {
                return Outcome.ok("the host answers")
                        .with("elapsed", (target.time().nanos() - start) / 1e9);
            }
            last = heard.failure();
            if (heard.hopeless()) {
                break;
            }
            target.time().sleep(PAUSE);
        }
        return Outcome.failed("no connection after " + (target.time().nanos() - start) / 1_000_000_000 + " s: " + last);
    }
}
