package dev.steward.runner.store

import dev.steward.runner.event.EventJson
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Instant
import org.jdbi.v3.core.Jdbi
import org.jdbi.v3.core.statement.SqlLogger
import org.jdbi.v3.core.statement.StatementContext
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** A page of a run's events while these are written. */
class EventPageSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup StoreFixture fixture = new StoreFixture(dir, new SettableTime(Instant.parse('2026-03-01T03:00:00Z')))

    def 'what is written while a page is looked up stands in it from its first event on'() {
        given: 'output of which many events share a row is written right after it was asked in which row the page begins'
        def log = fixture.begin()
        log.append(StoreFixture.started())
        Jdbi jdbi = Jdbi.create(fixture.store.connections())
        boolean written = false
        jdbi.setSqlLogger(new SqlLogger() {
            void logAfterExecution(StatementContext context) {
                if (!written && context.renderedSql.contains('min(id)')) {
                    written = true
                    (2..2000).each { log.append(StoreFixture.output('web-1', "line $it")) }
                    log.append(StoreFixture.finished(dev.steward.runner.event.RunStatus.OK))
                }
            }
        })

        when:
        def page = new EventPage(jdbi, new EventJson(), fixture.lastRun, Optional.empty(), Optional.empty()).some(3, 50, 1_000_000)

        then:
        written
        page.events()*.number() == (4L..53L).toList()
        page.more()
    }
}
