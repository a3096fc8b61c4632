package dev.steward.runner.collect

import dev.steward.house.Row
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.store.estate.ChangeFilter
import dev.steward.runner.store.estate.RecordKind
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** What changes, and what becomes of the records of what is gone. */
class CollectedChangesSpec extends Specification {

    @TempDir Path folder
    SettableTime time = new SettableTime(Instant.parse('2026-11-21T02:30:00Z'))
    @AutoCleanup PveLab lab = PveLab.cluster('lab').nodes(3)
            .lxc(101, 'web-1') { it.running().tags('prod') }
            .lxc(102, 'dns') { it.node('pve2').running() }
            .start(time)
    @AutoCleanup CollectFixture work = new CollectFixture(folder, [home: lab], time)

    @Row('A-29')
    def 'a change of status, node, tags or configuration is a row with its time'() {
        given:
        work.begin().collect()

        when:
        time.advance(Duration.ofMinutes(1))
        Instant then = time.now()
        lab.change {
            it.guests().get(101).off()
            it.guests().get(101).config().putAll([tags: 'test', onboot: 1])
            it.guests().get(102).move('pve3')
        }
        work.estates.refresh('home')
        work.collect()

        then:
        work.changes() == ['web-1 (lxc/101): status running -> stopped', 'web-1 (lxc/101): tags prod -> test', 'dns (lxc/102) moved from pve2 to pve3', 'web-1 (lxc/101): config onboot none -> 1']
        work.store.estateChanges().page(ChangeFilter.of('home', 'lxc/101'), Optional.empty(), 10)*.at().every { it >= then }
        work.store.estateChanges().page(ChangeFilter.of('home', 'lxc/102'), Optional.empty(), 10)*.kind() == ['guest_moved']
    }

    @Row('A-21')
    def 'the record of a guest that is gone is closed, and one that moved has still one record'() {
        given:
        work.begin().collect()
        def web = work.guest(101)
        def dns = work.guest(102)

        when:
        lab.change {
            it.guests().remove(101)
            it.guests().get(102).move('pve3')
        }
        work.collect()

        then: 'one is closed'
        work.records(RecordKind.LXC)*.name() == ['dns']
        def closed = work.records(RecordKind.LXC, true).find { it.name() == 'web-1' }
        closed.id() == web.id()
        closed.span().closed().get() == time.now()
        closed.span().why() == 'no longer in the cluster'

        and: 'the other is the same, elsewhere'
        work.guest(102).id() == dns.id()
        work.guest(102).node() == 'pve3'
        work.guest(102).told().node == 'pve3'

        and: 'as long as history is kept'
        work.collect()
        work.store.estateRecords().prune(time.now(), time.now())
        work.records(RecordKind.LXC, true)*.name() == ['dns']
    }

    def 'another guest that got a number again has a record of its own, one that was merely out of sight its old one'() {
        given:
        work.begin().collect()
        def old = work.guest(101)
        lab.change { it.guests().remove(101) }
        work.collect()

        when:
        lab.change {
            def guest = new dev.steward.runner.lab.pve.state.Guest(101, dev.steward.runner.lab.pve.state.Kind.LXC, 'pve1')
            guest.config().putAll([hostname: name, rootfs: 'btr:101/vm-101-disk-0.raw,size=1G'])
            it.guests().put(101, guest)
        }
        work.collect()

        then:
        (work.guest(101).id() == old.id()) == same

        where:
        name    | same
        'mail'  | false
        'web-1' | true
    }

    @Row('A-28')
    def 'nodes with different versions, and a reboot, are rows'() {
        given:
        work.begin().collect()

        when:
        lab.faults().garble('GET', '/nodes/pve2/status', 1, '{"data":{"pveversion":"pve-manager/9.3.1/0123456789abcdef","uptime":100}}')
        work.collect()
        work.collect()

        then:
        work.changes() == ['node pve2: version 9.2.11 -> 9.3.1', 'nodes run different versions: pve1 9.2.11, pve2 9.3.1, pve3 9.2.11',
                           'node pve2: version 9.3.1 -> 9.2.11', 'all nodes run 9.2.11 again']

        when:
        lab.kill('pve3')
        time.advance(Duration.ofMinutes(1))
        work.estates.refresh('home')
        lab.revive('pve3')
        time.advance(Duration.ofMinutes(4))
        work.estates.refresh('home')

        then:
        work.changes().findAll { it.startsWith('node pve3') } == ['node pve3 is offline', 'node pve3 is online']
    }

    @Row(['A-06', 'N-48'])
    def 'lost quorum is kept and seen, and is a row'() {
        given:
        work.begin().collect()

        when:
        lab.quorum(false)
        work.collect()

        then:
        work.records(RecordKind.CLUSTER)[0].told().quorate == 0
        work.records(RecordKind.NODE)*.readings()*.quorate == [0, 0, 0]
        work.changes().contains('quorum lost')
    }

    def 'what happened while nobody looked is told after the next start, and only once'() {
        given:
        work.begin().collect()
        time.advance(Duration.ofMinutes(1))
        lab.change { it.guests().get(102).off() }
        work.estates.refresh('home')

        when: 'another process goes on'
        work.end()
        lab.change {
            it.guests().get(101).off()
            it.guests().remove(102)
        }
        time.advance(Duration.ofHours(1))
        work.begin().collect()
        work.collect()

        then:
        work.changes() == ['dns (lxc/102): status running -> stopped', 'web-1 (lxc/101): status running -> stopped', 'dns (lxc/102 on pve2) was removed']
    }

    def 'changes are removed when they are old'() {
        given:
        work.begin().collect()
        lab.change { it.guests().get(102).off() }
        work.collect()

        expect:
        work.changes().size() == 1
        work.store.estateChanges().prune(time.now()) == 0
        work.store.estateChanges().prune(time.now().plusSeconds(1)) == 1
        work.changes() == []
    }
}
