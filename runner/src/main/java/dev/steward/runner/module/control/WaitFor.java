package dev.steward.runner.module.control;

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
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code waitFor}. Without {@code address} it looks on the host itself (a listening TCP port in {@code /proc/net/tcp}, or
 * a path); with {@code address} Steward opens a TCP connection from its own side.
 */
@ModuleInfo(
        name = "waitFor",
        doc = "Waits until a TCP port is open or a path exists (or until neither does). A port alone is one the host "
                + "itself listens on; with 'address' Steward connects to it from its own side.",
        check = ModuleInfo.CheckMode.READS,
        returns = {@Returns(name = "elapsed", type = Type.NUMBER, doc = "Seconds waited.")})
public final class WaitFor implements TaskModule<WaitFor.Args> {

    private static final Duration USUAL = Duration.ofMinutes(5);
    private static final Duration TICK = Duration.ofMillis(250);
    private static final int CONNECT_MILLIS = 2000;

    /** What it takes. */
    public record Args(
            @Doc("A TCP port.") Optional<Integer> port,
            @Doc("A path on the host.") Optional<String> path,
            @Doc("Where to connect to, from Steward's side; left out: the port is one of the host itself.")
                    Optional<String> address,
            @Doc("present (unless said) or absent.") Optional<State> state,
            @Doc("When to give up; 5.minutes unless said.") Optional<Duration> timeout,
            @Doc("How long to wait before the first look.") Optional<Duration> delay) {}

    /** What is waited for. */
    public enum State {
        PRESENT,
        ABSENT
    }

    private final Script script = Script.named("wait-for");

    @Override
    public Class<Args> args() {
        return Args.class;
    }

    @Override
    public Outcome run(Args args, Target target) throws ConnectionException, InterruptedException {
        if (args.port().isPresent() == args.path().isPresent()) {
            return Outcome.failed("waitFor takes either 'port' or 'path'");
        }
        if (args.port().filter(p -> p < 1 || p > 65535).isPresent()) {
            return Outcome.failed(
                    "'port' of 'waitFor' is 1 to 65535, not " + args.port().get());
        }
        long start = target.time().nanos();
        String what = args.port().map(p -> "port " + p).orElse(args.path().orElse(""));
        boolean present = args.state().orElse(State.PRESENT) == State.PRESENT;
        Optional<String> failure = args.address().isPresent() && args.port().isPresent()
                ? fromHere(args, present, target)
                : onHost(args, present, target);
        double elapsed = (target.time().nanos() - start) / 1e9;
        Outcome outcome =
                failure.map(Outcome::failed).orElseGet(() -> Outcome.ok(what + (present ? " is there" : " is gone")));
        return outcome.with("elapsed", elapsed);
    }

    private Optional<String> onHost(Args args, boolean present, Target target)
            throws ConnectionException, InterruptedException {
        Duration limit = args.timeout().orElse(USUAL);
        Answer answer = script.ask(
                target,
                args.port().map(String::valueOf).orElse(""),
                args.path().orElse(""),
                present ? "present" : "absent",
                String.valueOf(Math.max(1, limit.toSeconds())),
                String.valueOf(args.delay().orElse(Duration.ZERO).toSeconds()));
        if (answer.failure().isPresent()) {
            return answer.failure();
        }
        return answer.flag("reached") ? Optional.empty() : Optional.of(tooLate(args, present, limit));
    }

    private static Optional<String> fromHere(Args args, boolean present, Target target) throws InterruptedException {
        Duration limit = args.timeout().orElse(USUAL);
        target.time().sleep(args.delay().orElse(Duration.ZERO));
        long start = target.time().nanos();
        String last = "";
        while (target.time().nanos() - start < limit.toNanos()) {
            try (Socket socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(args.address().get(), args.port().get()), CONNECT_MILLIS);
                last = "it answers";
                if (present) {
                    return Optional.empty();
                }
            } catch (IOException e) {
                last = String.valueOf(e.getMessage());
                if (!present) {
                    return Optional.empty();
                }
            }
            target.time().sleep(TICK);
        }
        return Optional.of(tooLate(args, present, limit) + " (" + last + ")");
    }

    private static String tooLate(Args args, boolean present, Duration limit) {
        String what = args.port()
                .map(p -> args.address().map(a -> "port " + p + " of " + a).orElse("port " + p))
                .orElse(args.path().orElse(""));
        return what + " is " + (present ? "still not" : "still") + " there after " + limit.toSeconds() + " s";
    }
}
