package dev.steward.runner.outage

import dev.steward.dsl.plan.Plan
import dev.steward.house.Row
import dev.steward.runner.app.power.PlanSource
import dev.steward.runner.app.power.PowerDesk
import dev.steward.runner.app.power.PowerRefused
import dev.steward.runner.app.power.PowerService
import dev.steward.runner.engine.PlanKit
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.module.proxmox.PveKit
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

/** Whole outages by the lab's clock: a signal, the phases, the engine, a simulated cluster of three nodes, of which two are in the plan. */
class OutageLabSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup PveKit kit
    @AutoCleanup PowerService service
    ScriptedFeed feed

    private void house() {
        kit = new PveKit(folder, PveLab.cluster('lab').nodes(3)
                .lxc(101, 'web-1') { it.node('pve1').running().set('onboot', 1) }
                .qemu(102, 'db-1') { it.node('pve2').running().set('onboot', 1) }
                .lxc(103, 'off-1') { it.node('pve2') },
                new dev.steward.runner.time.SettableTime(java.time.Instant.parse('2026-03-01T12:00:00Z')),
                'power: {ups: {cyberpower: {host: 127.0.0.1}}}')
    }

    static Plan shipped(Map words = [:]) {
        PowerKit.plan(words) {
            phase('Shut down pve2', startWhen: PowerKit.after(5), {
                play('proxmox_pve2_lxc:proxmox_pve2_qemu', name: 'Guests of pve2') {
                    task('Shut down', module: 'guest', args: [state: 'shutdown', timeout: Duration.ofSeconds(180), force: true])
                }
                play('pve2', name: 'Node pve2') {
                    task('Power off', module: 'node', args: [state: 'shutdown', timeout: Duration.ofMinutes(5)])
                }
            }, {
                play('pve2', name: 'Wake pve2') {
                    task('Wake', module: 'node', args: [state: 'started', timeout: Duration.ofMinutes(10)])
                }
            })
            phase('Shut down pve1', startWhen: PowerKit.after(15), {
                play('proxmox_pve1_lxc:proxmox_pve1_qemu', name: 'Guests of pve1') {
                    task('Shut down', module: 'guest', args: [state: 'shutdown', timeout: Duration.ofSeconds(180), force: true])
                }
                play('pve1', name: 'Node pve1') {
                    task('Power off', module: 'node', args: [state: 'shutdown', timeout: Duration.ofMinutes(5)])
                }
            })
        }
    }

    private void outage(Map<Integer, String> script, Plan plan = shipped()) {
        feed = new ScriptedFeed(kit.time, script)
        def found = new PlanSource.Found(plan, folder.resolve('ups.groovy'), 'h', false)
        PlanSource plans = [found: { Optional.of(found) }, problems: { [] }] as PlanSource
        service = kit.runner.housePower().over(feed, plans)
        service.start()
    }

    private PveKit.PveResult ended(int run = 1) {
        new PollingConditions(timeout: 60).eventually {
            assert kit.runner.store().queries().run(run).filter { it.status().ended() }.present
        }
        kit.result(run)
    }

    private boolean up(String node) { kit.lab.change { it.node(node).up() } }

    /** The run, once this phase is over: where the power stays away, the run goes on to wait for it. */
    private PveKit.PveResult over(int phase, int run = 1) {
        new PollingConditions(timeout: 60).eventually {
            assert kit.result(run).of(RunEvent.PhaseEnded).any { it.phase() == phase }
        }
        kit.result(run)
    }

    @Row('P-20')
    def 'an outage that lasts: pve2 and its guests go down at minute 5, pve1 and its guests at minute 15, each guest before its node'() {
        given:
        house()

        when:
        outage([10: 'OB'])
        def run = over(1)

        then:
        !up('pve1') && !up('pve2')
        kit.writes() == ['POST /nodes/pve2/qemu/102/status/shutdown', 'POST /nodes/pve2/status',
                         'POST /nodes/pve1/lxc/101/status/shutdown', 'POST /nodes/pve1/status']
        run.of(RunEvent.PhaseEnded)*.state() == ['done', 'done']
        run.of(RunEvent.PowerCommitted)*.phase() == [1]
        run.row.cause().kind().word() == 'ups'
        entered(1) == [5, 15]
        def steps = run.of(RunEvent.TaskStarted).collect { "${it.step()} ${it.host()}".toString() }
        steps == steps.unique(false)
    }

    @Row(['P-23', 'F-20'])
    def 'power back at minute 7: pve1 is never stopped, pve2 is woken, and its guests run as before'() {
        given:
        house()

        when:
        outage([10: 'OB', (10 + 7 * 60): 'OL'])
        def run = ended()

        then:
        run.row.status() == RunStatus.OK
        run.of(RunEvent.PhaseEnded).collect { [it.name(), it.state()] } == [['Shut down pve2', 'done'], ['Shut down pve2', 'recovered']]
        up('pve1') && up('pve2')
        kit.lab.settle()
        [101, 102].every { kit.lab.guest(it).running() }
        !kit.lab.guest(103).running()
        !kit.writes().any { it.contains('/pve1/status') }
    }

    @Row('F-20')
    def 'power back after the point of no return: the plan is carried out to its end'() {
        given:
        house()
        kit.lab.change { it.guests().get(101) }

        when:
        outage([10: 'OB', (10 + 15 * 60 + 1): 'OL'])
        def run = over(1)

        then:
        !up('pve1') && !up('pve2')
        run.of(RunEvent.PhaseEnded)*.state() == ['done', 'done']
    }

    @Row(['P-22', 'F-16'])
    def 'low battery opens all gates at once, and the order stays'() {
        given:
        house()

        when:
        outage([10: 'OB', 40: word])
        def run = over(1)

        then:
        kit.writes().findAll { it.endsWith('pve1/status') || it.endsWith('pve2/status') } == ['POST /nodes/pve2/status', 'POST /nodes/pve1/status']
        run.of(RunEvent.PhaseEntered)*.why() == [why] * 2

        where:
        word    || why
        'OB LB' || 'the UPS reports low battery'
        'FSD'   || 'another primary has set FSD'
    }

    @Row('P-23')
    def 'power back before the first gate: nothing is stopped'() {
        given:
        house()

        when:
        outage([10: 'OB', 100: 'OL'])
        def run = ended()

        then:
        run.row.status() == RunStatus.OK
        kit.writes().isEmpty()
    }

    @Row('G-33')
    def 'apply carries the plan out at once though the mains is there; what it stopped is brought back when a person asks'() {
        given:
        house()
        outage([:])

        when:
        long run = service.apply(new PowerDesk.Apply(true, false, Optional.empty(), Optional.empty()), new PowerDesk.Who('anna', 'test'))
        def applied = ended(run as int)

        then:
        applied.row.status() == RunStatus.OK
        applied.row.cause().name() == 'anna'
        !up('pve1') && !up('pve2')
        service.history(5)*.kind() == ['applied']

        when: 'somebody switches pve1 on again'
        kit.lab.revive('pve1')
        def recovered = ended(service.recover(false, new PowerDesk.Who('anna', 'over')) as int)

        then:
        recovered.of(RunEvent.PhaseEnded).collect { [it.name(), it.state()] } == [['Shut down pve2', 'recovered']]
        up('pve1') && up('pve2')
        [101, 102].every { kit.lab.guest(it).running() }
        !kit.lab.guest(103).running()

        when:
        new PollingConditions(timeout: 10).eventually { assert !service.view().outage().present }
        service.recover(false, new PowerDesk.Who('anna', 'again'))

        then:
        def refused = thrown(PowerRefused)
        refused.message == 'nothing to recover (status: completed)'
    }

    @Row('G-41')
    def 'a disarmed plan stops nothing: it says each step as its phase would begin, and that it would be undone'() {
        given:
        house()

        when:
        unarmed([10: 'OB', (10 + 7 * 60): 'OL'])
        def run = ended()

        then:
        kit.writes().isEmpty()
        service.view().troubles().any { it.contains('DISARMED') }
        !service.view().armed()
        entered(1) == [5]
        run.of(RunEvent.PhaseEnded).collect { [it.name(), it.state()] } == [['Shut down pve2', 'skipped']]
        run.of(RunEvent.Warned)*.text() == [
                'Power protection is DISARMED: nothing is stopped; this is what the plan would do',
                "would run 'Shut down' (guest state: 'shutdown', timeout: 3m, force: true) on off-1 (CT 103), db-1 (VM 102)",
                "would run 'Power off' (node state: 'shutdown', timeout: 5m) on pve2 (node)"]
        run.of(RunEvent.TaskStarted).isEmpty()
        run.row.message() == 'disarmed: nothing was done; the power is back; 1 of 2 phases would have begun, and would be undone now'
        service.history(5)*.kind() == ['disarmed']
    }

    def 'who arms it during an outage has the plan carried out from there'() {
        given:
        house()
        unarmed([10: 'OB'])
        new PollingConditions(timeout: 60).eventually { assert kit.result(1).of(RunEvent.PhaseEnded).size() == 2 }

        when:
        service.arm(true, new PowerDesk.Who('anna', 'the UPS is done'))
        over(1, 2)

        then:
        kit.result(1).row.message() == 'disarmed: nothing was done; armed: the plan is carried out from here on'
        !up('pve1') && !up('pve2')
    }

    private void unarmed(Map<Integer, String> script) {
        feed = new ScriptedFeed(kit.time, script)
        def found = new PlanSource.Found(shipped(), folder.resolve('ups.groovy'), 'h', false)
        service = kit.runner.housePower().over(feed, [found: { Optional.of(found) }, problems: { [] }] as PlanSource)
        service.arm(false, new PowerDesk.Who('anna', 'works on the UPS'))
        service.start()
    }

    /** After how many minutes on battery its phases began. */
    private List<Long> entered(int run) {
        kit.runner.store().queries().events(run, 0, 10_000).findAll { it.event() instanceof RunEvent.PhaseEntered }.collect {
            Duration.between(java.time.Instant.parse('2026-03-01T12:00:10Z'), it.at()).toMinutes()
        }
    }
}
