package dev.steward.runner.wake

import dev.steward.house.Row
import dev.steward.runner.config.wake.WakeConfig.Action
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.util.concurrent.CountDownLatch
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** Guests that sleep and wake, on a simulated cluster whose clock the spec moves. */
@Timeout(120)
class WakesSpec extends Specification {

    @TempDir Path dir
    SettableTime time = new SettableTime(Instant.parse('2026-03-02T20:00:00Z'))
    @AutoCleanup StoreFixture stored
    @AutoCleanup WakeLab lab
    @AutoCleanup ServerSocket door = new ServerSocket(0, 50, InetAddress.getByName('127.0.0.1'))
    PollingConditions soon = new PollingConditions(timeout: 30, delay: 0.02)

    private void open(WakeRule... rules) {
        stored = new StoreFixture(dir, time)
        lab = new WakeLab(stored.store, time, rules as List, {
            it.lxc(101, 'media') { ct -> ct.running().shutsDownIn(Duration.ofSeconds(2)) }
                    .lxc(102, 'deaf') { ct -> ct.running().ignoresShutdown() }
                    .lxc(103, 'resting') {}
                    .qemu(200, 'desk') { vm -> vm.running().boots(Duration.ZERO) }
        })
        lab.look()
    }

    private WakeState state(String name) { lab.wakes.one(name).state() }

    /** So many half minutes pass, and in each so many bytes reach a guest. */
    private void pass(int halves, int vmid = 0, long bytes = 0) {
        halves.times {
            time.advance(Duration.ofSeconds(30))
            if (bytes > 0) {
                lab.lab.change { state -> state.guests().get(vmid).traffic().network(bytes, bytes.intdiv(2)); null }
            }
            lab.look()
        }
    }

    private boolean running(int vmid) { lab.lab.guest(vmid).running() }

    @Row('X-34')
    def 'a guest without traffic for its time is put to sleep: #action'() {
        given:
        open(WakeLab.rule('one', vmid, idle: Duration.ofMinutes(20), action: action))

        when: 'broadcasts go on'
        pass(30, vmid, 3000)

        then: 'after a quarter of an hour it runs still'
        state('one') == WakeState.AWAKE
        running(vmid)

        when:
        pass(12, vmid, 3000)
        soon.eventually { assert state('one') == WakeState.ASLEEP }

        then:
        lab.wakes.one('one').words() == "$word: idle for 20 min"
        lab.lab.guest(vmid).with { action == Action.SUSPEND ? it.paused() : !it.running() }
        lab.lab.requests().count { it.method() == 'POST' && it.path().endsWith("/$vmid/status/$call") } == 1
        lab.lab.requests().count { it.method() == 'POST' } == 1

        when: 'it is looked at further'
        pass(50)

        then:
        state('one') == WakeState.ASLEEP
        lab.lab.requests().count { it.method() == 'POST' } == 1

        where:
        action          | vmid || call       | word
        Action.SHUTDOWN | 101  || 'shutdown' | 'stopped'
        Action.STOP     | 101  || 'stop'     | 'stopped'
        Action.SUSPEND  | 200  || 'suspend'  | 'suspended'
    }

    def 'a guest is left running #why'() {
        given:
        open(WakeLab.rule([idle: Duration.ofMinutes(20)] + rule, 'one', 101))
        lab.busy = busy
        if (maintenance) {
            lab.maintenance.begin('anna', 'new switch')
        }
        if (lock) {
            lab.lab.lock(101, lock)
        }

        when:
        pass(60, 101, bytes)

        then:
        state('one') == WakeState.AWAKE
        running(101)

        where:
        why                        | rule                                  | bytes  | busy  | maintenance | lock
        'that has traffic'         | [:]                                   | 40_000 | false | false       | null
        'in the hours excepted'    | [except: ['18:00-23:00']]             | 0      | false | false       | null
        'in hours over midnight'   | [except: ['20:30-06:00']]             | 0      | false | false       | null
        'while a run is at work'   | [:]                                   | 0      | true  | false       | null
        'under maintenance'        | [:]                                   | 0      | false | true        | null
        'while a backup locks it'  | [:]                                   | 0      | false | false       | 'backup'
        'with no time to sleep set' | [idle: null]                         | 0      | false | false       | null
    }

