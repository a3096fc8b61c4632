package dev.steward.runner.outage;

import dev.steward.runner.engine.part.StepBook;
import dev.steward.runner.event.Status;
import dev.steward.runner.outage.journal.Entry;
import dev.steward.runner.outage.journal.Journal;
import dev.steward.runner.outage.journal.Past;
import dev.steward.runner.power.PowerFeed;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps the steps of an outage in its journal, and looks at the power before each. */
final class StepKeeper implements StepBook {

    private static final Duration LEAST = Duration.ofSeconds(1);

    /** A clock set back between two processes must not make a step look old or new. */
    private static final Duration OLDEST = Duration.ofHours(12);

    private final Journal journal;
    private final Watch watch;
    private final PowerFeed feed;
    private final Allowance allowance;
    private final Time time;
    private final boolean again;
    private final Set<String> begunHere = ConcurrentHashMap.newKeySet();

    /**
     * A keeper.
     *
     * @param again whether what failed before is tried again: a person asked for it, who may have mended what was in its way
     */
    StepKeeper(OutageParts parts, Watch watch, boolean again) {
        this.journal = parts.journal();
        this.feed = parts.feed();
        this.allowance = parts.allowance();
        this.time = parts.time();
        this.watch = watch;
        this.again = again;
    }

    @Override
    public Known before(String step, String host) {
        try {
            watch.beforeStep();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Past past = journal.past();
        Optional<Known> done =
                past.result(step, host).map(r -> new Known.Done(r.status(), r.changed(), r.message(), r.data()));
        if (done.isPresent()) {
            return again && failed(done.get()) && !begunHere.contains(step + " " + host)
                    ? new Known.Fresh()
                    : done.get();
        }
        return past.intent(step, host)
                .filter(intent -> !begunHere.contains(step + " " + host))
                .<Known>map(intent -> new Known.Begun(ago(intent)))
                .orElseGet(Known.Fresh::new);
    }

    private static boolean failed(Known known) {
        return known instanceof Known.Done done
                && (done.status() == Status.FAILED || done.status() == Status.UNREACHABLE);
    }

    private Duration ago(Entry.Intent intent) {
        Duration ago = Duration.between(intent.at(), time.now());
        return ago.isNegative() ? Duration.ZERO : ago.compareTo(OLDEST) > 0 ? OLDEST : ago;
    }

    @Override
    public void begins(String step, String host, String module) {
        begunHere.add(step + " " + host);
        journal.append(new Entry.Intent(step, host, module, time.now()));
    }

    @Override
    public void ended(String step, String host, Known.Done result) {
        journal.append(
                new Entry.Result(step, host, result.status(), result.changed(), result.message(), result.data()));
    }

    @Override
    public Optional<Duration> left(String step, String host) {
        Optional<Duration> own = allowance.step(step, host, feed.now());
        return watch.left()
                .map(left -> own.filter(o -> o.compareTo(left) < 0).orElse(left))
                .or(() -> own)
                .map(left -> left.compareTo(LEAST) < 0 ? LEAST : left);
    }
}
