package dev.steward.runner.cli.power

import dev.steward.house.Row
import dev.steward.runner.app.EventLine
import dev.steward.runner.app.power.PlanSource
import dev.steward.runner.app.ask.PowerAnswers
import dev.steward.runner.app.power.PowerRefused
import dev.steward.runner.app.power.PowerService
import dev.steward.runner.cli.Bench
import dev.steward.runner.cli.Commands
import dev.steward.runner.cli.DeskOpener
import dev.steward.runner.cli.StateDesks
import dev.steward.runner.cli.print.Screen
import dev.steward.runner.control.Ask
import dev.steward.runner.control.Desk
import dev.steward.runner.control.Reply
import dev.steward.runner.event.RunEvent
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.module.proxmox.PveKit
import dev.steward.runner.outage.OutageLabSpec
import dev.steward.runner.outage.ScriptedFeed
import dev.steward.runner.power.PowerFeed
import dev.steward.runner.power.PowerSignal
import dev.steward.runner.power.UpsReading
import dev.steward.runner.power.UpsStatus
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

/** {@code steward power} against real power protection over a simulated cluster: what it did is judged by the cluster's request log. */
class SteeredPowerSpec extends Specification {

    static final String NODE2 = 'POST /nodes/pve2/status'
    static final String GUEST2 = 'POST /nodes/pve2/qemu/102/status/shutdown'

    @TempDir Path folder
    @AutoCleanup PveKit kit
    @AutoCleanup PowerService service
    SettableTime terminal = new SettableTime(Instant.parse('2026-03-01T12:00:00Z'))
    List<List> asked = []
    /** Presses Ctrl+C when it reads this. */
    String stopAt
    def out = new ByteArrayOutputStream() {
        @Override
        void write(byte[] bytes, int from, int length) {
            super.write(bytes, from, length)
            if (stopAt && toString().contains(stopAt)) {
                Thread.currentThread().interrupt()
            }
        }
    }

    def setup() {
        kit = new PveKit(folder, PveLab.cluster('lab').nodes(3)
                .lxc(101, 'web-1') { it.node('pve1').running().set('onboot', 1) }
                .qemu(102, 'db-1') { it.node('pve2').running().set('onboot', 1) }, new SettableTime(Instant.parse('2026-03-01T12:00:00Z')),
                'power: {ups: {cyberpower: {host: 127.0.0.1, nominal: 1350}}, watts: {pve1: 200, pve2: 200}}')
        begin([:])
    }

    private void begin(Map<Integer, String> script, dev.steward.dsl.plan.Plan plan = OutageLabSpec.shipped()) {
        service?.close()
        def found = new PlanSource.Found(plan, folder.resolve('ups.groovy'), 'h', false)
        service = kit.runner.housePower().over(new ScriptedFeed(kit.time, script).tap { it.charge = { long any -> 100d } }, [found: { Optional.of(found) }, problems: { [] }] as PlanSource)
        service.start()
    }

    /** On mains, on a clock that stands still while nobody waits. */
    private void calm(int minutes) {
        service.close()
        def said = ['ups.status': 'OL', 'ups.load': '36', 'battery.runtime': (minutes * 60) as String, 'battery.charge': '100']
        def signal = new PowerSignal(false, false, 0, Duration.ZERO, Duration.ofMinutes(5), Optional.of(100d), Optional.of(Duration.ofMinutes(minutes)),
                Optional.of(36d), false, false, false, false, Optional.empty(), [cyberpower: new UpsReading.Answered(UpsStatus.of(said))], ['on mains'])
        def found = new PlanSource.Found(OutageLabSpec.shipped(), folder.resolve('ups.groovy'), 'h', false)
        service = kit.runner.housePower().over(Stub(PowerFeed) { now() >> signal }, [found: { Optional.of(found) }, problems: { [] }] as PlanSource)
    }