    def 'a cluster that is not seen makes nobody idle'() {
        given:
        open(WakeLab.rule('one', 101, idle: Duration.ofMinutes(20)))

        when: 'the view is old for a quarter of an hour, then new again'
        pass(20)
        30.times {
            time.advance(Duration.ofSeconds(30))
            lab.wakes.look()
        }

        then:
        state('one') == WakeState.UNKNOWN

        when:
        pass(20)

        then:
        state('one') == WakeState.AWAKE
        running(101)
    }

    @Row('X-34')
    def 'a guest that does not shut down within a minute goes on running, and that is told'() {
        given:
        open(WakeLab.rule('one', 102, idle: Duration.ofMinutes(20)))

        when:
        pass(42)
        soon.eventually { assert state('one') == WakeState.FAILED }

        then:
        running(102)
        lab.lab.requests().find { it.path().endsWith('/102/status/shutdown') }.params().timeout.toString() == '60'
        lab.wakes.one('one').words().contains('CT 102 deaf is running still')
        time.now().isBefore(Instant.parse('2026-03-02T20:00:00Z').plus(Duration.ofMinutes(25)))
    }

    @Row(['X-34', 'X-35'])
    def 'a sleeping guest is started, its addresses are knocked at until one answers, and visitors are sent there'() {
        given: 'nobody answers yet'
        open(WakeLab.rule('one', 103, port: 8096))

        expect:
        state('one') == WakeState.ASLEEP
        lab.wakes.one('one').forward().empty

        when:
        lab.wakes.wake('one', 'anna')
        soon.eventually { assert lab.knocked.size() > 3 }

        then: 'it runs, and is knocked at each second'
        running(103)
        state('one') == WakeState.WAKING
        lab.knocked.toSet() == ['10.99.8.104:8096'] as Set

        when: 'its service begins'
        lab.doors['10.99.8.104:8096'] = door.localPort
        soon.eventually { assert state('one') == WakeState.AWAKE }

        then:
        lab.wakes.one('one').forward().get() == 'http://10.99.8.104:8096/'
        lab.lab.requests().count { it.path().endsWith('/103/status/start') } == 1
    }

    def 'a visitor is sent to the configured address, and nowhere else'() {
        given:
        open(WakeLab.rule('one', 103, url: 'https://media.example.com/web/'))
        lab.doors['10.99.8.104:443'] = door.localPort

        when:
        lab.wakes.wake('one', 'anna')
        soon.eventually { assert state('one') == WakeState.AWAKE }

        then:
        lab.wakes.one('one').forward().get() == 'https://media.example.com/web/'
    }

    @Row('X-34')
    def 'a guest that does not answer within three minutes is told as failed, with what was tried'() {
        given:
        open(WakeLab.rule('one', 103))
        def begun = time.now()

        when:
        lab.wakes.wake('one', 'anna')
        soon.eventually { assert state('one') == WakeState.FAILED }

        then:
        lab.wakes.one('one').words() == 'it runs, but none of its addresses (10.99.8.104) answered on port 80 within 180 s'
        Duration.between(begun, time.now()) >= Duration.ofMinutes(3)
        Duration.between(begun, time.now()) < Duration.ofMinutes(4)
    }

    def 'a start that PVE refuses is told in its words'() {
        given:
        open(WakeLab.rule('one', 103))
        lab.lab.fail('vzstart', 103, "startup for container '103' failed")

        when:
        lab.wakes.wake('one', 'anna')
        soon.eventually { assert state('one') == WakeState.FAILED }

        then:
        lab.wakes.one('one').words().contains("startup for container '103' failed")
    }

