package dev.steward.runner.store.keep;

import dev.steward.runner.store.row.Clash;
import dev.steward.runner.store.row.EventKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Measures the runs of an older Steward, which did not count what it wrote: once, from the newest on, a little at a time. Until it is
 * over the sums are too small, by runs that are older than all that were measured: what goes by size would go all the same.
 */
final class Measuring {

    /** Runs that are smaller are measured already, or there is none; absent: nobody has begun. */
    private static final String FROM = "retention.measured";

    private static final int RUNS = 200;
    private static final long EVENTS = 20_000;

    private final Jdbi jdbi;

    Measuring(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Whether nothing is left. */
    boolean over() {
        return jdbi.withHandle(handle -> before(handle) == 0 || oldest(handle));
    }

    /** Whether the oldest run is measured, or there is none: those that are not are older than all others. */
    private static boolean oldest(Handle handle) {
        return handle.select("select kept_bytes from run order by id fetch first 1 rows only")
                .map((row, context) -> row.getObject("kept_bytes", Long.class) != null)
                .findOne()
                .orElse(true);
    }

    /** Measures what is left; ends early where the thread is interrupted, and goes on there the next time. */
    void all() {
        boolean more = !over();
        while (more && !Thread.currentThread().isInterrupted()) {
            more = Clash.again(() -> jdbi.inTransaction(Measuring::some));
        }
    }

    private record Row(long run, String file, boolean known, long events) {}

    /** False: it is over. */
    private static boolean some(Handle handle) {
        List<Row> rows = few(handle, before(handle));
        if (!rows.isEmpty()) {
            Map<Long, Long> bytes =
                    bytes(handle, rows.get(rows.size() - 1).run(), rows.get(0).run());
            rows.stream().filter(row -> !row.known()).forEach(row -> measured(handle, row, bytes));
        }
        note(handle, rows.isEmpty() ? 0 : rows.get(rows.size() - 1).run());
        return !rows.isEmpty();
    }

    /** As many as hold some events together. */
    private static List<Row> few(Handle handle, long before) {
        List<Row> few = new ArrayList<>();
        long events = 0;
        List<Row> all = handle.select(
                        "select id, playbook_file, kept_bytes, last_event, status from run where id < ?"
                                + " order by id desc fetch first " + RUNS + " rows only",
                        before)
                .map((row, context) -> new Row(
                        row.getLong("id"),
                        row.getString("playbook_file"),
                        row.getObject("kept_bytes", Long.class) != null
                                // its end measures it
                                || List.of("queued", "running").contains(row.getString("status")),
                        row.getLong("last_event")))
                .list();
        for (Row row : all) {
            if (events < EVENTS) {
                few.add(row);
                events += row.known() ? 0 : row.events();
            }
        }
        return few;
    }

    private static Map<Long, Long> bytes(Handle handle, long first, long last) {
        Map<Long, Long> bytes = new HashMap<>();
        handle.select(
                        "select id / " + EventKey.OF_A_RUN + " as run, " + Sizes.TEXT
                                + " as bytes from run_event where id >= ? and id <= ? group by id / "
                                + EventKey.OF_A_RUN,
                        EventKey.of(first, 0),
                        EventKey.last(last))
                .map((row, context) -> Map.entry(row.getLong("run"), row.getLong("bytes")))
                .forEach(one -> bytes.put(one.getKey(), one.getValue()));
        return bytes;
    }

    private static void measured(Handle handle, Row row, Map<Long, Long> bytes) {
        long size = bytes.getOrDefault(row.run(), 0L);
        if (handle.execute("update run set kept_bytes = ? where id = ? and kept_bytes is null", size, row.run()) == 1) {
            Sizes.add(handle, row.file(), 0, size);
        }
    }

    private static long before(Handle handle) {
        Optional<String> said = handle.select("select content from setting where name = ?", FROM)
                .mapTo(String.class)
                .findOne();
        return said.map(Long::parseLong).orElse(Long.MAX_VALUE);
    }

    private static void note(Handle handle, long run) {
        String content = String.valueOf(run);
        if (handle.execute("update setting set content = ? where name = ?", content, FROM) == 0) {
            handle.execute("insert into setting (name, content) values (?, ?)", FROM, content);
        }
    }
}
