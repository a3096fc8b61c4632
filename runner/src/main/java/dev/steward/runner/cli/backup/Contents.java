package dev.steward.runner.cli.backup;

import dev.steward.runner.store.backup.Manifest;
import java.io.PrintStream;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * What a backup holds, in words.
 *
 * @param manifest what it says of itself
 */
record Contents(Manifest manifest) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    /** Of a backup. */
    static Contents of(Manifest manifest) {
        return new Contents(manifest);
    }

    /** One line what was done, one what is in it. */
    void told(PrintStream out, String done, long bytes) {
        out.println(done + ": " + size(bytes) + ", looked through and whole.");
        out.println(line());
    }

    /** As {@code 310 runs, 4 schedules, …}. */
    String line() {
        List<String> files = manifest.files();
        return history() + "; " + (files.size() == 1 ? "1 file" : files.size() + " files") + " beside it.";
    }

    /** The same without what lies beside the history. */
    String history() {
        return String.format(
                Locale.ROOT,
                "State of %s: %s, %s, %s, %s of the audit; %,d rows of %d tables",
                when(),
                counted("run", "run"),
                counted("schedule", "schedule"),
                counted("account", "account"),
                counted("audit", "entry", "entries"),
                manifest.rows(),
                manifest.tables().size());
    }

    /** When it was made, as this machine's clock shows it. */
    String when() {
        return TIME.format(manifest.time().atZone(ZoneId.systemDefault()));
    }

    private String counted(String table, String word) {
        return counted(table, word, word + "s");
    }

    private String counted(String table, String one, String many) {
        long rows = manifest.rows(table);
        return String.format(Locale.ROOT, "%,d %s", rows, rows == 1 ? one : many);
    }

    private static String size(long bytes) {
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%d kB", Math.max(1, bytes / 1_000))
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
