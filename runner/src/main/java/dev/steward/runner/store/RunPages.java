package dev.steward.runner.store;

import dev.steward.runner.store.RunFilter.Field;
import dev.steward.runner.store.RunFilter.Term;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Looks through the history from the newest run back, span by span, so that each statement is bounded whatever plan the
 * database takes for it and however few runs a filter takes. A span grows while looking is cheap.
 */
final class RunPages {

    private static final long FIRST = 1_000;
    private static final long LEAST = 100;
    private static final int GROWS = 4;
    private static final int BANNER = 5_000;
    private static final int OF_HOST = 50;

    /** Runs are numbered as they are made, but two that are made at once may be numbered the other way round. */
    private static final long SLACK = 100;

    private final Jdbi jdbi;
    private final RunRows rows;
    private final Time time;

    RunPages(Jdbi jdbi, RunRows rows, Time time) {
        this.jdbi = jdbi;
        this.rows = rows;
        this.time = time;
    }

    RunQueries.Found look(RunFilter asked, Optional<Long> before, int limit, Duration patience) {
        return jdbi.withHandle(handle -> {
            RunFilter filter = clear(handle, asked);
            long first = oldest(handle, filter);
            long to = Math.min(before.orElse(Long.MAX_VALUE), newest(handle, filter) + 1);
            List<Run> found = new ArrayList<>();
            Optional<String> host = host(filter);
            if (host.isPresent()) {
                return ofHost(handle, filter, host.get(), new Span(first, to), limit, patience);
            }
            long begun = time.nanos();
            long span = printed(filter) ? LEAST : FIRST;
            long left = patience.toNanos();
            while (to > first && found.size() <= limit && left > 0) {
                long from = Math.max(first, to - span);
                long at = time.nanos();
                found.addAll(rows(handle, filter, from, to, limit + 1 - found.size()));
                long now = time.nanos();
                left = patience.toNanos() - (now - begun);
                span = next(span, now - at, left);
                to = from;
            }
            return page(handle, found, limit, to > first ? Optional.of(to) : Optional.empty());
        });
    }

    /** What was found, and where to go on: after a full page, or where patience ended. */
    private static RunQueries.Found page(Handle handle, List<Run> found, int limit, Optional<Long> ended) {
        if (found.size() > limit) {
            List<Run> page = found.subList(0, limit);
            return new RunQueries.Found(page, Optional.of(page.get(limit - 1).id()), Optional.empty());
        }
        return new RunQueries.Found(found, ended, ended.flatMap(to -> created(handle, to)));
    }

    /** Numbers from one on and below another. */
    private record Span(long first, long to) {}

    /**
     * The one host a filter asks for. Its runs are few and have an index, but words are sought in all that lies between two
     * numbers: where there are words, spans are shorter than the way from one of its runs to the next.
     */
    private static Optional<String> host(RunFilter filter) {
        boolean words =
                filter.terms().stream().anyMatch(term -> term.field() == Field.TEXT || term.field() == Field.OUTPUT);
        return filter.terms().stream()
                .filter(term -> !words
                        && term.field() == Field.HOST
                        && !term.not()
                        && term.anyOf().size() == 1)
                .map(term -> term.anyOf().get(0))
                .findFirst();
    }

    private RunQueries.Found ofHost(
            Handle handle, RunFilter filter, String host, Span span, int limit, Duration patience) {
        List<Run> found = new ArrayList<>();
        long begun = time.nanos();
        long to = span.to();
        boolean more = true;
        while (more && found.size() <= limit && time.nanos() - begun < patience.toNanos()) {
            List<Long> ids = handle.select(
                            "select h.run from run_host h where h.host = ? and h.run >= ? and h.run < ?"
                                    + " order by h.host desc, h.run desc fetch first " + OF_HOST + " rows only",
                            host,
                            span.first(),
                            to)
                    .mapTo(Long.class)
                    .list();
            more = ids.size() == OF_HOST;
            if (!ids.isEmpty()) {
                found.addAll(rows(handle, filter, ids, limit + 1 - found.size()));
                to = ids.get(ids.size() - 1);
            }
        }
        return page(handle, found, limit, more ? Optional.of(to) : Optional.empty());
    }

    private List<Run> rows(Handle handle, RunFilter filter, List<Long> ids, int limit) {
        Search search = new Search(filter, ids.get(ids.size() - 1), ids.get(0) + 1);
        String sql = "select " + RunRows.COLUMNS + " from run r where " + search.where() + " and r.id in ("
                + String.join(", ", Collections.nCopies(ids.size(), "?")) + ") order by r.id desc fetch first "
                + limit + " rows only";
        List<Object> values = new ArrayList<>(List.of(search.values()));
        values.addAll(ids);
        return handle.select(sql, values.toArray()).map(rows).list();
    }

    /** What was printed is many times what is known of a run. */
    private static boolean printed(RunFilter filter) {
        return filter.terms().stream().anyMatch(term -> term.field() == Field.OUTPUT);
    }

