package dev.steward.runner.store;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.event.Cause;
import dev.steward.runner.event.RunStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
        /** The name, or the file as the operator named it, with or without its end. */
        PLAYBOOK,
        /** The name alone. */
        NAME,
        /** The file alone, as the operator named it. */
        FILE,
        /** The kind of cause: person, schedule, ups, api, webhook. */
        CAUSE,
        /** The name of the person, schedule, UPS or token. */
        BY,
        HOST,
        SCHEDULE,
        /** The limit it was begun with, as written then. */
        LIMITED,
        /** Whether it changed nothing: yes or no. */
        CHECK,
        /** Found in the run's message or in a task's, whatever the case. */
        TEXT,
        /** Found in what its tasks printed, whatever the case. */
        OUTPUT
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

    /** Why the filter finds nothing by mistake: a word that there is not; empty where it is fine. */
    public Optional<String> problem() {
        return terms.stream()
                .flatMap(term -> term.anyOf().stream().flatMap(word -> unknown(term.field(), word).stream()))
                .findFirst();
    }

    private static Optional<String> unknown(Field field, String word) {
        List<String> known =
                switch (field) {
                    case STATUS ->
                        Arrays.stream(RunStatus.values()).map(RunStatus::word).toList();
                    case CAUSE ->
                        Arrays.stream(Cause.Kind.values()).map(Cause.Kind::word).toList();
                    case CHECK -> List.of("yes", "no");
                    default -> List.of(word);
                };
        return known.contains(word)
                ? Optional.empty()
                : Optional.of("there is no " + field.name().toLowerCase(Locale.ROOT) + " '" + word + "'; "
                        + Suggestion.question(word, known).orElse("it is one of " + String.join(", ", known)));
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
        List<Term> more = new ArrayList<>(terms);
        more.add(term);
        return new RunFilter(more, from, to);
    }
}
