package dev.steward.runner.outage

import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.dsl.plan.Plan
import dev.steward.house.Row
import dev.steward.runner.app.Runner
import dev.steward.runner.app.Ways
import dev.steward.runner.app.estate.Clusters
import dev.steward.runner.app.house.OwnMachine
import dev.steward.runner.app.power.History
import dev.steward.runner.app.power.PlanSource
import dev.steward.runner.app.power.PowerService
import dev.steward.runner.app.protect.Protection
import dev.steward.runner.app.self.HandedOver
import dev.steward.runner.app.self.Self
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.event.EventLog
import dev.steward.runner.event.RunEvent
import dev.steward.runner.lab.pve.LabBuilder
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.pve.node.NodePower
import dev.steward.runner.module.catalog.Modules
import dev.steward.runner.outage.journal.Entry
import dev.steward.runner.outage.journal.FileJournal
import dev.steward.runner.time.SettableTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.util.concurrent.CopyOnWriteArrayList
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** The machine Steward runs on goes down last, and goes on after its boot. It is switched off by nobody here: its orders are kept. */
@Timeout(240)
class OwnMachineSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup PveLab lab
    @AutoCleanup PowerService service
    SettableTime time = new SettableTime(Instant.parse('2026-03-01T12:00:00Z'))
    ScriptedFeed feed
    List<String> ownOrders = new CopyOnWriteArrayList<>()
    List<RunEvent> events = new CopyOnWriteArrayList<>()
    final soon = new PollingConditions(timeout: 120, delay: 0.05)

    private static LabBuilder cluster() {
        PveLab.cluster('lab').nodes(2).qdevice()
                .lxc(101, 'web-1') { it.node('pve1').running().set('startup', 'order=2') }
                .qemu(102, 'db-1') { it.node('pve2').running().set('startup', 'order=1') }
                .lxc(103, 'off-1') { it.node('pve2') }
                .lxc(110, 'steward') { it.node('pve1').running().set('onboot', 1) }
    }

    private void house(String self, LabBuilder builder = cluster()) {
        lab = builder.start(time)
        Files.writeString(folder.resolve('ca.pem'), lab.caPem())
        Files.writeString(folder.resolve('steward.yml'), """
            inventory: [hosts]
            playbooks: .
            proxmox: {home: {endpoints: [${lab.urls().collect { "'$it'" }.join(', ')}], token: '${lab.token()}', tls: {ca: ca.pem}}}
            power: {self: $self, ups: {cyberpower: {host: 127.0.0.1}}}
            """.stripIndent())
        Files.createDirectories(folder.resolve('hosts'))
        Files.writeString(folder.resolve('hosts/proxmox.yml'), 'plugin: proxmox\n')
        Files.writeString(folder.resolve('hosts/mine.yml'), "all: {hosts: {box: {ansible_host: '${Self.ofThisMachine().name()}', ansible_connection: local}}}\n")
    }

    /** A process of Steward on this machine, as serve wires it. */
    private void process(String boot, Map<Integer, String> script, Plan plan = OutageLabSpec.shipped()) {
        def loaded = new ConfigLoader([:], folder).load(Optional.of(folder.resolve('steward.yml')))
        def clusters = Clusters.of(loaded, time)
        def ways = new Ways(loaded.config().ssh(), clusters, [:], time)
        def inventories = Runner.inventories(loaded, [:], time)
        def playbooks = Runner.playbooks(loaded.config(), new PlaybookCompiler(new Modules()))
        def machine = [rebootSoon: { -> ownOrders << 'reboot' }, powerOffSoon: { -> ownOrders << 'power off' }] as HandedOver.Rebooter
        def protection = new Protection(loaded, folder.resolve('state'), playbooks.folder(), { file -> playbooks.check(file, [:]) },
                playbooks.lastValid(folder.resolve('state')).over({ inventories.load([], playbooks.folder()) }, time), ways::plain, clusters, { Optional.empty() }, time, new OwnMachine.Here(machine, { boot }))
        def history = [begin: { p, file, inventory, options, cause -> new History.Row(1, { RunEvent e -> events << e; 1L } as EventLog) }, lines: { most -> [] }] as History
        feed = new ScriptedFeed(time, script)
        service = protection.over(feed, [found: { Optional.of(new PlanSource.Found(plan, folder.resolve('ups.groovy'), 'h', false)) }, problems: { [] }] as PlanSource, history)
        service.start()
    }

    private void left(Entry... more) {
        def journal = FileJournal.open(folder.resolve('state/power'))
        def hash = PhasedPlan.of(OutageLabSpec.shipped()).hash()
        ([new Entry.Begun('power-1', 'UPS shutdown', hash, 'ups', 'cyberpower', false, time.now().minusSeconds(1200), 'boot-1'),
          new Entry.Kept('asItWas', ''), new Entry.PhaseBegun(0, time.now()), new Entry.PhaseOver(0, 'done'), new Entry.Committed(1),
          new Entry.PhaseBegun(1, time.now()), new Entry.PhaseOver(1, 'done'),
          new Entry.Kept('ownEnd', '{"cluster":"home","node":"pve1","command":"shutdown","host":"pve1"}')] + more.toList()).each { journal.append(it) }
        journal.close()
    }

    private List<String> writes() { lab.requests().findAll { it.method() != 'GET' && it.path() != '/pools' && it.status() == 200 }.collect { "${it.method()} ${it.path()}".toString() } }

    private List<String> up() { lab.change { it.nodes().values().findAll { n -> n.up() }*.name() } as List }

    private List<Integer> running() { lab.change { it.guests().values().findAll { g -> g.running() }*.vmid() } as List }

    private List<String> said() { events.findAll { it instanceof RunEvent.PowerSaid }*.text() }

    private RunEvent.RunFinished end() { events.findAll { it instanceof RunEvent.RunFinished }[-1] as RunEvent.RunFinished }

    @Row(['U-05', 'U-06', 'F-40'])
    def 'its node went down last; after the boot it waits for quorum and storage, and starts what it stopped in order, and says so'() {
        given:
        house('{guest: steward}')

        when: 'the process of before'
        process('boot-1', [10: 'OB'])
        soon.eventually { lab.settle(); assert !up().contains('pve1') && events.any { it instanceof RunEvent.RunFinished } }
        service.close()
        def first = writes()

        then:
        first.last() == 'POST /nodes/pve1/status'
        up() == []
        end().message() == 'all phases are over'

        when: 'power is back, the nodes boot, pve2 later than the one that carries Steward'
        events.clear()
        time.sleep(Duration.ofMinutes(10))
        lab.revive('pve1')
        lab.change { state -> state.agenda().after(Duration.ofMinutes(6), { NodePower.boot(state, state.node('pve2')) }) }
        process('boot-2', [0: 'OL'])
        soon.eventually { assert events.any { it instanceof RunEvent.RunFinished } }
        def then = writes().drop(first.size())

        then:
        up() == ['pve1', 'pve2']
        running() == [101, 102, 110]
        then.findAll { it.endsWith('/status/start') } == ['POST /nodes/pve2/qemu/102/status/start', 'POST /nodes/pve1/lxc/101/status/start']
        !then.any { it == 'POST /nodes/pve1/status' || it == 'POST /nodes/pve2/status' }
        said().contains('cluster home waits for nodes: pve2 is offline')
        said().containsAll(['all 3 guests that ran are back', 'cluster home, quorum: as it should be', 'cluster home, storage: as it should be'])
        end().message().endsWith('everything is as it was')
        !FileJournal.open(folder.resolve('state/power')).past().open()
    }

    def 'killed between the last entry and the last order, the next process gives that order, #how'() {
        given:
        house('{guest: steward}')
        left(new Entry.HandedOver('boot-1', time.now()))

        when:
        process('boot-1', script)
        soon.eventually { lab.settle(); assert !up().contains('pve1') }

        then:
        writes() == ['POST /nodes/pve1/status']

        where:
        how                      | script
        'the power still gone'   | [0: 'OB']
        'and the power is back'  | [0: 'OL']
    }

    @Row('F-14')
    def 'who boots while the power is gone, or gone again, carries the plan out once more'() {
        given:
        house('{guest: steward}')
        left(new Entry.HandedOver('boot-1', time.now()))

        when:
        process('boot-2', [0: 'OB'])
        soon.eventually { lab.settle(); assert up() == [] }

        then:
        said().contains('this machine has booted, and the power is gone: the plan begins anew')
        writes().last() == 'POST /nodes/pve1/status'
        running() == []
    }

    @Row('G-63')
    def 'the machine Steward runs on is switched off as the last phase alone, whatever failed before it: #how'() {
        given:
        house('{outside: true}')
        if (refused) {
            lab.faults().refuse('POST', '/nodes/pve2/qemu/102/status/shutdown', 1000, 500, 'it does not want to')
        }
        def off = PowerKit.plan {
            phase('Guests', startWhen: PowerKit.after(2), {
                play('proxmox_pve2_qemu') { task('Stop', module: 'guest', args: [state: 'shutdown', timeout: Duration.ofSeconds(20)]) }
            }, {
                play('proxmox_pve2_qemu') { task('Start', module: 'guest', args: [state: 'started']) }
            })
            if (withHost) {
                phase('Host', startWhen: PowerKit.after(5), { play('box') { task('Off', module: 'poweroff', args: [:]) } })
            }
        }

        when:
        process('boot-1', script, off)
        soon.eventually { assert events.any { withHost && back == 0 ? it instanceof RunEvent.RunFinished : it instanceof RunEvent.PhaseEnded } }
        if (!(withHost && back == 0)) {
            soon.eventually { assert feed.second > 3600 || events.any { it instanceof RunEvent.RunFinished } }
        }

        then:
        soon.eventually { assert ownOrders == orders }
        events.findAll { it instanceof RunEvent.PhaseEnded }*.state() == states

        where:
        how                                    | refused | withHost | back || orders        | states
        'all went well'                        | false   | true     | 0    || ['power off'] | ['done', 'done']
        'a phase failed'                       | true    | true     | 0    || ['power off'] | ['failed', 'done']
        'power came back before it'            | false   | true     | 200  || []            | ['done', 'recovered']
        'the plan has no such phase'           | false   | false    | 0    || []            | ['done']
        script = back ? [10: 'OB', (back): 'OL'] : [10: 'OB']
    }

    @Row(['F-33', 'F-02'])
    def 'on a node, and nothing is reached from the first second: what is left is done from here, and the machine goes off by itself'() {
        given:
        house('{node: pve1}')
        process('boot-1', [:])
        soon.eventually { assert service.plan().phases()[0].steps()[0].hosts() }

        when: 'the switch had no battery'
        lab.close()
        feed.script = [((feed.second + 1) as int): 'OB']
        soon.eventually { assert ownOrders == ['power off'] }
        soon.eventually { assert events.any { it instanceof RunEvent.RunFinished } }

        then:
        events.findAll { it instanceof RunEvent.PhaseEnded }*.name() == ['Shut down pve2', 'Shut down pve1']
        said().any { it.startsWith('not done: ') }
    }
}
