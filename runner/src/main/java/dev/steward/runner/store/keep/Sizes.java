package dev.steward.runner.store.keep;

import dev.steward.runner.store.row.EventKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** How much text came with runs, and the sums of it by the file of the playbook; written with what changes them, never read together. */
public final class Sizes {

    /** What the rows of events hold of text, in bytes. */
    static final String TEXT = "coalesce(sum(octet_length(payload) + coalesce(octet_length(payload_rest), 0)), 0)";

    private Sizes() {}

    /** The bytes of a text in UTF-8. */
    public static long bytes(String text) {
        long count = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // a character that takes two places takes four bytes
            count += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return count;
    }

    /** A row of {@code run}, as far as its size goes. */
    private record Row(String file, Optional<Long> bytes) {}

    /** Counts a run in, in the transaction that ends it. */
    public static void ended(Handle handle, long run) {
        Row row = row(handle, run);
        if (row.bytes().isEmpty()) {
            // an older Steward began it
            measured(handle, run);
            row = row(handle, run);
        }
        add(handle, row.file(), 1, row.bytes().orElseThrow());
    }

    /** Counts a run out, in the transaction that removes it, and before that. */
    static void removed(Handle handle, long run) {
        Row row = row(handle, run);
        add(handle, row.file(), -1, -row.bytes().orElse(0L));
    }

    private static void measured(Handle handle, long run) {
        handle.execute(
                "update run set kept_bytes = (select " + TEXT
                        + " from run_event where id >= ? and id <= ?) where id = ?",
                EventKey.of(run, 0),
                EventKey.last(run),
                run);
    }

    private static Row row(Handle handle, long run) {
        return handle.select("select playbook_file, kept_bytes from run where id = ?", run)
                .map((row, context) -> new Row(
                        row.getString("playbook_file"), Optional.ofNullable(row.getObject("kept_bytes", Long.class))))
                .one();
    }

    static void add(Handle handle, String file, int runs, long bytes) {
        int known = handle.execute(
                "update run_kept set runs = runs + ?, bytes = bytes + ? where playbook_file = ?", runs, bytes, file);
        if (known == 0) {
            handle.execute("insert into run_kept (playbook_file, runs, bytes) values (?, ?, ?)", file, runs, bytes);
        }
    }

    /** The runs that have ended, and their bytes as far as they are measured. */
    record Sum(long runs, long bytes) {}

    /** All sums, by the playbook's file. */
    static Map<String, Sum> all(Handle handle) {
        Map<String, Sum> all = new HashMap<>();
        handle.select("select playbook_file, runs, bytes from run_kept where runs > 0")
                .map((row, context) ->
                        Map.entry(row.getString("playbook_file"), new Sum(row.getLong("runs"), row.getLong("bytes"))))
                .forEach(sum -> all.put(sum.getKey(), sum.getValue()));
        return all;
    }
}
