package dev.steward.web.outage

import dev.steward.house.Row
import dev.steward.real.RealNut
import dev.steward.runner.power.upsmon.InstalledNut
import dev.steward.runner.power.upsmon.UpsFiles
import dev.steward.runner.power.upsmon.UpsSetup
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Stepwise
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/**
 * The plug of a house is pulled, three times: Debian's upsd and upsmon, a real sshd, a cluster in another process than Steward's, and
 * the shipped plan with seconds in the place of minutes.
 */
@Stepwise
@Timeout(value = 400, unit = TimeUnit.SECONDS)
class PulledPlugRealSpec extends Specification {

    static final Map<String, String> SECONDS = ['confirm: 30.seconds': 'confirm: 0.seconds', 'stableFor: 60.seconds': 'stableFor: 2.seconds',
                                                'onBatteryFor >= 1.minutes': 'onBatteryFor >= 2.seconds']
    static final List<String> PHASES = ['Applications', 'Keep both nodes', 'Shut down the second node', 'Shut down the first node']
    static final Set<Integer> ALL = [101, 102, 103, 105, 106, 109]
    static final String RUNS = 'active\nqueue\nweb'

    @Shared @TempDir Path folder
    @Shared @AutoCleanup House house = new House(folder)
    def soon = new PollingConditions(timeout: 90, delay: 0.1)

    def setupSpec() {
        plan([:])
        house.serve('poll: 60s\n              pollOnBattery: 1s\n              recovery: {tries: 1, delay: 0s}')
        new PollingConditions(timeout: 90).eventually { assert house.power().state == 'online' }
    }

    private void plan(Map<String, String> changes) { house.plan(SECONDS + changes) }

    private void pull() { house.nut.say('cyberpower', ['ups.status': 'OB DISCHRG', 'battery.charge': '90']) }

    private void putBack() { house.nut.say('cyberpower', ['ups.status': 'OL CHRG', 'battery.charge': '85']) }

    private List<Map> events(long run, String kind) { house.steward.events(run).findAll { it.kind == kind }*.event }

    private List<List> phases(long run) { events(run, 'phaseEnded').collect { [it.name, it.state] } }

    private Map ended(long run) {
        soon.eventually { assert house.steward.get("/api/v1/runs/$run").status != 'running' }
        house.steward.get("/api/v1/runs/$run")
    }

    private String work() { house.judge('systemctl is-active lab-web; docker ps -q') }

    def 'with the hint of upsmon the first step begins at once, with a poll of a minute; what fails is told, and mended by hand'() {
        given: 'containers that cannot be stopped, and a guest that cannot be started again'
        house.judge('mv /usr/bin/docker /usr/bin/docker.gone')
        pull()
        soon.eventually { assert house.nut.upsc("cyberpower@${house.nut.address()}", 'ups.status').contains('OB') }

        when: 'NOTIFYCMD is called as upsmon calls it'
        def wall = Instant.now()
        house.hint('ONBATT')
        new PollingConditions(timeout: 90, delay: 0.01).eventually { assert house.events().contains('phase_start') }
        def seen = Duration.between(wall, Instant.parse(house.told().find { it.event == 'power_lost' }.timestamp))
        def begun = Duration.between(wall, Instant.parse(house.steward.events(1).find { it.kind == 'taskStarted' }.at))
        soon.eventually { assert house.judge('cat /srv/noted') ==~ /\d+/ }
        def noted = Duration.between(wall, at(house.judge('cat /srv/noted')))
        println "hint to the outage: ${seen.toMillis()} ms; to the first step: ${begun.toMillis()} ms; to its command on the host: ${noted.toMillis()} ms"

        then: 'without it nothing is seen for a minute'
        seen < Duration.ofSeconds(10)

        when:
        soon.eventually { assert 'phase_complete' in house.told().findAll { it.title.contains('Keep both nodes') }*.event }
        house.judge('mv /usr/bin/docker.gone /usr/bin/docker')
        house.lab.lock(103, 'backup')
        putBack()

        then:
        ended(1).with { it.status == 'failed' && it.message.contains('not all came back') }
        phases(1) == [['Applications', 'failed'], ['Keep both nodes', 'done'], ['Keep both nodes', 'failed'], ['Applications', 'recovered']]
        soon.eventually { assert 'recovery_error' in house.events() }
        house.running() == ALL - 103
        work() == RUNS

        when:
        house.lab.lock(103, '')
        def said = house.steward.call('power', 'recover', '--reason', 'desk was locked', '--yes')

        then:
        said.exit == 0
        soon.eventually { assert 'recovery_complete' in house.events() }
        house.running() == ALL
    }

