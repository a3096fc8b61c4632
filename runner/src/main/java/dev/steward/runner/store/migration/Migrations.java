package dev.steward.runner.store.migration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Brings a database to this Steward's schema; one of a newer Steward is refused. Flyway does it, but what it loads and scans
 * costs a short command a tenth of its start, so where the last migration left word that exactly these scripts were
 * carried out, it is not asked again.
 */
public final class Migrations {

    /** In order; a migration that was ever shipped stays as it is. */
    static final List<String> SCRIPTS = List.of(
            "V1__runs.sql",
            "V2__schedules.sql",
            "V3__quartz.sql",
            "V4__notices.sql",
            "V5__upids.sql",
            "V6__estate.sql",
            "V7__wake.sql",
            "V8__greens.sql",
            "V9__durations.sql",
            "V10__patches.sql",
            "V11__tally.sql",
            "V14__accounts.sql",
            "V15__alerts.sql",
            "V16__access.sql",
            "V17__second_factor.sql",
            "V20__history.sql",
            "V21__approvals.sql",
            "V22__hooks.sql",
            "V24__hosts.sql",
            "V25__ups_readings.sql",
            "V28__resumed_runs.sql",
            "V29__servers.sql",
            "V30__fires.sql",
            "V31__duties.sql",
            "V32__event_ends.sql",
            "V33__kept.sql",
            "V34__sealed.sql");

    private static final String HISTORY =
            "select table_name from information_schema.tables where table_name = 'flyway_schema_history'";
    private static final String DONE = "schema";

    private Migrations() {}

    /** The names of all of them, in order. */
    public static List<String> names() {
        return SCRIPTS;
    }

    /**
     * Migrates where that is needed.
     *
     * @throws RuntimeException when the database is of a newer Steward, or a script fails
     */
    public static void apply(DataSource database) {
        String ours = fingerprint();
        if (done(database, ours)) {
            return;
        }
        flyway(database).load().migrate();
        Sorting.plain(database);
        note(database, ours);
    }

    /** Whether nothing is left to do. */
    public static boolean done(DataSource database) {
        return done(database, fingerprint());
    }

    /**
     * Brings an empty database to the schema of an older Steward, for its rows to be put in.
     *
     * @param scripts the first ones of {@link #names}
     */
    public static void apply(DataSource database, List<String> scripts) {
        String last = scripts.get(scripts.size() - 1);
        flyway(database).target(String.valueOf(version(last))).load().migrate();
        Sorting.plain(database);
    }

    private static FluentConfiguration flyway(DataSource database) {
        return Flyway.configure()
                .dataSource(database)
                .locations("classpath:dev/steward/runner/store/migration")
                // by default Flyway lets pass what a newer Steward has done
                .ignoreMigrationPatterns(new String[0]);
    }

    /** The scripts of this Steward, in order. */
    public static List<String> scripts() {
        return SCRIPTS;
    }

    /** The number of a script's version, as 33 of {@code V33__kept.sql}. */
    public static int version(String script) {
        return Integer.parseInt(script.substring(1, script.indexOf("__")));
    }

    /** Whether a database was never migrated: new, or emptied. */
    public static boolean none(DataSource database) {
        try (Connection connection = database.getConnection();
                ResultSet tables = connection
                        .getMetaData()
                        .getTables(null, connection.getSchema(), "flyway_schema_history", null)) {
            return !tables.next();
        } catch (SQLException e) {
            throw new IllegalStateException("the database's tables cannot be listed: " + e.getMessage(), e);
        }
    }

    /** Whether Flyway's own table holds exactly these scripts, all well, and their contents are the ones it was given. */
    private static boolean done(DataSource database, String ours) {
        try (Connection connection = database.getConnection()) {
            // asked first, since H2 leaves a trace file with an error for a table that is not there
            return !texts(connection, HISTORY).isEmpty()
                    && texts(
                                    connection,
                                    "select \"script\" from \"flyway_schema_history\" where \"success\" and \"installed_rank\" > 0 order by \"installed_rank\"")
                            .equals(SCRIPTS)
                    && texts(connection, "select content from setting where name = '" + DONE + "'")
                            .equals(List.of(ours));
        } catch (SQLException e) {
            // a database without these tables is new or damaged: for Flyway to say
            return false;
        }
    }

    private static List<String> texts(Connection connection, String query) throws SQLException {
        List<String> all = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                all.add(rows.getString(1));
            }
        }
        return all;
    }

    private static void note(DataSource database, String ours) {
        try (Connection connection = database.getConnection();
                PreparedStatement old = connection.prepareStatement("delete from setting where name = ?");
                PreparedStatement statement =
                        connection.prepareStatement("insert into setting (name, content) values (?, ?)")) {
            old.setString(1, DONE);
            old.executeUpdate();
            statement.setString(1, DONE);
            statement.setString(2, ours);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("the schema's state cannot be noted: " + e.getMessage(), e);
        }
    }

    /** Of the scripts' names and texts. */
    private static String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String script : SCRIPTS) {
                digest.update((script + "\n").getBytes(StandardCharsets.UTF_8));
                try (InputStream text = Migrations.class.getResourceAsStream(script)) {
                    digest.update(text.readAllBytes());
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM lacks SHA-256", e);
        }
    }
}
