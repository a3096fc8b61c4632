package dev.steward.runner.module.system;

import dev.steward.runner.connection.Command.Limits;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.Output;
import dev.steward.runner.connection.Result;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.module.script.Script;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks a host that may be down whether it is there, each time on a fresh connection and with one deadline over connecting,
 * logging in and asking: a restarting container sends neither FIN nor RST, so anything less may hang for minutes.
 */
public final class Knock {

    /** Two lengths in turn: the short one notices soon, the long one lets a slow log-in through. */
    private static final List<Duration> DEADLINES = List.of(Duration.ofSeconds(2), Duration.ofSeconds(3));

    private static final Script BOOT = Script.named("boot");

    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "knock");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * What came of one try.
     *
     * @param boot which boot answered; empty where nobody did
     * @param failure why nobody did, in words; else the empty text
     * @param hopeless whether trying again cannot help
     * @param refused whether its address refuses connections: a machine is there, without a server on that port
     */
    public record Heard(Optional<Boot> boot, String failure, boolean hopeless, boolean refused) {}

    /**
     * Knocks once.
     *
     * @param attempt from 0
     */
    public Heard at(Target target, int attempt) throws ConnectionException, InterruptedException {
        Duration deadline = DEADLINES.get(attempt % DEADLINES.size());
        target.connection().reset();
        Future<Result> asked =
                threads.submit(() -> target.watch(BOOT.command(List.of()).within(Limits.of(deadline)), Output.NONE));
        try {
            return heard(Answer.of(asked.get(deadline.toMillis(), TimeUnit.MILLISECONDS)));
        } catch (TimeoutException e) {
            return new Heard(Optional.empty(), "no answer within " + deadline.toSeconds() + " s", false, false);
        } catch (ExecutionException e) {
            return refused(e.getCause());
        } finally {
            asked.cancel(true);
        }
    }

    private static Heard heard(Answer answer) {
        return answer.failure()
                .map(failure -> new Heard(Optional.empty(), failure, false, false))
                .orElseGet(() ->
                        new Heard(Optional.of(new Boot(answer.text("boot"), answer.text("start"))), "", false, false));
    }

    private static Heard refused(Throwable cause) {
        boolean hopeless = cause instanceof ConnectionException lost
                && switch (lost.kind()) {
                    case HOST_KEY_CHANGED, HOST_KEY_UNKNOWN, CONFIGURATION -> true;
                    case UNREACHABLE, ABSENT, TIMEOUT, AUTHENTICATION, LOST, REFUSED -> false;
                };
        return new Heard(Optional.empty(), String.valueOf(cause.getMessage()), hopeless, refusal(cause));
    }

    private static boolean refusal(Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof ConnectException) {
                return true;
            }
        }
        return false;
    }
}
