package dev.steward.runner.store

import dev.steward.house.Row
import java.nio.file.Path
import spock.lang.Timeout

@Timeout(900)
class KillsRealSpec extends Kills {

    Map<String, String> server(Path state) { [:] }

    /** The database otherwise leaves freed space alone for 45 s, longer than a writer of this spec lives. */
    void prepare(StoreFixture fixture) {
        fixture.store.connections().connection.withCloseable { it.createStatement().execute('set retention_time 0') }
    }

    @Row('S-11')
    def 'after kill -9 at any moment, 200 times, no acknowledged event is missing, and each run is lost with its last step'() {
        expect:
        acknowledged() > KILLS * 10
    }
}
