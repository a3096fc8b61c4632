package dev.steward.runner.outage

import dev.steward.house.Row
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.lab.pve.state.HaResource
import java.time.Duration

/** What comes back when power does, and what goes on where something does not work. */
class WatchedBackSpec extends WatchedKit {

    @Row(['G-71', 'U-01'])
    def 'phases are entered by time and by charge, and undone the last one first: the guests this run stopped start again, and only those'() {
        given:
        def phase = { String node, String when -> """
            phase('Guests of $node') {
                startWhen { $when }
                play('Stop') { hosts 'proxmox_${node}_lxc'; tasks { task('Stop') { guest state: 'shutdown', timeout: 30.seconds, force: true } } }
                recover { play('Start') { hosts 'proxmox_${node}_lxc'; tasks { task('Start') { guest state: 'started' } } } }
            }""" }
        house(cluster().lxc(101, 'a') { it.node('pve1').running() }.lxc(102, 'b') { it.node('pve2').running() }.lxc(103, 'off') { it.node('pve2') }
                .lxc(104, 'off-too') { it.node('pve1') }, '{outside: true}',
                phase('pve2', 'ups.onBatteryFor >= 3.seconds') + phase('pve1', 'ups.charge <= 60') + """
            phase('Nodes') { startWhen { ups.lowBattery }; ${down('pve2')} ${down('pve1')} }""")

        when:
        dark()
        soon.eventually { assert running() == [101] && kit.runner.power().view().outage().get().phases()[0].state() == 'done' }
        ups.set('battery.charge', '55')
        soon.eventually { assert running() == [] && kit.runner.power().view().outage().get().phases()[1].state() == 'done' }
        light()
        def run = ended()

        then:
        run.row.status() == RunStatus.OK
        phases() == ['Guests of pve2 done', 'Guests of pve1 done', 'Guests of pve1 recovered', 'Guests of pve2 recovered']
        running() == [101, 102]
        up() == ['pve1', 'pve2']
        run.of(RunEvent.PhaseEntered).findAll { !it.recovering() }*.why().every { it.contains('ups.') }
    }

    @Row(['F-40', 'P-26', 'U-05'])
    def 'after a whole outage quorum, nodes, storage, HA and Ceph are waited for, guests are as before, and the report says so'() {
        given:
        house(cluster(3).ceph()
                .lxc(101, 'web') { it.node('pve1').running().set('onboot', 1) }
                .qemu(102, 'db') { it.node('pve2').running().set('startup', 'order=1') }
                .lxc(104, 'ha') { it.node('pve2').running() }
                .lxc(103, 'off') { it.node('pve2') }
                .also { it.services()['ct:104'] = new HaResource('ct:104', 'started').tap { it.state('started') } },
                '{outside: true}', "phase('All') { startWhen { ups.onBatteryFor >= 2.seconds }; ${['pve3', 'pve2', 'pve1'].collect { down(it) }.join('')} }")

        when:
        dark()
        soon.eventually { assert up() == [] && running() == [] }
        ups.set('battery.charge', '64')
        light()
        and: 'the nodes boot in an order of their own'
        ['pve2', 'pve3', 'pve1'].each { kit.lab.revive(it) }
        def run = ended()

        then:
        run.row.status() == RunStatus.OK
        up() == ['pve1', 'pve2', 'pve3']
        running() == [101, 102, 104]
        kit.lab.change { it.services()['ct:104'].wanted() } == 'started'
        kit.lab.change { it.ha().mode() } == ''
        kit.lab.change { it.ceph().get().set() }.empty
        said().contains('all 3 guests that ran are back')
        ['quorum: as it should be', 'nodes: as it should be', 'storage: as it should be', 'HA: ', 'Ceph: healthy'].every { gate -> said().any { it.startsWith("cluster home, $gate") } }
        said().contains('ready for the next outage: charge 64 %, wanted 30 %')
    }