    @Row('X-36')
    def 'vmid 0 is the node\'s own pages, at port 8006 by TLS; it is never put to sleep'() {
        given:
        open(WakeLab.rule('one', 0, node: 'pve2'))
        lab.doors["${lab.estates.known().nodes().find { it.name() == 'pve2' }.address().orElse('pve2')}:8006".toString()] = door.localPort

        when:
        lab.wakes.wake('one', 'anna')
        soon.eventually { assert lab.wakes.one('one').forward().present }

        then:
        lab.wakes.one('one').forward().get() ==~ 'https://[0-9.]+:8006/'
        lab.lab.requests().every { it.method() == 'GET' }
    }

    def 'who wakes twice starts once'() {
        given:
        open(WakeLab.rule('one', 103))

        when:
        5.times { lab.wakes.wake('one', 'anna') }
        soon.eventually { assert state('one') == WakeState.FAILED }

        then:
        lab.lab.requests().count { it.path().endsWith('/103/status/start') } == 1
    }

    def 'under maintenance nothing is woken, and the flag outlives the process'() {
        given:
        open(WakeLab.rule('one', 103))
        lab.maintenance.begin('anna', 'new switch')

        when:
        lab.wakes.wake('one', 'bob')

        then:
        WakeRefused e = thrown()
        e.kind() == WakeRefused.Kind.HELD
        e.message == 'Nothing is woken now: maintenance since 2026-03-02T20:00:00Z, by anna: new switch.'
        new Maintenance(stored.store.settings(), time).now().get().by() == 'anna'

        when:
        lab.maintenance.end()
        lab.wakes.wake('one', 'bob')

        then:
        noExceptionThrown()
    }

    def 'a link is #what'() {
        given:
        open(WakeLab.rule('one', 103), WakeLab.rule('two', 101))
        def token = lab.wakes.link('one', Duration.ofHours(2), 'anna').token()
        lab.wakes.visit('one', token)

        when:
        def changed = change(this, token)
        lab.wakes.visitorWakes(where, changed)

        then:
        WakeRefused e = thrown()
        e.kind() == WakeRefused.Kind.LINK
        e.message.contains(words)
        !running(103)

        where:
        what                     | where | change                                                                     || words
        'of one guest'           | 'two' | { spec, it -> it }                                                         || 'opens nothing here'
        'signed'                 | 'one' | { spec, it -> it[0..-2] + (it[-1] == 'A' ? 'B' : 'A') }                    || 'opens nothing here'
        'not to be made longer'  | 'one' | { spec, it -> it.replaceFirst(/\.[0-9a-z]+\./, '.zzzzzz.') }               || 'opens nothing here'
        'of a known guest'       | 'no'  | { spec, it -> it }                                                         || 'opens nothing here'
        'expiring'               | 'one' | { spec, it -> spec.time.advance(Duration.ofHours(3)); it }                 || 'has expired'
        'withdrawn'              | 'one' | { spec, it -> spec.lab.wakes.revoke('one'); it }                           || 'was withdrawn'
    }

    def 'links are bounded: ten wishes a minute, and twenty wrong ones'() {
        given:
        open(WakeLab.rule('one', 101))
        def token = lab.wakes.link('one', Duration.ofHours(2), 'anna').token()
        // who waits for the guest would move the clock on by seconds that nobody waits for
        lab.knock = new CountDownLatch(1)
        lab.wakes.visitorWakes('one', token)
        soon.eventually { assert lab.knocked }

        when:
        9.times { lab.wakes.visitorWakes('one', token) }
        lab.wakes.visitorWakes('one', token)

        then:
        WakeRefused e = thrown()
        e.kind() == WakeRefused.Kind.OFTEN

        when:
        def kinds = (1..25).collect { n -> refusal { lab.wakes.visit('one', 'x' * n) }.kind() }

        then:
        kinds.count { it == WakeRefused.Kind.LINK } == 20
        kinds.count { it == WakeRefused.Kind.OFTEN } == 5
        lab.wakes.visit('one', token).rule().name() == 'one'

        cleanup:
        lab.knock.countDown()
    }

    private static WakeRefused refusal(Closure<?> call) {
        try {
            call()
        } catch (WakeRefused e) {
            return e
        }
        throw new AssertionError('it was not refused')
    }
}
