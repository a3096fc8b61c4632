package dev.steward.runner.store.keep;

import dev.steward.runner.store.keep.KeepRule.Kind;
import dev.steward.runner.store.keep.Swept.Taken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.Jdbi;

/**
 * Goes over the runs that the rules no longer keep, the oldest first, a few at a time. A run that has not ended is not among them, nor is
 * one with which such a run goes on: it may still read there what was done. Nor is the check of a plan that waits for another person's
 * word, who decides by it.
 */
final class Sweep {

    private final PastRuns past;
    private final Instant now;
    private final Taker taker;
    private final Map<String, Sizes.Sum> sums;
    private final Set<Long> held;
    private final long unfinished;

    /** What is done with a run. */
    @FunctionalInterface
    interface Taker {

        /**
         * Takes a run away, or counts it.
         *
         * @return false: it was taken before, by another rule
         */
        boolean take(PastRuns.Row row);
    }

    /** Over the history as it is now. */
    Sweep(Jdbi jdbi, Instant now, Taker taker) {
        this.past = new PastRuns(jdbi);
        this.now = now;
        this.taker = taker;
        this.sums = jdbi.withHandle(Sizes::all);
        this.held = past.held(now);
        this.unfinished = past.unfinished();
    }

    /**
     * Goes over all of it.
     *
     * @param most runs, after which it ends
     */
    Swept go(KeepRules rules, int most) {
        List<Taken> all = new ArrayList<>();
        int left = most;
        for (KeepRule rule : rules.with(sums.keySet()).all()) {
            Taken taken = go(rule, left);
            left -= taken.runs();
            if (taken.runs() > 0) {
                all.add(taken);
            }
        }
        return new Swept(all, left == 0);
    }

    private Taken go(KeepRule rule, int most) {
        Optional<Bound> bound = bound(rule);
        int runs = 0;
        long bytes = 0;
        PastRuns.Walk walk = bound.map(to -> past.walk(rule, to.before())).orElse(PastRuns.Walk.NONE);
        List<PastRuns.Row> some = walk.next();
        while (!some.isEmpty() && runs < most) {
            for (PastRuns.Row row : some) {
                boolean wanted =
                        rule.kind() != Kind.SIZE || bytes < bound.orElseThrow().surplus();
                if (wanted && runs < most && !held.contains(row.run()) && taker.take(row)) {
                    runs++;
                    bytes += row.bytes();
                    sums.computeIfPresent(
                            row.file(), (file, sum) -> new Sizes.Sum(sum.runs() - 1, sum.bytes() - row.bytes()));
                }
            }
            boolean over =
                    rule.kind() == Kind.SIZE && bytes >= bound.orElseThrow().surplus();
            some = over ? List.of() : walk.next();
        }
        return new Taken(rule, runs, bytes);
    }

    /**
     * How far a rule goes.
     *
     * @param before runs from this time or number on are kept
     * @param surplus so many bytes are to go; of a rule that counts none: 0
     */
    private record Bound(PastRuns.Before before, long surplus) {}

    /** Empty: the rule takes nothing. */
    private Optional<Bound> bound(KeepRule rule) {
        return switch (rule.kind()) {
            case DAYS ->
                Optional.of(new Bound(
                        new PastRuns.Before(Optional.of(now.minus(Duration.ofDays(rule.most()))), Long.MAX_VALUE), 0));
            case RUNS -> runs(rule);
            case SIZE -> size(rule);
        };
    }

    /** Asks for the first run to keep only where there are that many. */
    private Optional<Bound> runs(KeepRule rule) {
        return sum(rule, Sizes.Sum::runs) + unfinished < rule.most()
                ? Optional.empty()
                : past.newest(rule, rule.most())
                        .map(lowest -> new Bound(new PastRuns.Before(Optional.empty(), lowest), 0));
    }

    private long sum(KeepRule rule, ToLongFunction<Sizes.Sum> of) {
        return sums.entrySet().stream()
                .filter(sum -> rule.holds(sum.getKey()))
                .mapToLong(sum -> of.applyAsLong(sum.getValue()))
                .sum();
    }

    /** The newest run that has ended stays however large it is: else the history would forget what was just done. */
    private Optional<Bound> size(KeepRule rule) {
        long all = sum(rule, Sizes.Sum::bytes);
        return all <= rule.most()
                ? Optional.empty()
                : past.newestEnded(rule)
                        .map(newest -> new Bound(new PastRuns.Before(Optional.empty(), newest), all - rule.most()));
    }
}
