package dev.steward.runner.app;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.control.Ask;
import dev.steward.runner.store.RunFilter;
import dev.steward.runner.store.RunFilter.Field;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Filters of the history as an address, a command or the API writes them: {@code status=failed,lost}, {@code host=!web-1}.
 * A comma means or, a leading {@code !} means not, and several must all hold. What cannot be understood is refused: a
 * filter that is passed over would show more than was asked for.
 */
public final class Filters {

    /** The names and what each looks at. */
    public static final Map<String, Field> FIELDS = fields();

    private static final List<String> TIMES = List.of("from", "to");
    private static final List<Field> WHOLE = List.of(Field.TEXT, Field.OUTPUT, Field.LIMITED);

    private Filters() {}

    private static Map<String, Field> fields() {
        Map<String, Field> fields = new LinkedHashMap<>();
        fields.put("status", Field.STATUS);
        fields.put("playbook", Field.PLAYBOOK);
        fields.put("host", Field.HOST);
        fields.put("cause", Field.CAUSE);
        fields.put("by", Field.BY);
        fields.put("schedule", Field.SCHEDULE);
        fields.put("limited", Field.LIMITED);
        fields.put("check", Field.CHECK);
        fields.put("q", Field.TEXT);
        fields.put("output", Field.OUTPUT);
        return Collections.unmodifiableMap(fields);
    }

    /** Whether a name is one of a filter. */
    public static boolean named(String name) {
        return FIELDS.containsKey(name) || TIMES.contains(name);
    }

    /**
     * One condition as it was said.
     *
     * @param name of {@link #FIELDS}, or from, or to
     * @param value after the equals sign
     */
    public record Said(String name, String value) {}

    /**
     * The filter of what was said.
     *
     * @param said all must hold
     * @param zone of days without one
     * @param playbooks the folder that playbooks are named from
     * @throws RunRefused for a name, a word or a day that there is not
     */
    public static RunFilter of(List<Said> said, ZoneId zone, Path playbooks) throws RunRefused {
        List<RunFilter.Term> terms = new ArrayList<>();
        Optional<Instant> from = Optional.empty();
        Optional<Instant> to = Optional.empty();
        for (Said one : said) {
            if (one.name().equals("from")) {
                from = Optional.of(instant(one, zone, 0));
            } else if (one.name().equals("to")) {
                to = Optional.of(instant(one, zone, 1));
            } else {
                terms.add(placed(term(one), playbooks));
            }
        }
        RunFilter filter = new RunFilter(terms, from, to);
        Optional<String> problem = filter.problem();
        if (problem.isPresent()) {
            throw new RunRefused(List.of(problem.get()));
        }
        if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
            throw new RunRefused(List.of("'from' is not before 'to': no run can be between them"));
        }
        return filter;
    }

    /** The filter of what a command asked for; its days are those of this machine. */
    static RunFilter asked(List<Ask.Filter> filters, Path playbooks) throws RunRefused {
        List<Said> said =
                filters.stream().map(one -> new Said(one.name(), one.value())).toList();
        return of(said, ZoneId.systemDefault(), playbooks);
    }

    private static RunFilter.Term term(Said said) throws RunRefused {
        Field field = FIELDS.get(said.name());
        if (field == null) {
            List<String> known = new ArrayList<>(FIELDS.keySet());
            known.addAll(TIMES);
            throw new RunRefused(List.of("there is no filter '" + said.name() + "'; "
                    + Suggestion.question(said.name(), known).orElse("it is one of " + String.join(", ", known))));
        }
        String value = said.value().strip();
        boolean not = value.startsWith("!");
        String rest = not ? value.substring(1) : value;
        List<String> words = WHOLE.contains(field)
                ? List.of(rest.strip())
                : Arrays.stream(rest.split(",")).map(String::strip).toList();
        List<String> anyOf = words.stream().filter(word -> !word.isEmpty()).toList();
        if (anyOf.isEmpty()) {
            throw new RunRefused(List.of("'" + said.name() + "=" + value + "' names nothing: say what it "
                    + (not ? "must not be" : "must be") + ", or leave it out"));
        }
        return new RunFilter.Term(field, not, anyOf);
    }

    /** A run knows the file of its playbook by the whole path; a person knows the name in the folder. */
    private static RunFilter.Term placed(RunFilter.Term term, Path folder) {
        if (term.field() != Field.PLAYBOOK) {
            return term;
        }
        List<String> words = new ArrayList<>(term.anyOf());
        for (String word : term.anyOf()) {
            String file = word.endsWith(".groovy") ? word : word + ".groovy";
            if (file.indexOf('\0') < 0) {
                words.add(folder.resolve(file).toString());
            }
        }
        return new RunFilter.Term(term.field(), term.not(), words);
    }

    /** A day means from its beginning, or until its end. */
    private static Instant instant(Said said, ZoneId zone, int days) throws RunRefused {
        String text = said.value().strip();
        try {
            return text.length() > 10
                    ? Instant.parse(text)
                    : LocalDate.parse(text).plusDays(days).atStartOfDay(zone).toInstant();
        } catch (DateTimeException e) {
            throw new RunRefused(List.of("'" + said.name() + "' must be a day as 2026-03-29 or a time as"
                    + " 2026-03-29T03:00:00Z, not '" + text + "'"));
        }
    }
}
