package dev.steward.runner.alert

import static dev.steward.runner.notice.Notice.Kind.*

import dev.steward.runner.config.alert.LevelRule
import dev.steward.runner.config.alert.StateRule
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** What is told of load, disks and replication: once lost and once restored, by how long it lasted and not by how often it was seen. */
class LoadAlertsSpec extends Specification {

    static final long GIB = 1L << 30
    /** Above 90 is too much after two minutes, 85 and less is well after one. */
    static final LevelRule RULE = new LevelRule(true, 90, Optional.empty(), Duration.ofMinutes(2), Duration.ofMinutes(1), true)

    @TempDir Path dir
    SettableTime time = new SettableTime(Instant.parse('2026-11-21T15:00:00Z'))
    @AutoCleanup AlertKit kit

    private void open(Map said) {
        kit = new AlertKit(PveLab.cluster('lab').nodes(1).lxc(101, 'web-1') { it.running().set('memory', 27 * 1024) }
                .also { it.replications() << [id: '101-0', guest: 101, type: 'local', source: 'pve1', target: 'pve2', last_sync: 1700000000, fail_count: 0] }
                .start(time), time, dir).open(said)
        kit.pass(Duration.ofMinutes(1))
        kit.told.clear()
    }

    /** A share of a hundred, for so many minutes. */
    private void at(Closure how, double share, double minutes) {
        kit.lab.change { how(it, share / 100); null }
        kit.pass(Duration.ofSeconds((minutes * 60) as long))
    }

    /** 32 GiB, of which the node itself takes 5 and its one guest of 27 the rest. */
    private static void memory(state, double share) { state.guests()[101].manner().memory((share * 32 - 5) / 27d as double) }

    static final Map LEVELS = [
            'processors of a node'       : ['cpu', LOAD_HIGH, LOAD_NORMAL, 'Node pve1 of home: processors', { state, double share -> state.node('pve1').load(share) }],
            'processors of a guest'      : ['cpu', LOAD_HIGH, LOAD_NORMAL, 'web-1 (lxc/101 on pve1): processors', { state, double share -> state.guests()[101].manner().load(share) }],
            'memory of a node'           : ['memory', LOAD_HIGH, LOAD_NORMAL, 'Node pve1 of home: memory', { state, double share -> memory(state, share) }],
            'the root disk of a node'    : ['disk', STORAGE_HIGH, STORAGE_NORMAL, 'Node pve1 of home: root disk', { state, double share -> state.node('pve1').root((share * 252 * GIB) as long) }],
            'the root disk of a container': ['disk', STORAGE_HIGH, STORAGE_NORMAL, 'web-1 (lxc/101 on pve1): root disk', { state, double share -> state.guests()[101].manner().disk(share) }],
    ]

    def '#what: told once when it was too much without a break for long enough, and once when it was well for long enough'() {
        given: 'nodes alone, but for what is about guests'
        def (name, lost, restored, title, how) = LEVELS[what]
        boolean guests = title.startsWith('web-1')
        open((name): AlertKit.with(RULE, [guests: guests]))

        when: 'it is too much, with a break, and never for two minutes'
        3.times {
            at(how, 95, 1.5)
            at(how, 89, 0.5)
        }

        then:
        kit.told.empty

        when: 'without a break, and from then on about the bound'
        at(how, 95.5, 3)
        [88, 92, 86, 97].each { at(how, it, 1.5) }

        then:
        kit.kinds() == [lost]
        kit.titles()[0].startsWith("$title 95 % used")
        kit.titles()[0].endsWith(', more than 90 %')

        when: 'well, but not for a minute'
        3.times {
            at(how, 60, 0.5)
            at(how, 87, 0.5)
        }

        then:
        kit.kinds() == [lost]

        when:
        at(how, 60.5, 2)
        at(how, 88, 3)

        then:
        kit.kinds() == [lost, restored]
        kit.titles()[1].startsWith("$title 60 % used")
        kit.desk.open().empty

        where:
        what << LEVELS.keySet()
    }

