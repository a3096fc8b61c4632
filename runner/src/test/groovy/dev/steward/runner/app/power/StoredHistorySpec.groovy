package dev.steward.runner.app.power

import dev.steward.runner.event.Cause
import dev.steward.runner.event.RunEvent
import dev.steward.runner.outage.OutageLabSpec
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CountDownLatch
import java.util.function.Supplier
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** An outage waits for no database. */
@Timeout(60)
class StoredHistorySpec extends Specification {

    static final Instant NOON = Instant.parse('2026-03-01T12:00:00Z')

    @TempDir Path folder
    SettableTime time = new SettableTime(NOON)
    @AutoCleanup StoreFixture fixture
    @AutoCleanup StoredHistory history
    CountDownLatch slow = new CountDownLatch(1)

    def setup() {
        fixture = new StoreFixture(folder, time)
        history = new StoredHistory(fixture.store.runs(), fixture.store.queries())
    }

    private History.Row begin() {
        def inventory = { slow.await(); '{}' } as Supplier<String>
        history.begin(OutageLabSpec.shipped(), 'ups.groovy', inventory, [power: 'outage'], new Cause(Cause.Kind.UPS, 'cyberpower'))
    }

    private static RunEvent said(String text) { new RunEvent.PowerSaid(text, true, Duration.ZERO, Optional.empty(), Optional.empty(), Optional.empty()) }

    def 'who begins does not wait for the row; what happened meanwhile is told later, in its order and with its own time'() {
        when:
        def row = begin()
        def telling = CompletableFuture.runAsync {
            row.log().append(said('first'), NOON)
            row.log().append(said('second'), NOON + Duration.ofSeconds(2))
        }
        time.advance(Duration.ofMinutes(1))

        then: 'nothing is there yet, and nobody was held up'
        !telling.done
        fixture.store.queries().run(1).empty

        when:
        slow.countDown()
        telling.join()

        then:
        row.run() == 1
        new PollingConditions(timeout: 20).eventually {
            assert fixture.store.queries().events(1, 0, 10).collect { [it.event().text(), it.at()] } ==
                    [['first', NOON], ['second', NOON + Duration.ofSeconds(2)]]
        }
    }

    def 'a history that does not answer within three seconds is done without'() {
        when:
        def row = begin()

        then:
        row.run() == 0
        row.log().append(said('one')) == 1
        row.log().append(said('two')) == 2

        cleanup:
        slow.countDown()
    }

    def 'how long steps took is what was known, where the history does not answer at once'() {
        given: 'asked once, as at the start'
        history.records()

        when: 'the history is busy for long'
        begin()
        def begun = System.nanoTime()
        def records = history.records()

        then:
        records.of('guest', 'Shut down', 'web-1') == []
        Duration.ofNanos(System.nanoTime() - begun) < Duration.ofSeconds(2)

        cleanup:
        slow.countDown()
    }
}