    /** At most a third of the patience that is left goes into one span: the next one may be dearer than the last. */
    private static long next(long span, long took, long left) {
        double grows = took <= 0 ? GROWS : Math.min(GROWS, left / 3.0 / took);
        return Math.max(LEAST, (long) (span * grows));
    }

    int newer(RunFilter filter, long than, int most) {
        return jdbi.withHandle(handle -> {
            long to = newest(handle, RunFilter.ALL) + 1;
            return rows(handle, clear(handle, filter), Math.max(than + 1, to - BANNER), to, most)
                    .size();
        });
    }

    /** A playbook is named by its name or by its file, never both: either has an index, and the two together have none. */
    private static RunFilter clear(Handle handle, RunFilter filter) {
        List<RunFilter.Term> terms = new ArrayList<>();
        for (RunFilter.Term term : filter.terms()) {
            terms.add(term.field() == RunFilter.Field.PLAYBOOK ? playbook(handle, term) : term);
        }
        return new RunFilter(terms, filter.from(), filter.to());
    }

    private static RunFilter.Term playbook(Handle handle, RunFilter.Term term) {
        List<String> words = new ArrayList<>(term.anyOf());
        term.anyOf().stream().filter(word -> !word.endsWith(".groovy")).forEach(word -> words.add(word + ".groovy"));
        List<String> names =
                words.stream().filter(word -> any(handle, "playbook", word)).toList();
        List<String> files = words.stream()
                .filter(word -> any(handle, "playbook_file", word))
                .toList();
        if (!names.isEmpty() && !files.isEmpty()) {
            return new RunFilter.Term(RunFilter.Field.PLAYBOOK, term.not(), words);
        }
        RunFilter.Field field = files.isEmpty() ? RunFilter.Field.NAME : RunFilter.Field.FILE;
        List<String> there = files.isEmpty() ? names : files;
        return new RunFilter.Term(field, term.not(), there.isEmpty() ? words : there);
    }

    private static boolean any(Handle handle, String column, String word) {
        return number(handle, "select r.id from run r where r." + column + " = ? fetch first 1 rows only", word)
                .isPresent();
    }

    private List<Run> rows(Handle handle, RunFilter filter, long from, long to, int limit) {
        Search search = new Search(filter, from, to);
        String sql = "select " + RunRows.COLUMNS + " from run r where " + search.where()
                + " order by r.id desc fetch first " + limit + " rows only";
        return handle.select(sql, search.values()).map(rows).list();
    }

    /** The smallest number that may be of the filter's time; 0 where there is no run. */
    private static long oldest(Handle handle, RunFilter filter) {
        Optional<Long> id = filter.from().isEmpty()
                ? number(handle, "select r.id from run r order by r.id fetch first 1 rows only")
                : number(
                        handle,
                        "select r.id from run r where r.created_at >= ? order by r.created_at, r.id"
                                + " fetch first 1 rows only",
                        filter.from().get());
        return id.map(n -> filter.from().isEmpty() ? n : n - SLACK).orElse(Long.MAX_VALUE);
    }

    private static long newest(Handle handle, RunFilter filter) {
        Optional<Long> id = filter.to().isEmpty()
                ? number(handle, "select r.id from run r order by r.id desc fetch first 1 rows only")
                : number(
                        handle,
                        "select r.id from run r where r.created_at < ? order by r.created_at desc, r.id desc"
                                + " fetch first 1 rows only",
                        filter.to().get());
        return id.map(n -> filter.to().isEmpty() ? n : n + SLACK).orElse(0L);
    }

    private static Optional<Long> number(Handle handle, String sql, Object... values) {
        return handle.select(sql, values).mapTo(Long.class).findFirst();
    }

    private static Optional<Instant> created(Handle handle, long id) {
        return handle.select("select r.created_at from run r where r.id >= ? order by r.id fetch first 1 rows only", id)
                .mapTo(Instant.class)
                .findFirst();
    }

    /**
     * A filter on a span of runs as SQL: the text holds only constants, every value is bound. The span stands in every part,
     * so that no plan of a database, however poor, reads more than it.
     */
    static final class Search {

        private static final Set<Field> INDEXED =
                EnumSet.of(Field.STATUS, Field.CAUSE, Field.BY, Field.SCHEDULE, Field.NAME, Field.FILE);

        private final StringBuilder where = new StringBuilder();
        private final List<Object> values = new ArrayList<>();
        private final long from;
        private final long to;

        /* A term of one word has an index of its own, and few runs perhaps: that is the way in then. */
        private final boolean keyed;