    def 'with what is usual a node is told after fifteen minutes of load, its guests never, and a disk after five'() {
        given:
        open([:])

        when:
        kit.lab.change { it.guests()[101].manner().with { load(0.99); disk(0.99) }; it.node('pve1').load(0.95); null }
        def told = (1..16).collect { kit.pass(Duration.ofMinutes(1)); kit.kinds().clone() }

        then: 'seen each half minute'
        told[3] == []
        told[5] == [STORAGE_HIGH]
        told[13] == [STORAGE_HIGH]
        told[15] == [STORAGE_HIGH, LOAD_HIGH]
        kit.titles()*.replaceAll(/ \d+ % .*/, '') == ['web-1 (lxc/101 on pve1): root disk', 'Node pve1 of home: processors']
    }

    def 'a wall clock that jumps #jump neither makes an alert nor keeps one away'() {
        given:
        open(cpu: RULE)
        def how = LEVELS['processors of a node'][4]

        when:
        at(how, 95, 1)
        time.set(time.now().plus(Duration.parse(jump)))
        kit.pass(Duration.ofSeconds(30))
        def soon = kit.kinds().clone()
        kit.pass(Duration.ofMinutes(2))

        then:
        soon == []
        kit.kinds() == [LOAD_HIGH]

        where:
        jump << ['PT3H', 'PT-3H']
    }

    def 'what does not run tells nothing of its load: it is neither over nor new'() {
        given:
        open(cpu: RULE)
        def how = LEVELS['processors of a guest'][4]
        at(how, 95, 4)

        when:
        kit.lab.pvesh('POST', '/nodes/pve1/lxc/101/status/stop', [:])
        kit.pass(Duration.ofMinutes(5))

        then:
        kit.kinds() == [LOAD_HIGH]

        when:
        kit.lab.pvesh('POST', '/nodes/pve1/lxc/101/status/start', [:])
        at(how, 5, 3)

        then:
        kit.kinds() == [LOAD_HIGH, LOAD_NORMAL]
    }

    def 'replication is told once when it fails for long enough, and once when it goes well again'() {
        given:
        open(replication: new StateRule(true, Duration.ofMinutes(3), Duration.ofMinutes(2)))
        def job = { int failures, String why -> kit.lab.change { it.replications()[0].with { fail_count = failures; why ? put('error', why) : remove('error') }; null } }

        when: 'one attempt fails, and the next goes well'
        job(1, 'no route to host')
        kit.pass(Duration.ofMinutes(2))
        job(0, null)
        kit.pass(Duration.ofMinutes(4))

        then:
        kit.told.empty

        when:
        job(1, 'no route to host')
        kit.pass(Duration.ofMinutes(5))
        job(9, 'no route to host')
        kit.pass(Duration.ofMinutes(5))

        then:
        kit.titles() == ['Replication failed of 101 from pve1 to pve2 (101-0): no route to host']
        kit.kinds() == [REPLICATION_FAILED]

        when:
        job(0, null)
        kit.pass(Duration.ofMinutes(5))

        then:
        kit.kinds() == [REPLICATION_FAILED, REPLICATION_RESTORED]
    }

    def 'switched off, #what is not told: nothing of it is an alert'() {
        given:
        open(said)

        when:
        kit.lab.change {
            it.guests()[101].manner().disk(0.99)
            it.node('pve1').with { load(0.99); root(251 * GIB) }
            memory(it, 0.99)
            it.replications()[0].fail_count = 3
            null
        }
        kit.pass(Duration.ofMinutes(20))

        then:
        !kit.desk.open()*.alert()*.kind().contains(what)
        kit.desk.open()*.alert()*.kind().toSet() == (['cpu', 'memory', 'disk', 'replication'] - what).toSet()

        where:
        what          | said
        'cpu'         | [cpu: AlertKit.with(RULE, [enabled: false])]
        'memory'      | [memory: AlertKit.with(RULE, [enabled: false])]
        'disk'        | [disk: AlertKit.with(RULE, [enabled: false])]
        'replication' | [replication: new StateRule(false, Duration.ZERO, Duration.ZERO)]
    }
}
