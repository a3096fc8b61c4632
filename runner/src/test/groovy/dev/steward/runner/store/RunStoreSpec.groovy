package dev.steward.runner.store

import static dev.steward.runner.store.StoreFixture.*

import dev.steward.runner.event.Cause
import dev.steward.runner.event.EventLog
import dev.steward.runner.event.LinesOnce
import dev.steward.runner.event.NumberedEvent
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import java.nio.file.Path
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

class RunStoreSpec extends Specification {

    @TempDir Path state
    @AutoCleanup StoreFixture fixture
    Store store

    def setup() {
        fixture = new StoreFixture(state)
        store = fixture.store
    }

    def 'a run goes from queued over running to ok and keeps what explains it'() {
        when:
        long id = store.runs().create(newRun(text: 'the script'))

        then:
        store.queries().run(id).get().status() == RunStatus.QUEUED

        when:
        def claim = store.runs().claim(id)
        def log = store.runs().logFor(id, claim.epoch())
        log.append(started())

        then:
        store.queries().run(id).get().status() == RunStatus.RUNNING

        when:
        log.append(finished(RunStatus.OK))
        def detail = store.queries().detail(id).get()

        then:
        with(detail.run()) {
            status() == RunStatus.OK
            exit() == Optional.of(0)
            times().took().present
            hosts() == new Run.Hosts(1, 0, 0, 0, 0, 0)
            parameters() == [autoReboot: false]
            cause() == new Cause(Cause.Kind.PERSON, 'anna')
        }
        detail.recap().of('web-1').ok() == 1
        store.queries().text(detail.sources()[0].sha256()).get() == 'the script'
        store.queries().text(detail.inventorySha()).get() == '{"web-1":{}}'
    }

    def 'every kind of event comes back as it went in'() {
        given:
        def log = fixture.begin()
        List<RunEvent> events = [
                started(), play(['web-1']), new RunEvent.PlaySkipped(1, 'Docker', 'no hosts matched'), taskStarted('web-1'),
                output('web-1', 'Größe: 5 \u001b[31mred\u001b[0m\n"quoted"'),
                new RunEvent.RetryScheduled('0.0', 'web-1', 1, 2, java.time.Duration.ofMillis(1500), 'lock held'),
                new RunEvent.ItemFinished('0.0', 'web-1', 'bash', Status.CHANGED, '5.1 -> 5.2', 0, Optional.of([rc: 0L])),
                new RunEvent.TaskFinished('0.0', 'web-1', Status.CHANGED, true, false, true, 'x' * 70_000, [a: [1L, 2.5d, null, true]],
                        [new dev.steward.runner.event.Diff('/etc/motd', 'a', 'b')], 2, java.time.Duration.ofNanos(1_000_000_001)),
                new RunEvent.HandlerNotified('web-1', 'restart'),
                new RunEvent.ConfirmAsked('0.1', 'web-1', 'Go?', java.time.Instant.parse('2026-03-29T01:00:00Z')),
                new RunEvent.ConfirmAnswered('0.1', 'web-1', true, 'anna'),
                new RunEvent.HostLeft('web-2', true, 3, 'cancelled by anna'),
                new RunEvent.UpidStarted('0.0', 'web-1', 'home', 'UPID:pve1:0000000A:0000000B:65000000:vzstart:101:root@pam:', 'start CT 101', Optional.of('https://pve1.example.com:8006/')),
                new RunEvent.UpidEnded('0.0', 'web-1', 'home', 'UPID:pve1:0000000A:0000000B:65000000:vzstart:101:root@pam:', 'ok', 'OK', java.time.Duration.ofSeconds(3)),
                new RunEvent.HostReached('web-1', 'ssh root@192.0.2.11:22'), new RunEvent.FactsGathered('web-1', [kernel: '6.1', cpus: 4L]),
                new RunEvent.Warned(Optional.empty(), 'careful'), new RunEvent.CancelRequested('anna', true),
                new RunEvent.PowerSaid('on battery', true, java.time.Duration.ofSeconds(31), Optional.of(98.5d), Optional.of(java.time.Duration.ofMinutes(20)), Optional.empty()),
                new RunEvent.PhaseWaiting(0, 'Stop', '{ ups.onBatteryFor >= 1.minutes }'), new RunEvent.PhaseEntered(0, 'Stop', false, 'low battery'),
                new RunEvent.PowerCommitted(1, 'Off'), new RunEvent.PhaseEnded(0, 'Stop', 'done', '', java.time.Duration.ofSeconds(9)),
                finished(RunStatus.CANCELLED)]

        when:
        events.each { log.append(it) }
        def read = store.queries().events(fixture.lastRun, 0, 100)

        then:
        read*.event() == events
        read*.number() == (1L..events.size()).toList()
        events*.class.toSet() == RunEvent.permittedSubclasses.toList().toSet()
    }