        /**
         * The runs of a span that a filter takes.
         *
         * @param from the smallest number
         * @param to greater than the greatest
         */
        Search(RunFilter filter, long from, long to) {
            this.from = from;
            this.to = to;
            this.keyed = filter.terms().stream()
                    .anyMatch(term -> !term.not() && term.anyOf().size() == 1 && INDEXED.contains(term.field()));
            // beside another condition on the number the span would be taken for the way in, and all of it read
            where.append(filter.terms().stream().anyMatch(this::numbered) ? "1 = 1" : span("r.id"));
            filter.from().ifPresent(at -> and("r.created_at >= ?", at));
            filter.to().ifPresent(at -> and("r.created_at < ?", at));
            filter.terms().forEach(this::and);
        }

        /** Whether a term is told by the numbers of its runs, which are within the span. */
        private boolean numbered(Term term) {
            return !term.not()
                    && (term.field() == Field.HOST
                            || !keyed && term.anyOf().size() > 1 && INDEXED.contains(term.field()));
        }

        /** A span of a column, with its values bound. */
        private String span(String column) {
            values.add(from);
            values.add(to);
            return column + " >= ? and " + column + " < ?";
        }

        private void and(String condition, Object bound) {
            where.append(" and ").append(condition);
            values.add(bound);
        }

        private void and(Term term) {
            where.append(term.not() ? " and not (" : " and (");
            where.append(condition(term)).append(')');
        }

        private String condition(Term term) {
            List<String> words = term.anyOf();
            return switch (term.field()) {
                case STATUS -> in("status", term);
                case CAUSE -> in("cause_kind", term);
                case BY -> in("cause_name", term);
                case SCHEDULE -> in("schedule_name", term);
                case NAME -> in("playbook", term);
                case FILE -> in("playbook_file", term);
                case PLAYBOOK -> in("playbook", term) + " or " + in("playbook_file", term);
                case HOST -> "r.id in (" + each("run_host", "run", "host", words) + ")";
                case LIMITED ->
                    like(
                            "r.options",
                            words.stream().map(w -> "\"limit\":" + json(w)).toList());
                case CHECK -> words.stream().map(this::check).collect(Collectors.joining(" or "));
                case TEXT ->
                    like("r.message", words) + " or r.id in (select t.run from run_task t where " + span("t.run")
                            + " and (" + like("t.message", words) + "))";
                case OUTPUT -> output(words);
            };
        }

        private String check(String word) {
            String checked = like("r.options", List.of("\"check\":true"));
            return word.equals("yes") ? checked : "not (" + checked + ")";
        }

        /**
         * One word is found by an index of the column and the number of the run, several by one look into it for each: asked
         * for in one go, H2 would read all runs of the history that have one of them, whatever the span is.
         */
        private String in(String column, Term term) {
            List<String> words = term.anyOf();
            if (term.not() || keyed && words.size() > 1) {
                return among(column, words);
            }
            return words.size() == 1
                    ? equal("r." + column, words.get(0))
                    : "r.id in (" + each("run", "id", column, words) + ")";
        }

        private String equal(String column, String word) {
            values.add(word);
            return column + " = ?";
        }

        /** The runs of a table in which a column is one of some words. */
        private String each(String table, String run, String column, List<String> words) {
            return words.stream()
                    .map(word -> "select i." + run + " from " + table + " i where " + equal("i." + column, word)
                            + " and " + span("i." + run))
                    .collect(Collectors.joining(" union all "));
        }

        /** No index is of use for what a column is not. */
        private String among(String column, List<String> words) {
            values.addAll(words);
            return "coalesce(r." + column + ", '') in (" + String.join(", ", Collections.nCopies(words.size(), "?"))
                    + ")";
        }

        /** In what was printed, which lies as JSON, many lines a row; a long one goes on in a column of its own. */
        private String output(List<String> words) {
            values.add(Projection.key(from, 0));
            values.add(Projection.key(to, 0));
            List<String> said = words.stream()
                    .map(w -> json(w))
                    .map(w -> w.substring(1, w.length() - 1))
                    .toList();
            return "r.id in (select e.id / 4294967296 from run_event e where e.id >= ? and e.id < ? and e.kind = 'output'"
                    + " and (" + like("e.payload", said) + " or " + like("e.payload_rest", said) + "))";
        }

        private String like(String column, List<String> words) {
            words.forEach(word -> values.add(pattern(word)));
            return String.join(" or ", Collections.nCopies(words.size(), "lower(" + column + ") like ? escape '!'"));
        }

        private static String pattern(String text) {
            String literal = text.toLowerCase(Locale.ROOT)
                    .replace("!", "!!")
                    .replace("%", "!%")
                    .replace("_", "!_");
            return "%" + literal + "%";
        }

        /** As the recorded JSON holds it. */
        private static String json(String word) {
            StringBuilder text = new StringBuilder("\"");
            for (char c : word.toCharArray()) {
                text.append(c == '"' || c == '\\' ? "\\" + c : String.valueOf(c));
            }
            return text.append('"').toString();
        }

        String where() {
            return where.toString();
        }

        Object[] values() {
            return values.toArray();
        }
    }
}
