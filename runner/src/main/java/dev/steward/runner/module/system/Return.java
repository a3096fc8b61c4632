package dev.steward.runner.module.system;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import java.time.Duration;
import java.util.Optional;

/** The wait for a host that was told to restart: down first, then up again as another boot. */
final class Return {

    private static final Duration PAUSE = Duration.ofMillis(300);

    private final Knock knock;
    private final Boot old;
    private final Target target;
    private final long ordered;

    private Optional<Long> silent = Optional.empty();
    private Optional<Long> lastSame = Optional.empty();
    private String state = "not looked for yet";

    /**
     * A wait.
     *
     * @param old which boot was told to end
     * @param ordered when, in {@link dev.steward.runner.time.Time#nanos()}
     */
    Return(Knock knock, Boot old, Target target, long ordered) {
        this.knock = knock;
        this.old = old;
        this.target = target;
        this.ordered = ordered;
    }

    Outcome await(Duration timeout) throws ConnectionException, InterruptedException {
        long start = target.time().nanos();
        for (int attempt = 0; target.time().nanos() - start < timeout.toNanos(); attempt++) {
            long asked = target.time().nanos();
            Knock.Heard heard = knock.at(target, attempt);
            if (heard.boot().filter(old::differs).isPresent()) {
                return back();
            }
            if (heard.hopeless()) {
                return notBack("not back: " + heard.failure());
            }
            note(heard, asked);
            target.time().sleep(PAUSE);
        }
        return notBack(
                        silent.isEmpty() && lastSame.isPresent()
                                ? "did not restart: after " + timeout.toSeconds()
                                        + " s the host still answers from the same boot"
                                : "not back after " + timeout.toSeconds() + " s; last state: " + state)
                .with("timedOut", true);
    }

    private void note(Knock.Heard heard, long asked) {
        if (heard.boot().isPresent()) {
            lastSame = Optional.of(target.time().nanos());
            silent = Optional.empty();
            state = "still answers from the same boot";
        } else {
            silent = silent.or(() -> Optional.of(asked));
            state = heard.failure();
        }
    }

    private Outcome back() {
        long now = target.time().nanos();
        double elapsed = seconds(now - ordered);
        double down = seconds(now - silent.or(() -> lastSame).orElse(ordered));
        return Outcome.changed("rebooted; back after " + Math.round(elapsed) + " s")
                .with("rebooted", true)
                .with("elapsed", elapsed)
                .with("downtime", down);
    }

    private Outcome notBack(String message) {
        return Outcome.failed(message)
                .with("rebooted", false)
                .with("elapsed", seconds(target.time().nanos() - ordered));
    }

    private static double seconds(long nanos) {
        return Math.round(nanos / 1e7) / 100.0;
    }
}
