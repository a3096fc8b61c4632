package dev.steward.runner.store

import dev.steward.runner.config.store.StoreConfig
import dev.steward.runner.store.postgres.PostgresLab
import dev.steward.runner.time.SystemTime
import dev.steward.runner.time.Time
import java.nio.file.Files
import java.nio.file.Path

/** Servers on one real PostgreSQL, as stores in this process: each with a state directory of its own. */
class SideBySide implements Closeable {

    final PostgresLab lab = PostgresLab.here()
    private final StoreConfig config
    private final Path folder
    private final Time time
    private final List<StoreFixture> opened = []

    SideBySide(Path folder, Time time = new SystemTime()) {
        this.folder = folder
        this.config = lab.of(folder)
        this.time = time
    }

    StoreFixture open(String name) {
        def shared = config
        StoreFixture.server = { Path any -> Optional.of(shared) }
        try {
            def made = new StoreFixture(Files.createDirectories(folder.resolve(name)), time)
            opened << made
            return made
        } finally {
            StoreFixture.onPostgres(false)
        }
    }

    void close(StoreFixture one) {
        opened.remove(one)
        one.close()
    }

    private String getDatabase() { config.database() }

    /** What the superuser asks of the shared database. */
    List<String> ask(String sql) { lab.ask(sql, database) }

    /** Every connection breaks, and none comes back until {@link #back}. */
    void away() {
        lab.ask("alter database $database allow_connections false")
        lab.ask("select pg_terminate_backend(pid) from pg_stat_activity where datname = '$database'")
    }

    void back() { lab.ask("alter database $database allow_connections true") }

    @Override
    void close() { opened*.close() }
}
