package dev.steward.runner.store.live

import dev.steward.runner.app.order.SharedClaims
import dev.steward.runner.app.order.Steering
import dev.steward.runner.engine.Control
import dev.steward.runner.event.EventLog
import dev.steward.runner.event.NumberedEvent
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.module.Target
import dev.steward.runner.store.SideBySide
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.store.Subscription
import dev.steward.runner.time.SystemTime
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.util.concurrent.Callable
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.Executors
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

/** What happens on one server is followed, and steered, on another: two stores on one real PostgreSQL. */
class SignalsRealSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup SideBySide servers
    StoreFixture one
    StoreFixture two
    def soon = new PollingConditions(timeout: 20, delay: 0.02)

    def setup() {
        servers = new SideBySide(dir)
        one = servers.open('one')
        two = servers.open('two')
    }

    /** Somebody who follows a run on the second server. */
    private class Reader implements Subscription.Listener {
        List<NumberedEvent> heard = new CopyOnWriteArrayList<>()
        volatile boolean over

        @Override
        void events(List<NumberedEvent> events) { heard.addAll(events) }

        @Override
        void ended() { over = true }

        List<Long> numbers() { heard*.number() }
    }

    private Reader read(long run) {
        def reader = new Reader()
        two.store.runs().subscribe(run, 0, reader)
        reader
    }

    def 'a run of one server is heard on the other while it goes on, in order, once, and with its end'() {
        given:
        EventLog log = one.begin()
        def reader = read(one.lastRun)

        when:
        log.append(StoreFixture.started())

        then:
        soon.eventually { assert reader.numbers() == [1] }

        when:
        log.append(StoreFixture.play(['web-1']))
        log.append(StoreFixture.taskStarted('web-1'))
        (1..200).each { log.append(StoreFixture.output('web-1', "line $it")) }

        then:
        soon.eventually { assert reader.numbers() == (1..203).toList() }
        !reader.over

        when:
        log.append(StoreFixture.taskFinished('web-1'))
        log.append(StoreFixture.finished(RunStatus.OK, ['web-1']))

        then:
        soon.eventually { assert reader.over }
        reader.numbers() == (1..205).toList()
    }

    def 'what happened while the line to the database was broken is heard when it is back'() {
        given:
        EventLog log = one.begin()
        long run = one.lastRun
        def reader = read(run)
        log.append(StoreFixture.started())
        soon.eventually { assert reader.numbers() == [1] }

        when: 'the second server hears nothing for a while, as its line alone broke'
        servers.ask("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'steward hears'")
        log.append(StoreFixture.play(['web-1']))

        then:
        soon.eventually { assert reader.numbers() == [1, 2] }

        when: 'and goes on hearing'
        log.append(StoreFixture.taskStarted('web-1'))

        then:
        soon.eventually { assert reader.numbers() == [1, 2, 3] }
    }

    def 'a run whose server was given up is heard to be lost'() {
        given:
        EventLog log = one.begin()
        def reader = read(one.lastRun)
        log.append(StoreFixture.started())
        soon.eventually { assert reader.numbers() == [1] }

        when:
        servers.ask("update server set ended_at = now() where id = (select owner_id from run where id = $one.lastRun)")

        then:
        soon.eventually { assert reader.over }
        (reader.heard.last().event() as RunEvent.RunFinished).status() == RunStatus.LOST
    }

    def 'an operation is under way on a host once, whichever server carries it out; what a server that was given up held is free'() {
        given:
        def here = SharedClaims.of(one.store)
        def there = SharedClaims.of(two.store)

        when:
        def claim = here.take('home/101', 'run 7')

        then:
        claim.present
        there.take('home/101', 'run 8').empty
        there.holder('home/101').get() ==~ /run 7 on server .+/
        here.take('home/101', 'run 9').empty
        there.take('home/102', 'run 8').present

        when:
        claim.get().close()

        then:
        there.take('home/101', 'run 8').present
        here.take('home/101', 'run 9').empty

        when:
        servers.ask("update server set ended_at = now() where id = (select holder from claim where what = 'home/101')")

        then:
        here.take('home/101', 'run 9').present
        here.holder('home/101') == Optional.of('run 9')
    }

    def 'of many that want the same at the same moment one has it'() {
        given:
        def all = [one, two].collect { SharedClaims.of(it.store) }
        def threads = Executors.newFixedThreadPool(8)

        expect:
        (1..10).every { round ->
            threads.invokeAll((1..8).collect { n -> { -> all[n % 2].take("guest $round", "run $n").present } as Callable })*.get().count(true) == 1
        }

        cleanup:
        threads.shutdownNow()
    }

    /** What is thrown where a server does not answer. */
    static class Silent extends Exception {
        Silent(String message) { super(message) }
    }

    private static Steering<Silent> steering(StoreFixture server, Map<Long, Control> hands) {
        new Steering<Silent>({ run -> Optional.ofNullable(hands[run]) }, server.store, { new Silent(it) })
    }

    def 'a run at work on one server is cancelled on the other; one that has ended says so'() {
        given:
        EventLog log = one.begin()
        def hand = new Control()
        def owner = steering(one, [(one.lastRun): hand])
        def elsewhere = steering(two, [:])
        log.append(StoreFixture.started())

        expect:
        elsewhere.cancel(one.lastRun, 'anna', force)
        hand.current().cancelledBy() == Optional.of('anna')
        hand.current().forced() == force

        when:
        log.append(StoreFixture.finished(RunStatus.CANCELLED, []))

        then:
        !elsewhere.cancel(one.lastRun, 'anna', force)
        !elsewhere.cancel(4711, 'anna', force)

        cleanup:
        [owner, elsewhere]*.close()

        where:
        force << [false, true]
    }

    def 'a question that is open on one server is answered on the other, and nobody answers what nobody asks'() {
        given:
        one.begin()
        long run = one.lastRun
        def hand = new Control()
        def asked = new CompletableFuture()
        def question = new Control.Question('0.1', 'web-1', 'Really?', Instant.now().plusSeconds(60))
        Thread.startDaemon { asked.complete(hand.await(question, Duration.ofSeconds(60), new SystemTime(), { })) }
        soon.eventually { assert hand.current().questions() }
        def owner = steering(one, [(run): hand])
        def elsewhere = steering(two, [:])

        expect:
        !elsewhere.answer(run, new Order.Question('0.2', 'web-1'), true, 'anna')
        elsewhere.answer(run, new Order.Question('0.1', 'web-1'), go, 'anna')
        asked.get() == came
        !elsewhere.answer(run, new Order.Question('0.1', 'web-1'), go, 'anna')

        cleanup:
        [owner, elsewhere]*.close()

        where:
        go    || came
        true  || Target.Answer.GO
        false || Target.Answer.STOP
    }

    def 'a server that does not answer is said so, and does it when it answers'() {
        given:
        EventLog log = one.begin()
        log.append(StoreFixture.started())
        def elsewhere = steering(two, [:])

        when:
        elsewhere.cancel(one.lastRun, 'anna', false)

        then:
        def silent = thrown(Silent)
        silent.message.startsWith("Run $one.lastRun is at work on server ")
        silent.message.contains('has not answered within 8 s')

        when:
        def hand = new Control()
        def owner = steering(one, [(one.lastRun): hand])

        then:
        soon.eventually { assert hand.current().cancelledBy() == Optional.of('anna') }

        cleanup:
        [owner, elsewhere]*.close()
    }
}
