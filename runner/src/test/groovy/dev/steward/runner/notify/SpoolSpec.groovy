package dev.steward.runner.notify

import dev.steward.runner.notice.Notice
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.store.outbox.Posted.State
import dev.steward.runner.time.SettableTime
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.time.Duration
import java.time.Instant
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import spock.lang.Specification
import spock.lang.TempDir

/** Notices that must not wait for a database. */
class SpoolSpec extends Specification {

    @TempDir Path dir
    SettableTime time = new SettableTime(Instant.parse('2026-03-01T02:00:00Z'))
    Map<String, List<String>> sent = [pigeon: [], drum: []].withDefault { [] }
    Map<String, Closure<Delivery>> answers = [:].withDefault { return { Notice any -> Delivery.delivered() } }
    StoreFixture stored

    def setup() { stored = new StoreFixture(dir.resolve('state'), time) }

    def cleanup() { stored.close() }

    private Channels.Way way(String name) {
        def channel = [name: { name }, send: { Notice notice -> sent[name] << notice.key(); answers[name](notice) }] as Channel
        new Channels.Way(channel, Notice.Kind.values() as Set)
    }

    private Spool spool() { new Spool(dir.resolve('notices')) }

    private Notifier notifier(Spool spool, boolean lasting = true) {
        new Notifier(stored.store, [way('pigeon'), way('drum')], Optional.empty(), time, spool, lasting)
    }

    private static Notice notice(String key) {
        new Notice(key, Notice.Kind.POWER_LOST, Notice.Severity.ERROR, 'power', "mains lost $key", 'a\nb "ü"\n', Optional.of('https://x.example/p'),
                Instant.parse('2026-03-01T02:00:00Z'), Optional.of(7L))
    }

    private List<String> files() { Files.exists(dir.resolve('notices')) ? Files.list(dir.resolve('notices')).toList()*.fileName*.toString().sort() : [] }

    def 'with a database that works a notice goes through the outbox and leaves nothing behind'() {
        given:
        def spool = spool()

        when:
        spool.tell(notice('power-1'))
        spool.tell(notice('power-1'))
        2.times { notifier(spool).pass() }

        then:
        sent == [pigeon: ['power-1'], drum: ['power-1']]
        files() == []
        stored.store.outbox().find('power-1').get().deliveries()*.state() == [State.SENT, State.SENT]
    }

    def 'while the database is gone it is told from a file, and the next process tells the rest, once'() {
        given: 'a database that fails, and a channel that does'
        def spool = spool()
        def broken = notifier(spool)
        stored.close()
        answers.drum = { Delivery.retry('the network is gone') }

        when:
        spool.tell(notice('power-1'))
        spool.tell(notice('power-2'))
        3.times {
            try {
                broken.pass()
            } catch (RuntimeException gone) {
                assert gone.message
            }
            broken.deliveries().each { one ->
                try {
                    one.pass()
                } catch (RuntimeException gone) {
                    assert gone.message
                }
            }
        }

        then: 'the channel in trouble was asked once'
        sent.pigeon.toSet() == ['power-1', 'power-2'] as Set
        sent.pigeon.size() == 2
        sent.drum == ['power-1']
        files() == ['power-1.json', 'power-2.json']
        PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve('notices/power-1.json'))) == 'rw-------'

        when: 'another process, whose database works'
        stored = new StoreFixture(dir.resolve('state'), time)
        answers.drum = { Delivery.delivered() }
        def next = this.spool()
        2.times { notifier(next).pass() }

        then:
        sent.pigeon.size() == 2
        sent.drum.drop(1) == ['power-1', 'power-2']
        files() == []
        with(stored.store.outbox().find('power-2').get().notice()) {
            text() == 'a\nb "ü"\n'
            it.run().get() == 7L
            link().get() == 'https://x.example/p'
        }
    }

    def 'in a process whose store does not last, what is not delivered waits in its file; where none can be written, in memory'() {
        given:
        Files.writeString(dir.resolve('a-file'), '')
        def spool = new Spool(dir.resolve(folder))
        def passing = notifier(spool, false)
        answers.drum = { Delivery.retry('gone') }

        when:
        spool.tell(notice('power-1'))
        2.times { passing.pass() }
        boolean kept = files() == ['power-1.json']
        answers.drum = { Delivery.delivered() }
        time.advance(Duration.ofSeconds(31))
        3.times { passing.pass() }

        then:
        kept == onDisk
        sent == [pigeon: ['power-1'], drum: ['power-1', 'power-1']]
        files() == []
        stored.store.outbox().find('power-1').empty

        where:
        onDisk | folder
        true   | 'notices'
        false  | 'a-file/below'
    }

    def 'what is no notice lies there untouched, and keeps none from being told'() {
        given:
        Files.createDirectories(dir.resolve('notices'))
        Files.writeString(dir.resolve('notices/bad.json'), '{"key": ')
        Files.writeString(dir.resolve('notices/odd.json'), '{"key": "x", "kind": "no-such", "severity": "ERROR", "title": "", "text": "", "at": ""}')

        when:
        def spool = spool()
        spool.tell(notice('power-1'))
        notifier(spool).pass()

        then:
        sent.pigeon == ['power-1']
        files() == ['bad.json', 'odd.json']
    }

    def 'a channel that hangs delays neither who tells nor the other channel'() {
        given:
        def spool = spool()
        def hanging = new CountDownLatch(1)
        def told = new CountDownLatch(1)
        answers.drum = { hanging.await(); Delivery.delivered() }
        answers.pigeon = { told.countDown(); Delivery.delivered() }
        def telling = new Telling(notifier(spool))

        when:
        long start = System.nanoTime()
        spool.tell(notice('power-1'))
        long took = System.nanoTime() - start

        then:
        took < 50_000_000L
        told.await(10, TimeUnit.SECONDS)

        cleanup:
        hanging.countDown()
        telling?.close()
    }
}