    private static Instant at(String nanos) { Instant.ofEpochSecond(0, nanos.strip() as long) }

    @Row(['P-23', 'G-69', 'G-71'])
    def 'put back before the point of no return: node 1 was never stopped, node 2 is woken, and all runs as it did before'() {
        given: 'the upsmon of Debian beside Steward, with the files that ups-config prints'
        int before = house.events().size()
        plan('ask(5.minutes': 'ask(4.seconds')
        def ups = new UpsSetup.Watched('cyberpower', '127.0.0.1', house.nut.port, 'steward', 'geheim')
        house.nut.upsmon('upsmon', new UpsFiles(new UpsSetup(InstalledNut.version().get(), [ups], UpsSetup.Role.TELL, house.spool, house.script,
                Duration.ofMinutes(20), 'root')).all().subMap(['upsmon.conf', 'nut.conf', 'upssched.conf']))
        soon.eventually { assert house.nut.log('upsmon').contains('UPS: cyberpower@127.0.0.1') }
        house.forget()

        when:
        pull()
        def pulled = System.nanoTime()
        soon.eventually { assert ['Shut down the second node', 'done'] in phases(3) }
        println "pulled to node 2 down: ${Duration.ofNanos(System.nanoTime() - pulled).toMillis()} ms"

        then:
        !house.up('pve2')
        house.running() == [105, 106, 109] as Set
        work() == 'inactive'

        when:
        putBack()

        then:
        ended(3).with { it.status == 'ok' && it.message.endsWith('everything is as it was') }
        house.up('pve1') && house.up('pve2')
        house.running() == ALL
        work() == RUNS
        phases(3) == PHASES.take(3).collect { [it, 'done'] } + PHASES.take(3).reverse().collect { [it, 'recovered'] }

        and: 'of node 1 nothing was stopped, and what was off is off'
        !house.writes().any { it =~ /pve1\/(lxc|qemu)|pve1\/status|104/ }

        and:
        soon.eventually {
            assert house.events().drop(before) - ['phase_start', 'phase_complete'] ==
                    ['power_lost', 'shutdown_start', 'power_restored', 'recovery_start', 'recovery_complete']
        }
    }

    @Row(['P-20', 'G-63'])
    def 'pulled for good: work on hosts ends, then guests in order, node 2 before node 1, and last the node that carries Steward'() {
        given:
        int before = house.events().size()
        plan('ask(5.minutes': 'ask(4.seconds', 'ask(15.minutes': 'ask(9.seconds')
        house.judge('rm -f /srv/ended')
        house.forget()

        when:
        pull()
        soon.eventually { assert !house.up('pve1') }

        then: 'nothing is left running'
        !house.up('pve2')
        house.running() == [] as Set
        phases(4) == PHASES.collect { [it, 'done'] }

        and: 'each thing once: consumers before what serves them, guests before their node, node 2 before node 1'
        def writes = house.writes()
        writes.take(4) == ['POST /nodes/pve2/qemu/103/status/shutdown', 'POST /nodes/pve2/lxc/101/status/shutdown',
                           'POST /nodes/pve2/lxc/102/status/shutdown', 'POST /nodes/pve2/status']
        writes.drop(4).take(2) as Set == ['POST /nodes/pve1/qemu/105/status/shutdown', 'POST /nodes/pve1/lxc/106/status/shutdown'] as Set
        writes.drop(6) == ['POST /nodes/pve1/status']

        and: 'before all of them the host that is reached over SSH: its service, then its containers'
        work() == 'inactive'
        house.judge('cat /srv/ended').readLines()*.split(' ')*.last() == ['service', 'compose', 'compose']

        and:
        soon.eventually {
            assert house.events().drop(before) == ['power_lost', 'shutdown_start'] + ['phase_start', 'phase_complete'] * 4 + ['shutdown_complete']
        }
    }

    @Row('G-74')
    def 'each thing that happens in an outage was posted, with its title and its time'() {
        expect:
        ['power_lost', 'power_restored', 'shutdown_start', 'shutdown_complete', 'phase_start', 'phase_complete', 'recovery_start', 'recovery_complete',
         'recovery_error', 'power_error'].every { it in house.events() }
        house.told().every { it.title && Instant.parse(it.timestamp as String) <= Instant.now() }
    }
}