    private int power(String... words) {
        out.reset()
        def screen = new Screen(new PrintStream(out, true), new PrintStream(out, true), false)
        DeskOpener desks = { config ->
            new DeskOpener.OpenDesk() {
                @Override
                void handle(Ask ask, Desk.Replies replies) {
                    asked << [ask, terminal.nanos()]
                    try {
                        def answer = new PowerAnswers(service).answer(ask as Ask.OfPower)
                        if (answer instanceof PowerAnswers.Answer.Begun) {
                            over(answer.run())
                            replies.accept(new Reply.Begun(answer.run()))
                            kit.runner.store().queries().events(answer.run(), 0, 10_000).each { replies.accept(new Reply.Event(new EventLine().of(it))) }
                        } else {
                            replies.accept(new Reply.Data(new EventLine().tree(answer.data())))
                        }
                        replies.accept(new Reply.Done())
                    } catch (PowerRefused e) {
                        replies.accept(new Reply.Refused(e.problems(), false))
                    }
                }

                @Override
                void close() {}
            }
        }
        def bench = new Bench(screen, desks, [:], folder, 'anna')
        def states = new StateDesks([:], folder, terminal, 'spec', {})
        new Commands(bench, states, { throw new IllegalStateException() })
                .with('power', { new PowerCommand(bench) }).with('power', 'test', { new PowerTestCommand(bench, states, { throw new IllegalStateException() }) })
                .execute((['power'] + words.toList()) as String[])
    }

    private String said() { out.toString() }

    private void over(long run) {
        new PollingConditions(timeout: 60).eventually {
            assert kit.runner.store().queries().run(run).filter { it.status().ended() }.present
            assert !service.view().outage().present
        }
    }

    private long runs() { (1L..9L).count { kit.runner.store().queries().run(it).present } }

    private boolean up(String node) { kit.lab.change { it.node(node).up() } }

    /** "task host status" of each step of a run, in order. */
    private List<String> steps(long run) {
        kit.result(run).of(RunEvent.TaskFinished).collect { "${it.step()} ${it.host()} ${it.status().name().toLowerCase()}".toString() }
    }

    @Row('G-36')
    def 'a dry run of the test lists each step of the plan as skipped, and nothing runs'() {
        given:
        calm(25)

        expect:
        power('test', 'shutdown', '--dry-run') == 0
        said().readLines().findAll { it.contains('SKIPPED') }*.strip() == [
                '1.1  SKIPPED  db-1 (VM 102)  Shut down', '1.2  SKIPPED  pve2 (node)  Power off',
                '2.1  SKIPPED  web-1 (CT 101)  Shut down', '2.2  SKIPPED  pve1 (node)  Power off']
        kit.writes() == []
        runs() == 0
    }

    @Row('G-37')
    def 'a live test leaves five seconds for Ctrl+C, and only then anything is asked for'() {
        given: 'somebody who thinks better of it'
        stopAt = 'LIVE:'

        when:
        int left = power('test', 'shutdown', '--yes', '--phase', '1')
        Thread.interrupted()
        stopAt = null

        then:
        left == 99
        runs() == 0
        kit.writes() == []

        when:
        long before = terminal.nanos()
        int done = power('test', 'shutdown', '--yes', '--phase', '1')

        then:
        done == 0
        Duration.ofNanos((asked.find { it[0] instanceof Ask.OfPower.Apply }[1] as long) - before) == Duration.ofSeconds(5)
        (5..1).every { said().contains("LIVE: machines are switched off in $it s. Ctrl+C ends it.") }
        kit.writes() == [GUEST2, NODE2]
    }

    @Row('G-38')
    def 'only the phase, or only the action of it, is carried out: #words'() {
        expect:
        power(*(['test', 'shutdown', '--yes'] + words)) == 0
        kit.writes() == writes
        up('pve1')
        up('pve2') == up2

        where:
        words                             || writes          | up2
        ['--phase', '1']                  || [GUEST2, NODE2] | false
        ['--phase', '1', '--action', '1'] || [GUEST2]        | true
    }

    @Row('G-38')
    def 'what the plan does not have is refused with the greatest there is, and nothing runs: #words'() {
        expect:
        power(*(['test', 'shutdown', '--yes'] + words)) == 5
        said().contains(text)
        kit.writes() == []
        runs() == 0

        where:
        words                             || text
        ['--phase', '3']                  || 'phases 1 to 2'
        ['--phase', '0']                  || 'phases 1 to 2'
        ['--phase', '2', '--action', '3'] || 'phase 2 has actions 1 to 2'
        ['--action', '1']                 || 'say --phase too'
    }

    def 'apply --check logs each step that would be taken, and the cluster is asked for nothing'() {
        expect:
        power('apply', '--now', '--check', '--reason', 'look') == 0
        kit.writes() == []
        up('pve1') && up('pve2')
        steps(1) == ['0.0 db-1 changed', '1.0 pve2 changed', '2.0 web-1 changed', '3.0 pve1 changed']
        kit.result(1).row.options().check == true

        and: 'nothing is left to recover'
        power('recover', '--reason', 'x', '--yes') == 1
        said().contains('nothing to recover')
    }

