package dev.steward.runner.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which runs to show: every term must hold.
 *
 * @param terms combined by and
 * @param from created at or after
 * @param to created before
 */
public record RunFilter(List<Term> terms, Optional<Instant> from, Optional<Instant> to) {

    /** All runs. */
    public static final RunFilter ALL = new RunFilter(List.of(), Optional.empty(), Optional.empty());

    public RunFilter {
        terms = List.copyOf(terms);
    }

    /** What a term looks at. */
    public enum Field {
        STATUS,
        PLAYBOOK,
        /** The kind of cause: person, schedule, ups, api, webhook. */
        CAUSE,
        /** The name of the person, schedule, UPS or token. */
        BY,
        HOST,
        SCHEDULE,
        /** Found in the run's message or in a task's, whatever the case. */
        TEXT
    }

    /**
     * One condition.
     *
     * @param field looked at
     * @param not whether it must not hold
     * @param anyOf one of these values must match; never empty
     */
    public record Term(Field field, boolean not, List<String> anyOf) {

        public Term {
            anyOf = List.copyOf(anyOf);
            if (anyOf.isEmpty()) {
                throw new IllegalArgumentException("a filter on " + field + " needs a value");
            }
        }
    }

    /** With one more condition. */
    public RunFilter and(Field field, String... anyOf) {
        return with(new Term(field, false, List.of(anyOf)));
    }

    /** With one more condition that must not hold. */
    public RunFilter andNot(Field field, String... anyOf) {
        return with(new Term(field, true, List.of(anyOf)));
    }

    private RunFilter with(Term term) {
        List<Term> more = new java.util.ArrayList<>(terms);
        more.add(term);
        return new RunFilter(more, from, to);
    }
}
