package dev.steward.runner.app.rehearsal

import dev.steward.dsl.check.Checked
import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.house.Row
import dev.steward.runner.app.power.PlanSource
import dev.steward.runner.app.power.PowerRefused
import dev.steward.runner.app.power.StoredHistory
import dev.steward.runner.config.power.PowerConfig
import dev.steward.runner.config.power.UpsConfig
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.module.catalog.Modules
import dev.steward.runner.module.proxmox.PveKit
import dev.steward.runner.time.SystemTime
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

/** Outages played on a moved clock: the shipped playbook, the real decisions, the engine in check mode, a simulated cluster. */
class RehearsalLabSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup PveKit kit

    def setup() {
        kit = new PveKit(folder, PveLab.cluster('lab').nodes(2)
                .lxc(101, 'web-1') { it.node('pve1').running() }
                .qemu(102, 'db-1') { it.node('pve2').running() }
                .lxc(103, 'off-1') { it.node('pve2') },
                new SystemTime(), 'power: {ups: {cyberpower: {host: 127.0.0.1}}}')
    }

    private Rehearsal rehearsal(List<Duration> needs = [30, 120, 120].collect { Duration.ofSeconds(it) }) {
        Path file = Path.of('../playbooks/ups-shutdown.groovy').toAbsolutePath().normalize()
        def plan = (new PlaybookCompiler(new Modules()).check(file, [:]) as Checked.Accepted).plan()
        PlanSource plans = [found: { Optional.of(new PlanSource.Found(plan, file, 'h', false)) }, problems: { [] }] as PlanSource
        kit.runner.housePower().rehearsal(plans, { p, i -> needs })
    }

    private PveKit.PveResult ended(long run) {
        new PollingConditions(timeout: 60, delay: 0.05).eventually {
            assert kit.runner.store().queries().run(run).filter { it.status().ended() }.present
        }
        kit.result(run as int)
    }

    private static List<List> phases(run) { run.of(RunEvent.PhaseEnded).collect { [it.name(), it.state()] } }

    @Row(['P-29', 'U-03'])
    def 'forty minutes of outage take seconds: each phase at its time, a verdict for each, and nothing is changed'() {
        given:
        long before = System.nanoTime()

        when:
        def run = ended(rehearsal().begin('long-outage', 'anna'))

        then:
        Duration.ofNanos(System.nanoTime() - before) < Duration.ofSeconds(30)
        run.row.status() == RunStatus.OK
        run.row.cause().name() == 'anna'
        phases(run) == [['Keep both nodes', 'done'], ['Shut down the second node', 'done'], ['Shut down the first node', 'done']]
        run.of(RunEvent.PhaseEnded)*.took() == [30, 120, 120].collect { Duration.ofSeconds(it) }
        run.of(RunEvent.PowerSaid)*.text().findAll { it.startsWith('verdict') } == [
                'verdict: in time: Keep both nodes, began 1 min after the mains failed, was done at 1 min 30 s, 42 min 30 s of battery were left',
                'verdict: in time: Shut down the second node, began 5 min after the mains failed, was done at 7 min, 37 min of battery were left',
                'verdict: in time: Shut down the first node, began 15 min after the mains failed, was done at 17 min, 27 min of battery were left']
        kit.writes() == []
        [101, 102].every { kit.lab.guest(it).running() }
    }

    @Row('P-29')
    def 'power back mid-way: the first node is never reached, and what was begun is undone'() {
        when:
        def run = ended(rehearsal().begin('power-back', 'anna'))

        then:
        run.row.status() == RunStatus.OK
        phases(run)*.get(1) == ['done', 'done', 'recovered']
        !run.of(RunEvent.PhaseEntered)*.name().contains('Shut down the first node')
        kit.writes() == []
    }

    def 'tried out at the start: every phase asks the cluster what it would have to do, nothing is changed, and no run is left behind'() {
        given:
        def tried = rehearsal()
        int before = kit.lab.requests().size()

        when:
        tried.tryOut()

        then:
        kit.writes() == []
        [101, 102].every { id -> kit.lab.requests().drop(before)*.path().any { it.contains("/$id/") } }
        kit.runner.store().queries().run(1).empty

        and: 'a rehearsal that somebody asks for meanwhile is not refused'
        ended(tried.begin('short-dip', 'anna')).row.status() == RunStatus.OK
    }

    def 'a phase that does not end before the battery does is told, and the rehearsal has failed'() {
        when:
        def run = ended(rehearsal([30, 120, 3000].collect { Duration.ofSeconds(it) }).begin('long-outage', 'anna'))

        then:
        run.row.status() == RunStatus.FAILED
        run.of(RunEvent.PowerSaid)*.text().any { it.startsWith('verdict: NOT in time: Shut down the first node') }
        run.of(RunEvent.RunFinished)[0].message().contains('1 of 3 phases were not in time')
    }

    def 'a dip that does not count stops nothing'() {
        when:
        def run = ended(rehearsal().begin('short-dip', 'anna'))

        then:
        run.row.status() == RunStatus.OK
        phases(run) == []
        run.of(RunEvent.RunFinished)[0].message().contains('nothing was stopped')
    }

    def 'low battery at once opens every gate; silence on battery does not end the outage: #scenario'() {
        when:
        def run = ended(rehearsal().begin(scenario, 'anna'))

        then:
        phases(run).findAll { it[1] == 'done' }*.get(0).containsAll(['Shut down the second node', 'Shut down the first node'])
        kit.writes() == []

        where:
        scenario << ['low-battery', 'comm-loss']
    }

    def 'power that comes and goes ends with everything as before'() {
        when:
        def run = ended(rehearsal().begin('flapping', 'anna'))

        then:
        !phases(run)*.get(0).contains('Shut down the first node')
        kit.writes() == []
    }

    def 'what is no scenario is refused with those there are'() {
        when:
        rehearsal().begin('lnog', 'anna')

        then:
        def e = thrown(PowerRefused)
        e.problems()[0].contains('long-outage')
    }
}
