package dev.steward.runner.store.postgres;

import dev.steward.runner.store.migration.Beginning;
import dev.steward.runner.store.migration.Migrations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Whether a history in a database may be begun or gone on with. */
final class Target {

    private Target() {}

    /**
     * Looks.
     *
     * @throws dev.steward.runner.store.trouble.StoreException when a history lies in a file, and none here or half of one
     */
    static void ready(DataSource database, PostgresTrouble trouble, Path state) throws SQLException {
        Path file = new Beginning(state).file();
        if (Migrations.none(database)) {
            if (Files.exists(file)) {
                throw trouble.refused("is empty, but " + file + " holds a history; bring it over: steward store move."
                        + " To begin a new one instead, move that file away");
            }
            return;
        }
        try (Connection connection = database.getConnection()) {
            if (Held.marked(connection)) {
                throw trouble.refused("holds a history that was not brought over to its end; do that again: steward"
                        + " store move, or steward restore");
            }
        }
    }
}
