package dev.steward.runner.store.lead

import dev.steward.runner.app.roll.KeptRolls
import dev.steward.runner.app.self.HandedOver
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import dev.steward.runner.inventory.Host
import dev.steward.runner.notice.Notice
import dev.steward.runner.notify.Channel
import dev.steward.runner.notify.Channels
import dev.steward.runner.notify.Delivery
import dev.steward.runner.notify.Notifier
import dev.steward.runner.store.SideBySide
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.store.Tokens.Token
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

/** Several servers on one real PostgreSQL, as stores side by side: what only one of them may do is done by one, and their own matters stay apart. */
class SeveralServersRealSpec extends Specification {

    @TempDir Path dir
    SettableTime time = new SettableTime(Instant.parse('2026-03-01T02:00:00Z'))
    @AutoCleanup SideBySide servers
    StoreFixture one
    StoreFixture two

    def setup() {
        servers = new SideBySide(dir, time)
        one = servers.open('one')
        two = servers.open('two')
    }

    private List<Boolean> house() { [one, two].collect { it.store.lead().mine(Duty.HOUSE) } }

    /** As the others do with a server that no longer answers. */
    private void endTheHolder() {
        servers.ask("update server set ended_at = now() where id = (select holder from duty where name = 'house')")
    }

    def 'a duty is its who asks first, until that one closes'() {
        expect:
        house() == [true, false]

        when:
        time.advance(Duration.ofMinutes(10))

        then:
        house() == [true, false]

        when:
        servers.close(one)
        time.advance(Duration.ofSeconds(3))

        then:
        two.store.lead().mine(Duty.HOUSE)
    }

    def 'who has a duty is known by name, and its own duty is no other\'s'() {
        expect:
        two.store.lead().other(Duty.POWER).empty

        when:
        one.store.lead().mine(Duty.POWER)

        then:
        one.store.lead().other(Duty.POWER).empty
        two.store.lead().other(Duty.POWER).present

        when:
        servers.close(one)

        then:
        two.store.lead().other(Duty.POWER).empty
    }

    def 'who was ended by the others has its duty some seconds at most, and takes none again'() {
        given:
        house() == [true, false]

        when:
        endTheHolder()
        time.advance(Duration.ofSeconds(6))

        then:
        house() == [false, true]

        when:
        time.advance(Duration.ofHours(1))

        then:
        house() == [false, true]
    }

    def 'without the database nobody has a duty that could be done twice'() {
        given:
        house() == [true, false]

        when: 'its connections do not come back'
        servers.away()
        time.advance(Duration.ofSeconds(6))

        then:
        house() == [false, false]

        when:
        servers.back()

        then:
        new PollingConditions(timeout: 60, delay: 0.1).eventually {
            time.advance(Duration.ofSeconds(6))
            assert house().count(true) == 1
        }
    }

    def 'a duty that many ask for at the same moment is one server\'s'() {
        given:
        def all = [one, two] + (3..5).collect { servers.open("number $it") }
        def threads = Executors.newFixedThreadPool(all.size())

        expect:
        10.times {
            servers.ask("update duty set holder = null")
            time.advance(Duration.ofSeconds(6))
            assert threads.invokeAll(all.collect { server -> { -> server.store.lead().mine(Duty.NOTICES) } as Callable })*.get().count(true) == 1
        }

        cleanup:
        threads.shutdownNow()
    }

    def 'a token that many make at the same moment is one server\'s, and the others are told so: #how'() {
        given:
        def all = [one, two] + (3..5).collect { servers.open("number $it") }
        def threads = Executors.newFixedThreadPool(all.size())

        expect:
        20.times {
            servers.ask('delete from token')
            def made = threads.invokeAll(all.withIndex().collect { server, n -> { -> make(server.store.tokens(), "hash $n") } as Callable })*.get()
            assert made.count(true) == 1
            assert one.store.tokens().all()*.hash() == ["hash ${made.indexOf(true)}"]
        }

        cleanup:
        threads.shutdownNow()

        where:
        how               | make
        'the first admin' | { tokens, hash -> tokens.first('admin', hash, 'admin') }
        'a name'          | { tokens, hash -> tokens.add(Token.plain('backup', hash, 'operate', Instant.EPOCH)) }
    }

