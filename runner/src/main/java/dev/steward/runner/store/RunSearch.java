package dev.steward.runner.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A filter as SQL: the text holds only constants, every value is bound. */
final class RunSearch {

    private final StringBuilder where = new StringBuilder("1 = 1");
    private final List<Object> values = new ArrayList<>();

    RunSearch(RunFilter filter) {
        filter.from().ifPresent(from -> and("r.created_at >= ?", from));
        filter.to().ifPresent(to -> and("r.created_at < ?", to));
        filter.terms().forEach(this::and);
    }

    private void and(String condition, Object... bound) {
        where.append(" and ").append(condition);
        values.addAll(List.of(bound));
    }

    private void and(RunFilter.Term term) {
        String one = condition(term.field());
        String any = String.join(" or ", term.anyOf().stream().map(v -> one).toList());
        where.append(term.not() ? " and not (" : " and (").append(any).append(')');
        term.anyOf().forEach(value -> bind(term.field(), value));
    }

    private static String condition(RunFilter.Field field) {
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

    private void bind(RunFilter.Field field, String value) {
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
