package dev.steward.web.run;

import dev.steward.runner.store.RunFilter;
import dev.steward.runner.store.RunFilter.Field;
import dev.steward.web.http.Params;
import dev.steward.web.http.Refused;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Filters of runs as they stand in an address: {@code status=failed,lost&host=!db-1&q=dpkg}. A comma means or, a leading
 * exclamation mark means not, several parameters must all hold.
 */
public final class RunFilters {

    /** The parameters and what each looks at. */
    public static final Map<String, Field> FIELDS = fields();

    private RunFilters() {}

    private static Map<String, Field> fields() {
        Map<String, Field> fields = new LinkedHashMap<>();
        fields.put("status", Field.STATUS);
        fields.put("playbook", Field.PLAYBOOK);
        fields.put("host", Field.HOST);
        fields.put("cause", Field.CAUSE);
        fields.put("by", Field.BY);
        fields.put("schedule", Field.SCHEDULE);
        fields.put("q", Field.TEXT);
        return java.util.Collections.unmodifiableMap(fields);
    }

    /**
     * The filter of an address.
     *
     * @param query its parameters; others than these are left alone
     * @param zone of days without one
     * @throws Refused 400 for a day or a status that is none
     */
    public static RunFilter of(Params query, ZoneId zone) {
        List<RunFilter.Term> terms = new ArrayList<>();
        FIELDS.forEach((name, field) ->
                query.values(name).forEach(value -> term(field, value).ifPresent(terms::add)));
        RunFilter filter = new RunFilter(
                terms,
                query.first("from").map(text -> instant("from", text, zone, 0)),
                query.first("to").map(text -> instant("to", text, zone, 1)));
        filter.problem().ifPresent(problem -> {
            throw Refused.bad("'status': " + problem + ".");
        });
        return filter;
    }

    private static Optional<RunFilter.Term> term(Field field, String value) {
        boolean not = value.startsWith("!");
        String said = not ? value.substring(1) : value;
        List<String> anyOf = field == Field.TEXT
                ? List.of(said)
                : Arrays.stream(said.split(",")).map(String::strip).toList();
        List<String> words = anyOf.stream().filter(word -> !word.isEmpty()).toList();
        return words.isEmpty() ? Optional.empty() : Optional.of(new RunFilter.Term(field, not, words));
    }

    /** A day means from its beginning, or until its end. */
    private static Instant instant(String name, String text, ZoneId zone, int days) {
        try {
            return text.length() > 10
                    ? Instant.parse(text)
                    : LocalDate.parse(text).plusDays(days).atStartOfDay(zone).toInstant();
        } catch (DateTimeException e) {
            throw Refused.bad("'" + name + "' must be a day as 2026-03-29 or a time as 2026-03-29T03:00:00Z, not '"
                    + text + "'.");
        }
    }
}
