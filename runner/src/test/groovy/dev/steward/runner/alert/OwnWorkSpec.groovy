package dev.steward.runner.alert

import static dev.steward.runner.notice.Notice.Kind.*

import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.roll.NodeRoll
import dev.steward.runner.store.patch.RebootRequests
import dev.steward.runner.store.patch.RebootStatus
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** Trouble that our own work explains, or maintenance that people ordered; and only that. */
class OwnWorkSpec extends Specification {

    @TempDir Path dir
    SettableTime time = new SettableTime(Instant.parse('2026-11-21T15:00:00Z'))
    @AutoCleanup AlertKit kit

    def setup() {
        kit = new AlertKit(PveLab.cluster('lab').nodes(5).lxc(101, 'web-1') { it.running() }.start(time), time, dir).open()
        kit.lab.pvesh('POST', '/cluster/ha/resources', [sid: 'ct:101'])
        kit.pass(Duration.ofMinutes(2))
        kit.told.clear()
    }

    private void pass(double minutes) { kit.pass(Duration.ofSeconds((minutes * 60) as long)) }

    private void roll(Instant began = time.now()) { kit.rolls << NodeRoll.begin('home', 'pve5', new NodeRoll.Began('t-1', began)) }

    private long reboot(String host = 'pve5') {
        kit.stored.begin()
        kit.stored.store.reboots().want(kit.stored.lastRun, new RebootRequests.Wanted(host, 'a kernel', 'anna', Duration.ofMinutes(10)), time.now()).id()
    }

    static final Map WORK = [
            'a roll'              : [{ OwnWorkSpec it -> it.roll() }, { OwnWorkSpec it -> it.kit.rolls.clear() }],
            'a roll that is resumed': [{ OwnWorkSpec it -> it.roll(it.time.now().minus(Duration.ofHours(5))); it.kit.atWork << 7L }, { OwnWorkSpec it -> it.kit.rolls.clear(); it.kit.atWork.clear() }],
            'a requested reboot'  : [{ OwnWorkSpec it -> it.reboot() }, { OwnWorkSpec it -> it.kit.stored.store.reboots().end(1, RebootStatus.TIMEOUT, 'not back', it.time.now()) }],
            'one of a host that is named with its cluster': [{ OwnWorkSpec it -> it.reboot('home-pve5') }, { OwnWorkSpec it -> it.kit.stored.store.reboots().end(1, RebootStatus.FAILED, 'not back', it.time.now()) }],
    ]

    def '#what: its node is told of only when it does not come back, and another node at once'() {
        given:
        def (begin, end) = WORK[what]

        when: 'it takes ten minutes'
        begin(this)
        kit.lab.kill('pve5')
        pass(10)

        then:
        kit.told.empty
        kit.desk.open().empty

        when: 'another one goes meanwhile'
        kit.lab.kill('pve4')
        pass(2)

        then:
        kit.titles() == ['Node pve4 of home is offline']

        when: 'the work is over, and what it took down needs its time'
        end(this)
        pass(4)
        def soon = kit.told.size()
        pass(3)

        then:
        soon == 1
        kit.titles() == ['Node pve4 of home is offline', 'Node pve5 of home is offline']

        when:
        ['pve4', 'pve5'].each { kit.lab.revive(it) }
        pass(3)

        then:
        kit.kinds() == [NODE_OFFLINE, NODE_OFFLINE, NODE_ONLINE, NODE_ONLINE]

        where:
        what << WORK.keySet()
    }

    def 'no work explains trouble for longer than two hours: #what'() {
        when:
        begin(this)
        kit.lab.kill('pve5')
        pass(3)

        then:
        kit.titles() == ['Node pve5 of home is offline']

        where:
        what                               | begin
        'a roll that nobody goes on with'  | { OwnWorkSpec it -> it.roll(it.time.now().minus(Duration.ofHours(3))) }
        'a reboot that was never ended'    | { OwnWorkSpec it -> it.reboot(); it.time.advance(Duration.ofHours(3)) }
    }

    def 'a node that went down in maintenance is expected to, until it is out of it or too long away'() {
        when: 'somebody takes it into maintenance, and it boots'
        kit.lab.change { it.node('pve5').maintenance(true); null }
        pass(2)
        kit.lab.kill('pve5')
        pass(20)

        then: 'HA calls it unknown now, and no longer in maintenance'
        kit.estates.known().nodes().find { it.name() == 'pve5' }.haState().get() == 'unknown'
        kit.told.empty

        when: 'it is back, out of maintenance, and is lost later'
        kit.lab.revive('pve5')
        pass(2)
        kit.lab.change { it.node('pve5').maintenance(false); null }
        pass(2)
        def quiet = kit.told.empty
        pass(6)
        kit.lab.kill('pve5')
        pass(2)

        then:
        quiet
        kit.titles() == ['Node pve5 of home is offline']
    }

    def 'a node that stays away from its maintenance is told after two hours'() {
        given:
        kit.lab.change { it.node('pve5').maintenance(true); null }
        pass(1)
        kit.lab.kill('pve5')

        when:
        pass(30)
        def soon = kit.told.size()
        time.advance(Duration.ofMinutes(80))
        pass(3)
        def still = kit.told.size()
        time.advance(Duration.ofMinutes(10))
        pass(7)

        then:
        [soon, still] == [0, 0]
        kit.titles() == ['Node pve5 of home is offline']
    }
}
