package dev.steward.runner.module.packages;

import dev.steward.runner.connection.Command;
import dev.steward.runner.connection.Command.Limits;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.connection.Result;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.module.script.Script;
import dev.steward.runner.module.script.Verified;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Work that must not stop half way: it runs on the host in a session of its own, with its log and exit status in {@code
 * /var/lib/steward/jobs/<ticket>} (root only). The loss of the connection, of sshd or of Steward does not touch it; the
 * same ticket attaches to it again and never starts it twice, whether it still runs or has ended.
 */
public final class DetachedJob {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final List<Duration> PAUSES =
            List.of(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(5));
    private static final int ATTACHMENTS = 200;

    private final Script starter = Script.named("sum", "job");
    private final Verified work;

    /**
     * A kind of work.
     *
     * @param work its script; it gets the job's folder before the arguments
     */
    public DetachedJob(String work) {
        this.work = new Verified(work);
    }

    /**
     * Starts the work of the target's ticket or attaches to it, shows its log, and waits for its end.
     *
     * @return its answer, with {@code status} or {@code died} and {@code job}; empty where the task's time was up before
     *     and the work goes on
     * @throws ConnectionException when the host stays away; the work goes on
     * @throws InterruptedException when the run is cancelled; the work goes on
     */
    public Optional<Answer> run(Target target, List<String> arguments)
            throws ConnectionException, InterruptedException {
        return run(target, target.ticket(), Optional.empty(), arguments);
    }

    /**
     * As {@link #run(Target, List)}, for the work of a ticket that may be another's.
     *
     * @param ticket of the work
     * @param limit how long to wait for its end, beside what is left of the task's time
     */
    public Optional<Answer> run(Target target, String ticket, Optional<Duration> limit, List<String> arguments)
            throws ConnectionException, InterruptedException {
        long begun = target.time().nanos();
        Follower follower = new Follower(target.shown());
        boolean reached = false;
        long heard = target.time().nanos();
        for (int attachment = 0; ; attachment++) {
            long before = follower.seen();
            String why;
            try {
                Optional<Duration> left =
                        limit.map(all -> all.minusNanos(target.time().nanos() - begun));
                if (left.filter(rest -> rest.isNegative() || rest.isZero()).isPresent()) {
                    return Optional.empty();
                }
                Command command = command(ticket, follower, arguments)
                        .within(new Limits(left, Optional.empty(), Limits.NONE.kept()));
                Result result = target.watch(command, follower);
                Optional<Answer> answer = follower.answer(result);
                if (answer.isPresent()) {
                    return answer;
                }
                if (result.end() == Result.End.TIMED_OUT || result.end() == Result.End.IDLE) {
                    return Optional.empty();
                }
                reached = true;
                heard = target.time().nanos();
                why = "the host ended the session" + said(result);
            } catch (ConnectionException e) {
                reached |= e.kind() == Kind.LOST;
                heard = follower.seen() > before ? target.time().nanos() : heard;
                why = worthAnother(e, reached);
            }
            boolean over = target.time().nanos() - heard > PATIENCE.toNanos() || attachment >= ATTACHMENTS;
            if (over) {
                throw new ConnectionException(Kind.LOST, gone(target, ticket, why), null);
            }
            target.log("link lost (" + why + "); the work goes on, attaching again");
            target.connection().reset();
            target.time().sleep(PAUSES.get(Math.min(attachment, PAUSES.size() - 1)));
        }
    }

    private Command command(String ticket, Follower follower, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(ticket, String.valueOf(follower.seen()), work.sum()));
        words.addAll(arguments);
        return starter.command(words).reading(work.bytes());
    }

    private static String worthAnother(ConnectionException e, boolean reached) throws ConnectionException {
        boolean passing = e.kind() == Kind.LOST || e.kind() == Kind.UNREACHABLE || e.kind() == Kind.TIMEOUT;
        if (!reached || !passing) {
            throw e;
        }
        return e.getMessage();
    }

    private static String said(Result result) {
        String err = result.err().strip();
        return err.isEmpty() ? " with status " + result.exit() : ": " + err.substring(err.lastIndexOf('\n') + 1);
    }

    private static String gone(Target target, String ticket, String why) {
        return "the link to " + target.host().name() + " was lost and did not come back (" + why
                + "); the package work goes on there, see /var/lib/steward/jobs/" + ticket + "/log";
    }
}