    @Row('G-84')
    def 'a guest that still runs when its time is up is stopped hard, and no lock is skipped'() {
        given:
        house(cluster().lxc(101, 'deaf') { it.node('pve1').running().ignoresShutdown() }.qemu(102, 'deaf-too') { it.node('pve2').running().ignoresShutdown() },
                '{outside: true}', """
            phase('Guests') {
                startWhen { ups.onBatteryFor >= 2.seconds }
                play('Stop') { hosts 'proxmox_pve1_lxc:proxmox_pve2_qemu'; tasks { task('Stop') { guest state: 'shutdown', timeout: 10.seconds, force: true } } }
                recover { play('Start') { hosts 'proxmox_pve1_lxc:proxmox_pve2_qemu'; tasks { task('Start') { guest state: 'started' } } } }
            }
            phase('Nodes') { startWhen { ups.lowBattery }; ${down('pve2')} ${down('pve1')} }""")

        when:
        dark()
        soon.eventually { assert running() == [] && phases() == ['Guests done'] }
        def asked = kit.lab.requests().findAll { it.method() == 'POST' && it.path() =~ /status\/(shutdown|stop)$/ }

        then:
        ['/nodes/pve1/lxc/101', '/nodes/pve2/qemu/102'].every { guest -> asked*.path().any { it.startsWith("$guest/status/shutdown") } }
        !asked.any { it.params().containsKey('skiplock') }
        asked.any { it.path().endsWith('/stop') } || asked.findAll { it.path().endsWith('/shutdown') }.every { it.params().forceStop == '1' && it.params().timeout }
        events().findAll { it instanceof RunEvent.TaskFinished }.every { it.status().word() == 'changed' && it.took() >= Duration.ofSeconds(10) }

        cleanup:
        light()
        ended()
    }

    @Row('G-86')
    def 'a channel, a guest, a host and an API call that fail stop nothing: the run goes on, and its report names every step that was not done'() {
        given:
        house(cluster().lxc(101, 'web') { it.node('pve1').running() }.lxc(102, 'db') { it.node('pve2').running() }, '{outside: true}', """
            phase('Applications') {
                startWhen { ups.onBatteryFor >= 2.seconds }
                play('Applications') {
                    hosts 'away'
                    tasks {
                        task('Flush') { command 'sync' }
                        task('Say goodbye') { command 'true' }
                    }
                }
                play('Guests') { hosts 'proxmox_pve1_lxc:proxmox_pve2_lxc'; tasks { task('Stop') { guest state: 'shutdown', timeout: 10.seconds, force: true } } }
            }
            phase('Nodes') { startWhen { ups.onBatteryFor >= 4.seconds }; ${down('pve2')} ${down('pve1')} }""",
                "notices: {webhooks: {ops: {url: 'http://127.0.0.1:9/', on: ['*']}}}")
        kit.lab.faults().refuse('POST', '/nodes/pve2/lxc/102/status/shutdown', 1000, 500, 'CT is broken')
        kit.lab.faults().refuse('GET', '/cluster/ha/status/current', 1000, 500, 'no')

        when:
        dark()
        soon.eventually { assert up() == [] && said().any { it.startsWith('not done: ') } }

        then:
        !running()
        phases()[0] == 'Applications failed'
        def missed = said().findAll { it.startsWith('not done: ') }
        missed.any { it.startsWith("not done: 'Flush' on away: ") && it.endsWith("; so it did not come to 'Say goodbye'") }
        missed.any { it.startsWith("not done: 'Stop' on db") && it.contains('CT is broken') }
        missed.size() == missed.unique().size()

        cleanup:
        light()
        ['pve1', 'pve2'].each { kit.lab.revive(it) }
    }

    def setup() {
        java.nio.file.Files.createDirectories(folder.resolve('hosts'))
        java.nio.file.Files.writeString(folder.resolve('hosts/away.yml'), 'all: {hosts: {away: {ansible_host: 127.0.0.1, ansible_port: 9, ansible_user: root}}}\n')
    }
}