    @Row('G-39')
    def 'a fresh process recovers by the journal what the last one stopped; a dry run lists that alone, and does nothing'() {
        given:
        power('test', 'shutdown', '--yes', '--phase', '1') == 0
        int before = kit.writes().size()

        when: 'another process'
        service.close()
        service = null
        kit.shut()
        kit.open()
        begin([:])
        int dry = power('test', 'recovery', '--dry-run')
        long listed = runs()

        then: 'the phase that never began is not listed'
        dry == 0
        kit.writes().size() == before
        kit.result(listed).of(RunEvent.PhaseEntered).collect { [it.name(), it.recovering()] } == [['Shut down pve2', true]]
        steps(listed) == ['4.0 pve2 changed']
        !up('pve2')

        when:
        int live = power('test', 'recovery')

        then:
        live == 0
        up('pve2')
        kit.lab.guest(102).running()
        kit.writes().drop(before).every { it.contains('/pve2/') || it.contains('wakeonlan') }

        and: 'once'
        power('test', 'recovery') == 1
        said().contains('nothing to recover')
    }

    @Row('P-27')
    def 'the plan shows how long the battery lasts, now and once a node is off, and warns where its limits exceed that'() {
        given:
        calm(minutes)

        expect:
        power('plan') == 0
        said().contains("Battery    $minutes min at the present load")
        said().contains(after)
        said().contains('PROBLEM with every limit used up the plan takes 16 min') == warned
        said().contains('PROBLEM the plan likely') == false

        where: 'a UPS of 1350 W that carries 81 W and two nodes of 200 W'
        minutes || after                                                  | warned
        25      || 'about 42 min 28 s at 21 % load, once pve2 is off'     | false
        15      || 'about 25 min 29 s at 21 % load, once pve2 is off'     | true
    }

    @Row('F-38')
    def 'a person ends an outage before its point of no return, and not after; both are kept with who and why'() {
        given:
        def never = { dev.steward.dsl.value.Ups ups -> false }
        def plan = dev.steward.runner.outage.PowerKit.plan {
            phase('Guests', pointOfNoReturn: behind, {
                play('proxmox_pve2_qemu') { task('Shut down', module: 'guest', args: [state: 'shutdown', timeout: Duration.ofSeconds(180), force: true]) }
            }, {
                play('proxmox_pve2_qemu') { task('Start', module: 'guest', args: [state: 'started']) }
            })
            phase('Node', startWhen: never, pointOfNoReturn: !behind, {
                play('pve2') { task('Power off', module: 'node', args: [state: 'shutdown', timeout: Duration.ofMinutes(5)]) }
            })
        }
        begin([10: 'OB'], plan)
        new PollingConditions(timeout: 60).eventually { assert service.view().outage().map { it.phases()*.state() }.orElse([]) == ['done', 'waiting'] }

        expect:
        power('abort', '--reason', 'false alarm', '--yes') == code
        said().contains(answer)

        when:
        if (!behind) {
            over(1)
        }

        then:
        up('pve2')
        kit.lab.guest(102).running() == !behind
        behind || service.history(1)[0].ended().contains('anna (false alarm)')

        where:
        behind || code | answer
        false  || 0    | 'what was stopped is brought back'
        true   || 1    | 'The point of no return is behind'
    }

    @Row('F-38')
    def 'a person carries the plan out without waiting for gates: the history keeps who and why'() {
        expect:
        power('apply', '--now', '--phase', '1', '--reason', 'new battery', '--yes') == 0
        kit.writes() == [GUEST2, NODE2]
        service.history(1)[0].cause() == 'anna: new battery'
        power('history') == 0
        said().contains('anna: new battery')
    }

    @Row('F-39')
    def 'disarmed stops nothing, says so by every status, and nags every day'() {
        given:
        def told = []
        power('disarm', '--reason', 'works on the UPS', '--yes') == 0
        def look = new dev.steward.runner.app.tell.DailyLook({ service }, { told << it }, java.time.ZoneId.of('UTC'), terminal)

        when:
        begin([10: 'OB'])
        new PollingConditions(timeout: 60).eventually { assert service.feed().now().onBatteryFor() > Duration.ofMinutes(30) }
        3.times {
            look.look()
            terminal.advance(Duration.ofHours(24))
        }

        then:
        power('status') == 6
        said().contains('DISARMED: an outage would stop nothing')
        service.view().troubles()[0].contains('DISARMED')
        kit.writes() == []
        told*.key() == ['disarmed-2026-03-01', 'disarmed-2026-03-02', 'disarmed-2026-03-03']
    }
}