    def 'what a task returns is read as it was, while the lines of a long output are kept once: #what'() {
        given:
        def log = fixture.begin()
        log.append(started())
        def event = new RunEvent.TaskFinished('0.0', 'web-1', Status.CHANGED, false, false, true, 'exit 0', data, [], 1, java.time.Duration.ofSeconds(1))
        def item = new RunEvent.ItemFinished('0.0', 'web-1', 'a', Status.CHANGED, 'exit 0', 0, Optional.of(data))

        when:
        log.append(event)
        log.append(item)

        then:
        store.queries().events(fixture.lastRun, 0, 100)*.event().drop(1) == [event, item]
        store.json().write(LinesOnce.kept(event)).length() < most

        and: 'a log is told without it'
        def told = store.queries().piece(fixture.lastRun, 1, 100, 1000, Optional.empty()).events()*.event()
        told[0] == new RunEvent.TaskFinished('0.0', 'web-1', Status.CHANGED, false, false, true, 'exit 0', [:], [], 1, java.time.Duration.ofSeconds(1))
        told[1] == new RunEvent.ItemFinished('0.0', 'web-1', 'a', Status.CHANGED, 'exit 0', 0, Optional.empty())

        where:
        what            | data                                                                || most
        'a long one'    | [rc: 0L, stdout: LONG, stderr: '', lines: LONG.readLines(), cut: false] || LONG.length() * 1.3
        'a short one'   | [rc: 0L, stdout: 'a\nb', lines: ['a', 'b']]                         || 400
        'of a loop'     | [results: [[item: 'a', stdout: LONG, lines: LONG.readLines()], [stdout: '', lines: []]]] || LONG.length() * 1.3
        'other lines'   | [stdout: LONG, lines: LONG.readLines().drop(1)]                     || LONG.length() * 3
        'other things'  | [stdout: 5L, lines: 'none', more: [lines: [LONG], list: [[1L], [:]]]] || LONG.length() * 3
    }

    private static final String LONG = (1..2000).collect { "line $it" }.join('\n')

    def 'parallel hosts get numbers without gaps, and every durable event is in the database when append returns'() {
        given:
        def log = fixture.begin()
        def pool = Executors.newFixedThreadPool(20)
        def wrong = new LinkedBlockingQueue<String>()
        long run = fixture.lastRun

        when:
        def jobs = (1..20).collect { host ->
            pool.submit {
                10.times {
                    log.append(output("h$host", 'line'))
                    long number = log.append(taskFinished("h$host", Status.OK, '', "0.$it"))
                    if (store.queries().events(run, number - 1, 1)*.number() != [number]) {
                        wrong << "event $number of h$host was not there"
                    }
                }
            }
        }
        jobs*.get(30, TimeUnit.SECONDS)
        log.append(finished(RunStatus.OK))

        then:
        wrong.empty
        store.queries().events(run, 0, 1000)*.number() == (1L..401L).toList()

        cleanup:
        pool?.shutdownNow()
    }

    def 'a stale owner is stopped by the epoch and writes nothing'() {
        given:
        def stale = fixture.begin()
        stale.append(started())
        long run = fixture.lastRun

        when:
        def claim = store.runs().takeOver(run)
        stale.append(taskStarted('web-1'))

        then:
        def refused = thrown(EventLog.EventLogException)
        refused.message.contains("run $run belongs to another owner now")

        when: 'the new owner goes on where the log ended'
        def log = store.runs().logFor(run, claim.epoch())

        then:
        log.append(taskStarted('web-1')) == 2
        store.queries().events(run, 0, 10)*.number() == [1L, 2L]

        when:
        stale.append(output('web-1', 'ghost'))

        then:
        thrown(EventLog.EventLogException)
    }

    def 'only a queued run can be claimed or cancelled before it began, and only once'() {
        given:
        long id = store.runs().create(newRun())
        long other = store.runs().create(newRun())

        expect:
        store.runs().claim(id).epoch() == 1
        store.runs().cancelQueued(other, 'cancelled by anna')
        !store.runs().cancelQueued(id, 'late')

        when:
        store.runs().claim(id)

        then:
        thrown(EventLog.EventLogException)
        store.queries().run(other).get().status() == RunStatus.CANCELLED
    }

    def 'a subscriber hears everything after its number once, from the past and live'() {
        given:
        def log = fixture.begin()
        long run = fixture.lastRun
        log.append(started())
        1500.times { log.append(output('web-1', "old $it")) }
        def heard = new LinkedBlockingQueue<NumberedEvent>()
        def over = new CountDownLatch(1)

        when:
        store.runs().subscribe(run, 3, listener(heard, over))
        1500.times { log.append(output('web-1', "new $it")) }
        log.append(finished(RunStatus.OK))

        then:
        over.await(20, TimeUnit.SECONDS)
        heard*.number() == (4L..3002L).toList()
    }

    def 'a subscriber of a run that broke off hears what was written and is told that nothing follows'() {
        given:
        def log = fixture.begin()
        long run = fixture.lastRun
        def heard = new LinkedBlockingQueue<NumberedEvent>()
        def over = new CountDownLatch(1)
        log.append(started())
        store.runs().subscribe(run, 0, listener(heard, over))

        when:
        store.runs().nothingFollows(run)

        then:
        over.await(20, TimeUnit.SECONDS)
        heard*.number() == [1L]
    }

