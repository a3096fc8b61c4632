package dev.steward.runner.store;

import dev.steward.dsl.word.Suggestion;
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

    /** Why the filter finds nothing by mistake: a status that there is not; empty where it is fine. */
    public Optional<String> problem() {
        List<String> known =
                Arrays.stream(RunStatus.values()).map(RunStatus::word).toList();
        return terms.stream()
                .filter(term -> term.field() == Field.STATUS)
                .flatMap(term -> term.anyOf().stream())
                .filter(word -> !known.contains(word))
                .findFirst()
                .map(word -> "there is no status '" + word + "'; "
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

    /** A filter as SQL: the text holds only constants, every value is bound. */
    static final class Search {

        private final StringBuilder where = new StringBuilder("1 = 1");
        private final List<Object> values = new ArrayList<>();

        Search(RunFilter filter) {
            filter.from().ifPresent(from -> and("r.created_at >= ?", from));
            filter.to().ifPresent(to -> and("r.created_at < ?", to));
            filter.terms().forEach(this::and);
        }

        private void and(String condition, Object... bound) {
            where.append(" and ").append(condition);
            values.addAll(List.of(bound));
        }

        private void and(Term term) {
            String one = condition(term.field());
            String any = String.join(" or ", term.anyOf().stream().map(v -> one).toList());
            where.append(term.not() ? " and not (" : " and (").append(any).append(')');
            term.anyOf().forEach(value -> bind(term.field(), value));
        }

        private static String condition(Field field) {
            return switch (field) {
                case STATUS -> "r.status = ?";
                case PLAYBOOK -> "(r.playbook = ? or r.playbook_file = ?)";
                case CAUSE -> "r.cause_kind = ?";
                case BY -> "r.cause_name = ?";
                case SCHEDULE -> "coalesce(r.schedule_name, '') = ?";
                case HOST -> "exists (select 1 from run_host h where h.host = ? and h.run = r.id)";
                case TEXT ->
                    "(lower(r.message) like ? escape '!' or exists (select 1 from run_task t where t.run = r.id"
                            + " and lower(t.message) like ? escape '!'))";
            };
        }

        private void bind(Field field, String value) {
            switch (field) {
                case TEXT -> {
                    values.add(pattern(value));
                    values.add(pattern(value));
                }
                case PLAYBOOK -> {
                    values.add(value);
                    values.add(value);
                }
                default -> values.add(value);
            }
        }

        private static String pattern(String text) {
            String literal = text.toLowerCase(Locale.ROOT)
                    .replace("!", "!!")
                    .replace("%", "!%")
                    .replace("_", "!_");
            return "%" + literal + "%";
        }

        String where() {
            return where.toString();
        }

        /** The values to bind, followed by more. */
        Object[] values(Object... more) {
            List<Object> all = new ArrayList<>(values);
            all.addAll(List.of(more));
            return all.toArray();
        }
    }
}