    def 'a run that failed is told once, by one server, whichever carried it out; and by the other when that one is gone'() {
        given:
        List<String> sent = []
        def notifiers = [one: one, two: two].collect { name, server ->
            def pigeon = [name: { 'pigeon' }, send: { Notice notice -> sent << "$name: run ${notice.run().get()}".toString(); Delivery.delivered() }] as Channel
            new Notifier(server.store, [new Channels.Way(pigeon, [Notice.Kind.FAILED] as Set)], Optional.empty(), time)
        }

        when: 'each server had a run that failed'
        long first = one.whole(status: Status.FAILED, ended: RunStatus.FAILED)
        long second = two.whole(status: Status.FAILED, ended: RunStatus.FAILED)
        3.times { notifiers*.pass() }

        then:
        sent == ["one: run $first", "one: run $second"]*.toString()
        notifiers[1].waiting().empty

        when:
        servers.close(one)
        time.advance(Duration.ofSeconds(3))
        long third = two.whole(status: Status.FAILED, ended: RunStatus.FAILED)
        2.times { notifiers[1].pass() }

        then:
        sent.drop(2) == ["two: run $third".toString()]
    }

    def 'a notice that a person tries on one server is not sent by the other meanwhile'() {
        given:
        List<String> sent = []
        Notifier leading = null
        def pigeon = { String name -> [name: { 'pigeon' }, send: { Notice notice -> sent << name; leading.pass(); Delivery.delivered() }] as Channel }
        leading = new Notifier(one.store, [new Channels.Way(pigeon('one'), [Notice.Kind.TEST] as Set)], Optional.empty(), time)
        def other = new Notifier(two.store, [new Channels.Way(pigeon('two'), [Notice.Kind.TEST] as Set)], Optional.empty(), time)
        leading.pass()

        when:
        other.test('anna', ['pigeon'])
        leading.pass()

        then:
        sent == ['two']
    }

    def 'a reboot that was handed over is carried out by the machine it is about, and no other calls it done'() {
        given:
        List<String> rebooted = []
        def handed = { StoreFixture server, String boot -> new HandedOver(server.store.settings(), { rebooted << boot }, { boot }) }
        handed(one, 'boot of one').handOver(new Host("steward-1", [], [:]), [:])

        when: 'a run ends on each'
        handed(two, 'boot of two').carryOut()
        handed(one, 'boot of one').carryOut()

        then:
        rebooted == ['boot of one']
        handed(two, 'another boot of two').reconcile().empty

        when: 'the server was closed by the reboot, and begins again on the same machine'
        servers.close(one)
        one = servers.open('one')

        then:
        handed(one, 'another boot of one').reconcile().get().proven()
    }

    def 'a run is gone on with by the machine that it took down, and rolls are known to all'() {
        given:
        def first = new KeptRolls(one.store.settings(), null)
        def second = new KeptRolls(two.store.settings(), null)

        when:
        first.by('anna').expect('deadbeef-7-0.1-pve1', 'pve1')

        then:
        second.takeExpected().empty
        first.takeExpected().get() == new KeptRolls.Expected(7, 'pve1')
        first.takeExpected().empty
    }

    def 'what is made once is the same for all that need it at the same moment, and no change is lost'() {
        given:
        def threads = Executors.newFixedThreadPool(8)
        def each = { Closure work -> threads.invokeAll((0..<40).collect { n -> { -> work([one, two][n % 2].store.settings(), n) } as Callable })*.get() }

        when:
        def made = each { settings, n -> settings.once('key', { "made by $n".toString() }) }
        each { settings, n -> settings.change('list', { it + "$n " }) }

        then:
        made.toSet().size() == 1
        one.store.settings().get('list').get().split(' ').collect { it as int }.toSorted() == (0..<40).toList()
        one.store.settings().identity() == two.store.settings().identity()

        cleanup:
        threads.shutdownNow()
    }

    def 'a run at work on another server is at work, and its package work is not taken for lost'() {
        when:
        one.begin()

        then:
        two.store.runs().elsewhere() == [one.lastRun]
        one.store.runs().elsewhere().empty

        when:
        one.store.runs().logFor(one.lastRun, 1).append(StoreFixture.finished(RunStatus.OK, []))

        then:
        two.store.runs().elsewhere().empty
    }
}
