package dev.steward.runner.store.file;

import dev.steward.runner.seal.Seal;
import dev.steward.runner.store.disk.UnlockedPath;
import dev.steward.runner.store.migration.Beginning;
import dev.steward.runner.store.migration.Migrations;
import dev.steward.runner.store.migration.Recovery;
import dev.steward.runner.store.seal.Sealing;
import dev.steward.runner.store.trouble.StoreTrouble;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.h2.api.ErrorCode;
import org.h2.mvstore.MVStore;
import org.jdbi.v3.core.Jdbi;

/**
 * The history of a state directory seen from outside, while no Steward works with it: nothing is written, and nobody who begins to
 * work with it meanwhile is kept from it.
 *
 * @param file the database's
 * @param trouble why it does not open, with the next step; empty: it does
 * @param runs how many it holds
 * @param newestRun 0: none
 * @param scripts that made its schema, in order
 * @param whole whether the newest of what was written is what is read
 * @param content whether the texts and events are what was written; nothing of a newer Steward's
 * @param sealed what is sealed in it and cannot be opened, with the next step
 */
public record HistoryFile(
        Path file,
        Optional<String> trouble,
        long runs,
        long newestRun,
        List<String> scripts,
        boolean whole,
        HistoryContent content,
        List<String> sealed) {

    /** How long its content is read at most, about. */
    public static final Duration READING = Duration.ofSeconds(10);

    public HistoryFile {
        scripts = List.copyOf(scripts);
        sealed = List.copyOf(sealed);
    }

    /** Whether there is one. */
    public static boolean isThere(Path dir) {
        return Files.exists(new Beginning(dir).file());
    }

    /** Whether a Steward has it open, or ended without closing it: the next start brings back what stands in its journal. */
    public static boolean isOpen(Path dir) {
        return Recovery.broken(dir);
    }

    /** When somebody last wrote to it; only whether it is the same means something. */
    public static long changed(Path dir) {
        return new Beginning(dir).file().toFile().lastModified();
    }

    /**
     * Looks at one that is there and closed.
     *
     * @param seal what would open what is sealed in it
     */
    public static HistoryFile look(Path dir, Seal seal, Time time) {
        Path file = new Beginning(dir).file();
        StoreTrouble trouble = new StoreTrouble(file);
        try (Connection connection = DriverManager.getConnection(UnlockedPath.url(dir.resolve("steward")), "sa", "")) {
            if (texts(
                            connection,
                            "select table_name from information_schema.tables where table_name = 'flyway_schema_history'")
                    .isEmpty()) {
                throw trouble.emptied();
            }
            List<String> counted = texts(connection, "select count(*) || ' ' || coalesce(max(id), 0) from run");
            String[] runs = counted.get(0).split(" ");
            List<String> scripts = texts(
                    connection,
                    "select \"script\" from \"flyway_schema_history\" where \"success\" and \"installed_rank\" > 0 order by \"installed_rank\"");
            boolean ours = Migrations.names().containsAll(scripts);
            return new HistoryFile(
                    file,
                    Optional.empty(),
                    Long.parseLong(runs[0]),
                    Long.parseLong(runs[1]),
                    scripts,
                    whole(file),
                    ours ? new ContentReader(connection, time, READING).read() : HistoryContent.NONE,
                    ours ? Sealing.look(Jdbi.create(connection), seal) : List.of());
        } catch (SQLException | IOException | RuntimeException e) {
            // H2 begins a file anew in which it finds nothing
            boolean empty = e instanceof SQLException sql && sql.getErrorCode() == ErrorCode.DATABASE_IS_READ_ONLY;
            String why = (empty ? trouble.emptied() : trouble.opening(e)).getMessage();
            return new HistoryFile(file, Optional.of(why), 0, 0, List.of(), false, HistoryContent.NONE, List.of());
        }
    }

    /** H2 goes back to an older chunk without a word where the newest is not whole. */
    private static boolean whole(Path file) throws IOException {
        long newest = UnlockedPath.newest(file);
        try (MVStore store = new MVStore.Builder()
                .fileName(UnlockedPath.name(file))
                .readOnly()
                .open()) {
            return newest > 0 && store.getCurrentVersion() >= newest;
        }
    }

    private static List<String> texts(Connection connection, String query) throws SQLException {
        List<String> all = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                all.add(rows.getString(1));
            }
        }
        return all;
    }
}
