package dev.steward.runner.store

import static dev.steward.runner.store.StoreFixture.*

import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.store.disk.JournaledPath
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import java.sql.DriverManager
import spock.lang.Specification
import spock.lang.TempDir

class DurabilitySpec extends Specification {

    @TempDir Path dir

    /** A copy of the file holds what a kill in this moment would leave, and no other thread writes here. */
    def 'an acknowledged event is in the file before anything else happens, also where freed space is written again'() {
        given:
        def state = Files.createDirectory(dir.resolve('state'))
        def fixture = new StoreFixture(state)
        reuseSpaceAtOnce(fixture)
        def random = new Random(7)

        when:
        int missing = (1..20).sum { run ->
            def log = fixture.begin(text: 'x' * random.nextInt(20_000) + run)
            List<RunEvent> events = [started(), play(['web-1']), taskStarted('web-1'), output('web-1', 'y' * random.nextInt(9000)),
                                     taskFinished('web-1'), finished(RunStatus.OK)]
            events.sum { event ->
                long number = log.append(event)
                RunLog.durable(event) && lastEventInCopy(state, fixture.lastRun) != number ? 1 : 0
            }
        }

        then:
        missing == 0

        cleanup:
        fixture?.close()
    }

    /** The database otherwise leaves freed space alone for 45 s, longer than a writer of this spec lives. */
    private static void reuseSpaceAtOnce(StoreFixture fixture) {
        fixture.store.connections().connection.withCloseable { it.createStatement().execute('set retention_time 0') }
    }

    private long lastEventInCopy(Path state, long run) {
        def copy = dir.resolve('copy.mv.db')
        def file = state.resolve('steward.mv.db')
        // what comes to the file meanwhile stands in the journal as well, which does not begin again in so short a life
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING)
        Files.copy(JournaledPath.journal(file), JournaledPath.journal(copy), StandardCopyOption.REPLACE_EXISTING)
        DriverManager.getConnection("${JournaledPath.url(dir.resolve('copy'))};IFEXISTS=TRUE", 'sa', '').withCloseable { connection ->
            def rows = connection.createStatement().executeQuery("select last_event from run where id = $run")
            rows.next() ? rows.getLong(1) : -1
        }
    }
}
