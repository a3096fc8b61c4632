package dev.steward.runner.alert

import static dev.steward.runner.notice.Notice.Kind.*

import dev.steward.house.Row
import dev.steward.runner.app.alert.AlertDesk.Wish
import dev.steward.runner.app.alert.AlertRefused
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.store.alert.Alerts
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** What people say of alerts. */
class AlertDeskSpec extends Specification {

    @TempDir Path dir
    SettableTime time = new SettableTime(Instant.parse('2026-11-21T15:00:00Z'))
    @AutoCleanup AlertKit kit

    def setup() {
        kit = new AlertKit(PveLab.cluster('lab').nodes(3).lxc(101, 'web-1') { it.running() }.start(time), time, dir).open([remind: Optional.of(Duration.ofMinutes(30))])
        kit.pass(Duration.ofMinutes(1))
    }

    private void pass(long minutes) { kit.pass(Duration.ofMinutes(minutes)) }

    @Row('P-55')
    def 'what is silenced is told when the silence is over, if it is still so'() {
        given:
        def silence = kit.desk.silence(new Wish('node', 'node/pve*', '1h', 'the rack is moved'), 'anna')

        when:
        kit.lab.kill('pve3')
        pass(10)

        then: 'it is known and not told'
        kit.desk.open()*.alert()*.title() == ['Node pve3 of home is offline']
        kit.desk.open()[0].silence().get().reason() == 'the rack is moved'
        kit.told.empty

        when:
        ended ? kit.desk.end(silence.id(), 'anna') : pass(50)
        pass(1)

        then:
        kit.kinds() == [NODE_OFFLINE]

        where:
        ended << [true, false]
    }

    def 'what came and went in a silence is told to nobody'() {
        given:
        kit.desk.silence(new Wish('*', '', '1d', 'a drill'), 'anna')

        when:
        kit.lab.kill('pve3')
        pass(5)
        kit.lab.revive('pve3')
        pass(5)
        time.advance(Duration.ofDays(1))
        pass(5)

        then:
        kit.told.empty
        kit.desk.last(5)*.alert()*.cleared()*.present == [true]
    }

    def 'what was told before a silence is told to be over after it'() {
        given:
        kit.lab.kill('pve3')
        pass(5)
        def silence = kit.desk.silence(new Wish('node', '', '1d', 'I know'), 'anna')

        when:
        kit.lab.revive('pve3')
        pass(5)
        def before = kit.kinds()
        kit.desk.end(silence.id(), 'anna')
        pass(1)

        then:
        before == [NODE_OFFLINE]
        kit.kinds() == [NODE_OFFLINE, NODE_ONLINE]
    }

    def 'nobody is reminded of what somebody acknowledged; that it is over is told'() {
        given:
        kit.lab.kill('pve3')

        when:
        pass(35)

        then:
        kit.told*.title() == ['Node pve3 of home is offline', 'Still: Node pve3 of home is offline']

        when: 'also by the next process'
        kit.desk.acknowledge(1, 'anna', 'a fan is on its way')
        kit.open()
        pass(70)

        then:
        kit.told.size() == 2
        kit.desk.open()[0].alert().acked().get().why() == 'a fan is on its way'

        when:
        kit.lab.revive('pve3')
        pass(2)
        kit.desk.acknowledge(1, 'anna', '')

        then:
        kit.kinds() == [NODE_OFFLINE, NODE_OFFLINE, NODE_ONLINE]
        def e = thrown(AlertRefused)
        e.message == 'Alert 1 is over: Node pve3 of home is online.'
    }

    def 'an alert is told once, whether its process dies #when it was told'() {
        given:
        def store = kit.stored.store
        store.alerts().raise(new Alerts.Draft('node:home/node/pve9', 'node', 'home', 'node/pve9', 'error', 'Node pve9 of home is offline', ''), time.now())

        when:
        try {
            new AlertTeller(store.alerts(), store.silences(), { if (after) kit.notifier.tell(it); throw new IllegalStateException('killed') }, Optional.empty(), Optional.empty(), time).pass()
        } catch (IllegalStateException death) {
            assert death.message == 'killed'
        }
        kit.open()
        new AlertTeller(kit.stored.store.alerts(), kit.stored.store.silences(), kit.notifier.&tell, Optional.empty(), Optional.empty(), time).pass()
        kit.notifier.pass()

        then:
        kit.titles() == ['Node pve9 of home is offline']

        where:
        when     | after
        'before' | false
        'after'  | true
    }

    def 'what is not understood silences nothing: #wish'() {
        when:
        kit.desk.silence(wish, 'anna')

        then:
        def e = thrown(AlertRefused)
        e.message.contains(words)
        kit.desk.silences().empty

        where:
        wish                                   || words
        new Wish('nod', '', '1h', 'x')         || 'did you mean \'node\''
        new Wish('power-lost', '', '1h', 'x')  || 'cannot be silenced'
        new Wish('node', '', '1 hour', 'x')    || 'expected one such as 30m'
        new Wish('node', '', '0m', 'x')        || '1m to 365d'
        new Wish('node', '', '1h', ' ')        || 'needs a reason'
    }

    def 'a notice that is no alert can be silenced too'() {
        given:
        kit.desk.silence(new Wish('failed', 'Weekly updates', '1h', 'known'), 'anna')

        when:
        kit.stored.whole(status: Status.FAILED, ended: RunStatus.FAILED, playbook: playbook)
        kit.notifier.pass()

        then:
        kit.told.size() == told

        where:
        playbook         || told
        'Weekly updates' || 0
        'Backups'        || 1
    }
}
