package dev.steward.runner.store.keep;

import dev.steward.runner.store.row.Column;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * Finds runs from the oldest on, each question by one index: asked for two things at once, the database would read the whole history
 * every time.
 */
final class PastRuns {

    private static final int AT_ONCE = 20;
    /** A fire that was missed or held left nothing that is worth a place among the newest. */
    private static final String REAL = " and status not in ('missed', 'held')";

    private static final String ENDED = " and status not in ('queued', 'running')";
    private static final String COLUMNS = "select id, playbook_file, created_at, status, kept_bytes from run where ";
    private static final String FEW = " fetch first " + AT_ONCE + " rows only";
    private static final RowMapper<Row> ROWS = (row, context) -> new Row(
            row.getLong("id"),
            row.getString("playbook_file"),
            Column.at(row, "created_at"),
            !Set.of("queued", "running").contains(row.getString("status")),
            row.getLong("kept_bytes"));

    private final Jdbi jdbi;

    PastRuns(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * A run.
     *
     * @param run its number
     * @param file of its playbook
     * @param bytes of text that came with it; 0 where nobody measured it yet
     */
    record Row(long run, String file, Instant created, boolean ended, long bytes) {}

    /**
     * Where runs begin that are kept.
     *
     * @param time empty: whenever they were created
     * @param run the number
     */
    record Before(Optional<Instant> time, long run) {

        boolean past(Row row) {
            return row.run() < run && time.map(row.created()::isBefore).orElse(true);
        }
    }

    /** Goes over runs that have ended, from the oldest on. */
    @FunctionalInterface
    interface Walk {

        /** Over none. */
        Walk NONE = () -> List.of();

        /** The next few; empty: there are no more. */
        List<Row> next();
    }

    /** The runs under a rule that are before something. */
    Walk walk(KeepRule rule, Before before) {
        if (rule.playbook().isPresent()) {
            return new OfFiles(rule.files(), before);
        }
        return before.time().isPresent()
                ? new ByTime(rule.files(), before.time().get())
                : new ByNumber(rule.files(), before.run());
    }

    /** The n-th newest run under a rule, fires that were missed or held not counted; empty: there are fewer. */
    Optional<Long> newest(KeepRule rule, long n) {
        return first(rule, REAL, n - 1);
    }

    /** The newest one that began and has ended. */
    Optional<Long> newestEnded(KeepRule rule) {
        return first(rule, ENDED + REAL, 0);
    }

    private Optional<Long> first(KeepRule rule, String also, long offset) {
        String files = rule.files().isEmpty() ? "" : " and " + in(rule);
        List<Object> values = new ArrayList<>(rule.files());
        values.add(offset);
        return jdbi.withHandle(handle -> handle.select(
                        "select id from run where id > 0" + also + files
                                + " order by id desc offset ? rows fetch first 1 rows only",
                        values.toArray())
                .mapTo(Long.class)
                .findOne());
    }

    private static String in(KeepRule rule) {
        return "playbook_file " + (rule.playbook().isPresent() ? "in (" : "not in (") + marks(rule.files()) + ")";
    }

    private static String marks(List<String> files) {
        return String.join(", ", Collections.nCopies(files.size(), "?"));
    }

    /** How many runs have not ended. */
    long unfinished() {
        return jdbi.withHandle(handle -> handle.select("select count(*) from run where status in ('queued', 'running')")
                .mapTo(Long.class)
                .one());
    }

    /** Those with which runs go on that have not ended, with all that these went on with, and the checks of plans that wait for a word. */
    Set<Long> held(Instant now) {
        return jdbi.withHandle(handle -> {
            Set<Long> all = new HashSet<>();
            handle.select("select resumes from run where status in ('queued', 'running') and resumes is not null")
                    .mapTo(Long.class)
                    .forEach(run -> hold(handle, all, run));
            all.addAll(handle.select(
                            "select check_run from approval where status = 'waiting' and expires_at > ?"
                                    + " and check_run is not null",
                            now)
                    .mapTo(Long.class)
                    .list());
            return all;
        });
    }

    private static void hold(Handle handle, Set<Long> all, long run) {
        Optional<Long> next = Optional.of(run);
        while (next.isPresent() && all.add(next.get())) {
            next = handle.select("select resumes from run where id = ? and resumes is not null", next.get())
                    .mapTo(Long.class)
                    .findOne();
        }
    }

    private List<Row> some(String where, String order, List<Object> values) {
        return jdbi.withHandle(handle -> handle.select(COLUMNS + where + " order by " + order + FEW, values.toArray())
                .map(ROWS)
                .list());
    }

    /** By number, of all but some files. */
    private final class ByNumber implements Walk {

        private final List<String> but;
        private final long before;
        private long after;

        ByNumber(List<String> but, long before) {
            this.but = but;
            this.before = before;
        }

        @Override
        public List<Row> next() {
            List<Object> values = new ArrayList<>(List.of(after, before));
            values.addAll(but);
            List<Row> rows = some("id > ? and id < ?" + ENDED + not(but), "id", values);
            after = rows.isEmpty() ? after : rows.get(rows.size() - 1).run();
            return rows;
        }
    }

    private static String not(List<String> files) {
        return files.isEmpty() ? "" : " and playbook_file not in (" + marks(files) + ")";
    }

    /** By the time they were created, of all but some files. */
    private final class ByTime implements Walk {

        private final List<String> but;
        private final Instant before;
        private Instant at = Instant.EPOCH;
        private long after;

        ByTime(List<String> but, Instant before) {
            this.but = but;
            this.before = before;
        }

        @Override
        public List<Row> next() {
            List<Object> values = new ArrayList<>(List.of(before, at, at, after));
            values.addAll(but);
            List<Row> rows = some(
                    "created_at < ? and created_at >= ? and (created_at > ? or id > ?)" + ENDED + not(but),
                    "created_at, id",
                    values);
            if (!rows.isEmpty()) {
                at = rows.get(rows.size() - 1).created();
                after = rows.get(rows.size() - 1).run();
            }
            return rows;
        }
    }

    /** Of some files alone, each by its index. A clock that was wrong for a while may have put a newer time on an older number. */
    private final class OfFiles implements Walk {

        private final List<String> files;
        private final Before before;
        private long after;
        private boolean over;

        OfFiles(List<String> files, Before before) {
            this.files = files;
            this.before = before;
        }

        @Override
        public List<Row> next() {
            List<Row> ended = List.of();
            while (ended.isEmpty() && !over) {
                ended = few().stream().filter(Row::ended).toList();
            }
            return ended;
        }

        private List<Row> few() {
            List<Row> rows = files.stream()
                    .flatMap(file -> of(file).stream())
                    .sorted(Comparator.comparingLong(Row::run))
                    .limit(AT_ONCE)
                    .toList();
            List<Row> past = rows.stream().takeWhile(before::past).toList();
            over = past.size() < AT_ONCE;
            after = past.isEmpty() ? after : past.get(past.size() - 1).run();
            return past;
        }

        private List<Row> of(String file) {
            List<Object> values = new ArrayList<>(List.of(file, after));
            before.time().ifPresent(values::add);
            // not by the index of times, that would read the old runs of all others each time
            String time = before.time().isPresent() ? " and (created_at < ?) is true" : "";
            return some("playbook_file = ? and id > ?" + time, "playbook_file, id", values);
        }
    }
}
