package dev.steward.runner.store.postgres

import dev.steward.house.Row
import dev.steward.runner.store.KilledWriter
import dev.steward.runner.store.Kills
import dev.steward.runner.store.StoreFixture
import java.nio.file.Path
import spock.lang.Timeout

@Timeout(900)
class KillsPostgresRealSpec extends Kills {

    def setup() { StoreFixture.onPostgres(true) }

    def cleanup() { StoreFixture.onPostgres(false) }

    Map<String, String> server(Path state) {
        [(KilledWriter.SERVER): PostgresLab.here().of(state).url(), (KilledWriter.PASSWORD): PostgresLab.PASSWORD]
    }

    void prepare(StoreFixture fixture) { assert fixture.store.onServer() }

    @Row('S-11')
    def 'on PostgreSQL too no acknowledged event is missing after kill -9 at any moment, 200 times'() {
        expect:
        acknowledged() > KILLS * 10
    }
}