    def 'a slow subscriber harms nobody and still hears all'() {
        given:
        def log = fixture.begin()
        long run = fixture.lastRun
        def gate = new CountDownLatch(1)
        def slow = new LinkedBlockingQueue<NumberedEvent>()
        def slowOver = new CountDownLatch(1)
        def quick = new LinkedBlockingQueue<NumberedEvent>()
        def quickOver = new CountDownLatch(1)
        store.runs().subscribe(run, 0, new Subscription.Listener() {
            void events(List<NumberedEvent> events) { gate.await(); slow.addAll(events) }
            void ended() { slowOver.countDown() }
        })
        store.runs().subscribe(run, 0, listener(quick, quickOver))

        when:
        log.append(started())
        5000.times { log.append(output('web-1', "line $it")) }
        log.append(finished(RunStatus.OK))

        then: 'the quick one is done while the slow one still stands at its gate'
        quickOver.await(20, TimeUnit.SECONDS)
        quick.size() == 5002
        slow.empty

        when:
        gate.countDown()

        then:
        slowOver.await(20, TimeUnit.SECONDS)
        slow*.number() == (1L..5002L).toList()
    }

    def 'who comes late to a run of long events hears them in small pieces'() {
        given:
        def log = fixture.begin()
        log.append(started())
        60.times { log.append(output('web-1', 'x' * 100_000)) }
        log.append(finished(RunStatus.OK))
        def pieces = new LinkedBlockingQueue<List<NumberedEvent>>()
        def over = new CountDownLatch(1)

        when:
        store.runs().subscribe(fixture.lastRun, 0, new Subscription.Listener() {
            void events(List<NumberedEvent> events) { pieces.add(events) }
            void ended() { over.countDown() }
        })

        then:
        over.await(20, TimeUnit.SECONDS)
        pieces.flatten()*.number() == (1L..62L).toList()
        pieces*.size().max() <= 15
    }

    def 'nothing is shown before it is committed'() {
        given:
        def log = fixture.begin()
        long run = fixture.lastRun
        def early = new LinkedBlockingQueue<Long>()
        def over = new CountDownLatch(1)
        store.runs().subscribe(run, 0, new Subscription.Listener() {
            void events(List<NumberedEvent> events) {
                def kept = store.queries().events(run, events[0].number() - 1, events.size())*.number()
                early.addAll(events*.number() - kept)
            }
            void ended() { over.countDown() }
        })

        when:
        log.append(started())
        200.times { log.append(output('web-1', 'x')); log.append(taskFinished('web-1', Status.OK, '', "0.$it")) }
        log.append(finished(RunStatus.OK))

        then:
        over.await(20, TimeUnit.SECONDS)
        early.empty
    }

    def 'output alone is in the database soon, without anybody waiting for it'() {
        given:
        def log = fixture.begin()

        when:
        log.append(output('web-1', 'hello'))

        then:
        new PollingConditions(timeout: 2, delay: 0.01).eventually {
            assert store.queries().events(fixture.lastRun, 0, 1)*.event() == [output('web-1', 'hello')]
        }
    }

    def 'subscribing to a run that never began and to one that is over ends at once'() {
        given:
        long missed = store.runs().missed(newRun(), 'Steward was not running')
        long done = fixture.whole()
        def over = new CountDownLatch(2)
        def heard = new LinkedBlockingQueue<NumberedEvent>()

        when:
        store.runs().subscribe(missed, 0, listener(heard, over))
        store.runs().subscribe(done, 0, listener(heard, over))

        then:
        over.await(10, TimeUnit.SECONDS)
        heard.size() == 5
        store.queries().run(missed).get().with { status() == RunStatus.MISSED && message() == 'Steward was not running' }
    }

    def 'a thread that is interrupted keeps its event, and harms no other'() {
        given:
        def log = fixture.begin()
        long run = fixture.lastRun
        log.append(started())
        def interrupted = new ConcurrentLinkedQueue<Boolean>()
        def reads = new ConcurrentLinkedQueue<String>()

        when:
        def threads = (1..20).collect { host ->
            Thread.start {
                Thread.currentThread().interrupt()
                log.append(taskFinished("h$host"))
                interrupted << Thread.currentThread().interrupted
                try {
                    store.queries().events(run, 0, 100)
                    reads << 'read'
                } catch (RuntimeException refused) {
                    reads << refused.message
                }
            }
        }
        threads*.join(20_000)

        then: 'the interrupt is still there for who asked for it, and a read at most waits in vain for a connection'
        interrupted.toList() == [true] * 20
        reads.size() == 20
        reads.every { it == 'read' || it.contains('Interrupted during connection acquisition') }
        log.append(finished(RunStatus.OK)) == 22
        store.queries().events(run, 0, 100).size() == 22
    }

    private static Subscription.Listener listener(Queue<NumberedEvent> heard, CountDownLatch over) {
        new Subscription.Listener() {
            void events(List<NumberedEvent> events) { heard.addAll(events) }
            void ended() { over.countDown() }
        }
    }
}
