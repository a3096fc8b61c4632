package dev.steward.runner.store.postgres;

import dev.steward.runner.store.migration.Beginning;
import dev.steward.runner.store.migration.Migrations;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;

/** Whether a history in a database may be begun or gone on with. */
final class Target {

    private Target() {}

    /**
     * Looks.
     *
     * @throws dev.steward.runner.store.trouble.StoreException when a history lies in a file, and none here
     */
    static void ready(DataSource database, PostgresTrouble trouble, Path state) {
        Path file = new Beginning(state).file();
        if (Files.exists(file) && Migrations.none(database)) {
            throw trouble.refused("is empty, but " + file + " holds a history that would be left behind; move that file"
                    + " away to begin a new one here, or take store out of steward.yml to stay with it");
        }
    }
}
